import { gemoji } from '/vendor/gemoji.js';

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
