import { withPictures } from './emoji.js';
import { html } from './html.js';
import { emojiNamed, mrkdwn } from './mrkdwn.js';

/** @typedef {import('./types.d.ts').Text} Text */
/** @typedef {import('./types.d.ts').Workspace} Workspace */

/**
 * A text object of Block Kit, or a plain string, as markup.
 * @param {{ text: Text | string | undefined, workspace: Workspace }} props
 */
export function TextOf({ text, workspace }) {
  if (text === undefined) return null;
  if (typeof text === 'string') return html`<span dir="auto">${plain(text)}</span>`;
  if (text.type === 'plain_text') return html`<span dir="auto">${plain(text.text)}</span>`;
  return html`<span dir="auto">${mrkdwn(text.text, workspace)}</span>`;
}

/**
 * Plain text: only emoji names and line breaks mean anything.
 * @param {string} text
 * @returns {unknown[]}
 */
export function plain(text) {
  return text
    .split(/(:[a-z0-9_+'-]+:|\n)/)
    .map((part) =>
      part === '\n' ? html`<br />` : /^:.+:$/.test(part) ? emojiNamed(part) : withPictures(part),
    );
}

/**
 * The words of a text object, for names of controls.
 * @param {Text | string | undefined} text
 */
export function words(text) {
  return typeof text === 'string' ? text : (text?.text ?? '');
}
