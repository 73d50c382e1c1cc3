import { useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { post, sentence } from '../api.js';
import { html } from '../html.js';
import { listOf, textOf } from '../state.js';
import { TextOf, words } from '../text.js';
import { useAct } from './use-act.js';

/** @typedef {import('../types.d.ts').Element} Element */
/** @typedef {import('../types.d.ts').ElementState} ElementState */
/** @typedef {{ blockId: string, element: Element, state: ElementState | undefined, label: string, invalid: boolean, id: string }} FieldProps */

/** How long a pause in typing is before the text is kept, in milliseconds. */
const PAUSE_MS = 120;

/** One line or several, of any kind of text. What is typed stays, whatever the workspace says meanwhile. @param {FieldProps} props */
export function TextField({ blockId, element, state, label, invalid, id }) {
  const { act } = useAct(blockId, element);
  const [text, setText] = useState(textOf(state));
  const kept = useRef(textOf(state));
  const timer = useRef(0);
  useEffect(() => {
    // The app has put something else in, e.g. by updating the modal.
    const now = textOf(state);
    if (now !== kept.current) {
      kept.current = now;
      setText(now);
    }
  }, [textOf(state)]);
  const keep = (/** @type {string} */ value) => {
    clearTimeout(timer.current);
    if (value === kept.current) return;
    kept.current = value;
    void act(value);
  };
  const props = {
    id,
    'aria-label': label,
    'aria-invalid': invalid,
    placeholder: words(element.placeholder),
    value: text,
    dir: 'auto',
    onInput: (
      /** @type {InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }} */ event,
    ) => {
      const { value } = event.currentTarget;
      setText(value);
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => keep(value), PAUSE_MS);
    },
    onBlur: () => keep(text),
  };
  const most = element.max_length;
  const count =
    most && text.length > most * 0.8 ? html`<span class="count">${most - text.length}</span>` : null;
  if (element.multiline) return html`<textarea rows="4" ...${props}></textarea>${count}`;
  return html`<input type=${TEXT_TYPES[element.type] ?? 'text'} ...${props} />${count}`;
}

const TEXT_TYPES = /** @type {Record<string, string>} */ ({
  email_text_input: 'text',
  url_text_input: 'text',
  number_input: 'text',
});

/** Days and times by the browser's own controls. @param {FieldProps} props */
export function DateField({ blockId, element, state, label, invalid, id }) {
  const { act } = useAct(blockId, element);
  const value = textOf(state);
  const isMoment = element.type === 'datetimepicker';
  const type = isMoment ? 'datetime-local' : element.type === 'timepicker' ? 'time' : 'date';
  const shown = isMoment && value ? localMoment(Number(value)) : value;
  return html`<input
    id=${id}
    type=${type}
    aria-label=${label}
    aria-invalid=${invalid}
    value=${shown}
    onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
      const picked = event.currentTarget.value;
      void act(isMoment ? Math.floor(new Date(picked).getTime() / 1000) : picked || null);
    }}
  />`;
}

/** @param {number} seconds */
function localMoment(seconds) {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Radio buttons and checkboxes. @param {FieldProps} props */
export function ChoiceField({ blockId, element, state, label, id }) {
  const { act, place } = useAct(blockId, element);
  const several = element.type === 'checkboxes';
  const picked = several ? listOf(state) : [textOf(state)];
  return html`<span class="choices" role=${several ? 'group' : 'radiogroup'} aria-label=${label}>
    ${(element.options ?? []).map((option) => {
      const value = option.value ?? '';
      const on = picked.includes(value);
      return html`<label>
        <input
          type=${several ? 'checkbox' : 'radio'}
          name=${id}
          checked=${on}
          onChange=${() => act(several ? (on ? picked.filter((one) => one !== value) : [...picked, value]) : value)}
        />
        <span><${TextOf} text=${option.text} workspace=${place.workspace} />
        ${option.description && html`<small><${TextOf} text=${option.description} workspace=${place.workspace} /></small>`}</span>
      </label>`;
    })}
  </span>`;
}

/** @param {FieldProps} props */
export function FileField({ blockId, state, label, id, element }) {
  const { place } = useAct(blockId, element);
  /** @param {File} file */
  const upload = async (file) => {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      await post('upload', {
        as: place.as,
        viewId: place.viewId,
        blockId,
        name: file.name,
        base64: btoa(binary),
      });
    } catch (error) {
      place.fail(sentence(error));
    }
  };
  return html`<span>
    <input
      id=${id}
      type="file"
      aria-label=${label}
      accept=${element.filetypes?.map((type) => `.${type}`).join(',')}
      onChange=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => {
        for (const file of event.currentTarget.files ?? []) void upload(file);
      }}
    />
    ${(state?.files ?? []).map((file) => html`<span class="chip">${file.name}</span>`)}
  </span>`;
}
