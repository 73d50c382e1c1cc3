import { useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { html } from '../html.js';
import { intoView } from '../into-view.js';
import { TextOf, words } from '../text.js';
import { useAct } from './use-act.js';

/** @typedef {import('../types.d.ts').Element} Element */
/** @typedef {import('../types.d.ts').Confirm} Confirm */
/** @typedef {import('../types.d.ts').Option} Option */

/** @param {{ blockId: string, element: Element }} props */
export function Button({ blockId, element }) {
  const { act, busy, place } = useAct(blockId, element);
  const [asking, setAsking] = useState(false);
  const go = () => {
    setAsking(false);
    void act(null);
  };
  return html`
    <button
      type="button"
      class=${`button ${element.style ?? ''}`}
      aria-label=${element.accessibility_label}
      disabled=${busy}
      onClick=${() => (element.confirm ? setAsking(true) : go())}
    >
      <${TextOf} text=${element.text} workspace=${place.workspace} />
    </button>
    ${asking && element.confirm && html`<${ConfirmDialog} confirm=${element.confirm} onYes=${go} onNo=${() => setAsking(false)} />`}
  `;
}

/**
 * “Are you sure?”, as the app words it.
 * @param {{ confirm: Confirm, onYes: () => void, onNo: () => void }} props
 */
export function ConfirmDialog({ confirm, onYes, onNo }) {
  const ref = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => ref.current?.showModal(), []);
  return html`
    <dialog ref=${ref} class="confirm" aria-label=${words(confirm.title)} onCancel=${onNo}>
      <h2>${words(confirm.title)}</h2>
      <p dir="auto">${words(confirm.text)}</p>
      <div class="row end">
        <button type="button" class="button" onClick=${onNo}>${words(confirm.deny)}</button>
        <button type="button" class=${`button ${confirm.style ?? 'primary'}`} onClick=${onYes}>
          ${words(confirm.confirm)}
        </button>
      </div>
    </dialog>
  `;
}

/** @param {{ blockId: string, element: Element }} props */
export function Overflow({ blockId, element }) {
  const { act } = useAct(blockId, element);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(/** @type {Option | null} */ (null));
  /** @param {Option} option */
  const pick = (option) => {
    setOpen(false);
    if (element.confirm) setAsking(option);
    else void act(option.value ?? option.text.text);
  };
  return html`
    <span class="menu-place" onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && setOpen(false)}>
      <button
        type="button"
        class="button more"
        aria-label=${element.accessibility_label ?? 'More actions'}
        aria-haspopup="menu"
        aria-expanded=${open}
        onClick=${() => setOpen(!open)}
      >
        ⋯
      </button>
      ${
        open &&
        html`<span class="menu" role="menu" ref=${intoView}>
          ${(element.options ?? []).map(
            (option) =>
              html`<button type="button" role="menuitem" onClick=${() => pick(option)}>${words(option.text)}</button>`,
          )}
        </span>`
      }
      ${
        asking &&
        element.confirm &&
        html`<${ConfirmDialog}
          confirm=${element.confirm}
          onYes=${() => {
            setAsking(null);
            void act(asking.value ?? asking.text.text);
          }}
          onNo=${() => setAsking(null)}
        />`
      }
    </span>
  `;
}

/** @param {{ blockId: string, element: Element }} props */
export function FeedbackButtons({ blockId, element }) {
  const { act, busy } = useAct(blockId, element);
  return [element.positive_button, element.negative_button].map(
    (button) =>
      button &&
      html`<button type="button" class="button" disabled=${busy} onClick=${() => act(button.value)}>
        ${words(button.text)}
      </button>`,
  );
}
