import { useEffect, useId, useRef, useState } from '/vendor/preact-hooks.js';
import { post, sentence } from '../api.js';
import { html } from '../html.js';
import { intoView } from '../into-view.js';
import { listOf, textOf } from '../state.js';
import { words } from '../text.js';
import { useAct } from './use-act.js';

/** @typedef {import('../types.d.ts').Element} Element */
/** @typedef {import('../types.d.ts').ElementState} ElementState */
/** @typedef {import('../types.d.ts').Place} Place */
/** @typedef {{ value: string, label: string }} Choice */

/** How long a pause in typing is before the app is asked, in milliseconds. */
const PAUSE_MS = 150;

/**
 * A list to pick from by typing: one or several, the app's own choices, people or channels.
 * @param {{ blockId: string, element: Element, state: ElementState | undefined, label: string, invalid: boolean }} props
 */
export function Select({ blockId, element, state, label, invalid }) {
  const { act, place } = useAct(blockId, element);
  const several = element.type.startsWith('multi_');
  const external = element.type.includes('external');
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [offered, setOffered] = useState(/** @type {Choice[]} */ ([]));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const id = useId();
  const picked = pickedChoices(state, several, place);

  useEffect(() => {
    if (!open) return;
    const fits = (/** @type {Choice} */ choice) =>
      choice.label.toLowerCase().includes(typed.trim().toLowerCase());
    if (!external) {
      setOffered(ownChoices(element, place).filter(fits));
      return;
    }
    if (typed.length < (element.min_query_length ?? 3)) {
      setOffered([]);
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      try {
        const { options } = /** @type {{ options: import('../types.d.ts').Option[] }} */ (
          await post('options', { ...where(place), blockId, actionId: element.action_id, query: typed })
        );
        if (!stale)
          setOffered(options.map((option) => ({ value: option.value ?? '', label: words(option.text) })));
      } catch (error) {
        if (!stale) place.fail(sentence(error));
      }
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [open, typed]);
  useEffect(() => setActive(0), [offered.length, typed]);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => intoView(list.current), [open, offered.length]);

  const left = several ? offered.filter(({ value }) => !picked.some((one) => one.value === value)) : offered;
  /** @param {Choice} choice */
  const pick = (choice) => {
    setTyped('');
    if (several) void act([...picked.map(({ value }) => value), choice.value]);
    else {
      void act(choice.value);
      setOpen(false);
    }
    field.current?.focus();
  };
  /** @param {string} value */
  const drop = (value) => {
    if (several) void act(picked.map((one) => one.value).filter((one) => one !== value));
    else void act([]);
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const choice = left[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + Math.max(left.length, 1)) % Math.max(left.length, 1));
    } else if (event.key === 'Enter' && open && choice) {
      event.preventDefault();
      pick(choice);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && typed === '' && picked.length > 0)
      drop(picked.at(-1)?.value ?? '');
  };
  const hint =
    external && typed.length < (element.min_query_length ?? 3)
      ? 'Type to search'
      : left.length === 0
        ? 'Nothing found'
        : '';
  return html`
    <span class="select">
      <span class=${`select-field ${invalid ? 'invalid' : ''}`}>
        ${picked.map(
          (choice) =>
            html`<span class="chip" dir="auto"
              >${choice.label}<button type="button" aria-label=${`Remove ${choice.label}`} onClick=${() => drop(choice.value)}>×</button></span
            >`,
        )}
        <input
          ref=${field}
          role="combobox"
          aria-label=${label}
          aria-expanded=${open}
          aria-controls=${`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant=${open && left[active] ? `${id}-${active}` : undefined}
          aria-invalid=${invalid}
          autocomplete="off"
          placeholder=${picked.length > 0 ? '' : words(element.placeholder) || 'Choose'}
          value=${typed}
          onFocus=${() => setOpen(true)}
          onClick=${() => setOpen(true)}
          onBlur=${() => setOpen(false)}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLInputElement }} */ event) => {
            setTyped(event.currentTarget.value);
            setOpen(true);
          }}
          onKeyDown=${onKey}
        />
      </span>
      ${
        open &&
        html`<span class="listbox" role="listbox" ref=${list} id=${`${id}-list`} aria-label=${label}>
          ${left.map(
            (choice, index) =>
              html`<span
                role="option"
                id=${`${id}-${index}`}
                class=${index === active ? 'active' : ''}
                aria-selected=${picked.some(({ value }) => value === choice.value)}
                dir="auto"
                onMouseDown=${(/** @type {MouseEvent} */ event) => {
                  event.preventDefault();
                  pick(choice);
                }}
                >${choice.label}</span
              >`,
          )}
          ${hint && html`<span class="hint">${hint}</span>`}
        </span>`
      }
    </span>
  `;
}

/** @param {Place} place */
function where({ as, channel, ts, viewId }) {
  return { as, channel, ts, viewId };
}

/**
 * @param {Element} element
 * @param {Place} place
 * @returns {Choice[]}
 */
function ownChoices(element, { workspace }) {
  if (element.type.includes('users'))
    return workspace.people
      .filter(({ kind, isApp }) => kind === 'person' || kind === 'member' || (!isApp && kind !== 'bot'))
      .map(({ id, displayName }) => ({ value: id, label: displayName }));
  if (element.type.includes('conversations') || element.type.includes('channels'))
    return workspace.channels.map(({ id, name, kind }) => ({
      value: id,
      label: kind === 'channel' ? `#${name}` : name,
    }));
  const options = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  return options.map((option) => ({ value: option.value ?? '', label: words(option.text) }));
}

/**
 * @param {ElementState | undefined} state
 * @param {boolean} several
 * @param {Place} place
 * @returns {Choice[]}
 */
function pickedChoices(state, several, { workspace }) {
  const options = several
    ? (state?.selected_options ?? [])
    : state?.selected_option
      ? [state.selected_option]
      : [];
  if (options.length > 0)
    return options.map((option) => ({ value: option.value ?? '', label: words(option.text) }));
  const ids = several ? listOf(state) : [textOf(state)].filter(Boolean);
  return ids.map((id) => ({
    value: id,
    label:
      workspace.people.find((person) => person.id === id)?.displayName ??
      workspace.channels.find((channel) => channel.id === id)?.name ??
      id,
  }));
}
