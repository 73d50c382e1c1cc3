import { gemoji } from '/vendor/gemoji.js';
import { html } from './html.js';

const BY_NAME = new Map(gemoji.flatMap(({ emoji, names }) => names.map((name) => [name, emoji])));

/** Names of Slack's that differ from the list's. */
const SLACK_NAMES = /** @type {Record<string, string>} */ ({
  thumbsup: '👍',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  no_entry_sign: '🚫',
});

/**
 * The sign for a name as Slack writes it between colons; undefined when there is none.
 * @param {string} name
 */
export function emojiFor(name) {
  return BY_NAME.get(name) ?? SLACK_NAMES[name];
}

const EMOJI = /(\p{RGI_Emoji})/v;

/**
 * Text in which each emoji is a picture: a plain machine has no font for them.
 * @param {string} text
 * @returns {unknown[]}
 */
export function withPictures(text) {
  return text.split(EMOJI).map((part, index) => (index % 2 === 1 ? picture(part, part) : part));
}

/**
 * @param {string} sign
 * @param {string} name
 */
export function picture(sign, name) {
  const points = Array.from(sign, (point) => (point.codePointAt(0) ?? 0).toString(16));
  // The set leaves the “show as a picture” mark out of names, except within joined signs.
  const file = points.includes('200d') ? points : points.filter((point) => point !== 'fe0f');
  return html`<img class="emoji" src=${`/vendor/emoji/${file.join('-')}.svg`} alt=${name} />`;
}
