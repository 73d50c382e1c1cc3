import { emojiFor, picture, withPictures } from './emoji.js';
import { html } from './html.js';

/** @typedef {import('./types.d.ts').Workspace} Workspace */

const ENTITIES = /** @type {Record<string, string>} */ ({ '&lt;': '<', '&gt;': '>', '&amp;': '&' });

/** @param {string} text */
export function unescapeText(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/**
 * Text in Slack's mrkdwn as markup. Blocks first (code, quotes, lines), then what stands within a line.
 * @param {string} text
 * @param {Workspace} workspace
 * @returns {unknown[]}
 */
export function mrkdwn(text, workspace) {
  return text
    .split(/```([\s\S]*?)```/)
    .map((part, index) =>
      index % 2 === 1
        ? html`<pre class="code">${unescapeText(part.replace(/^\n/, ''))}</pre>`
        : quotes(part, workspace),
    );
}

/**
 * @param {string} text
 * @param {Workspace} workspace
 */
function quotes(text, workspace) {
  /** @type {{ quoted: boolean, lines: string[] }[]} */
  const groups = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>)\s?/.test(line);
    const content = quoted ? line.replace(/^(?:&gt;|>)\s?/, '') : line;
    const last = groups.at(-1);
    if (last && last.quoted === quoted) last.lines.push(content);
    else groups.push({ quoted, lines: [content] });
  }
  return groups.map(({ quoted, lines }, index) => {
    const content = lines.map((line, at) => [at > 0 ? html`<br />` : null, inline(line, workspace)]);
    if (quoted) return html`<blockquote dir="auto">${content}</blockquote>`;
    // A quote is a block by itself, so the line break beside it is none of the text.
    return index > 0 && lines.length === 1 && lines[0] === '' ? null : content;
  });
}

const INLINE =
  /(<[^<>\n]+>)|(`[^`\n]+`)|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*\S)~(?![\p{L}\p{N}~])|(:[a-z0-9_+'-]+:(?::skin-tone-\d:)?)/gu;

/**
 * @param {string} line
 * @param {Workspace} workspace
 * @returns {unknown[]}
 */
function inline(line, workspace) {
  /** @type {unknown[]} */
  const parts = [];
  let from = 0;
  for (const match of line.matchAll(INLINE)) {
    parts.push(withPictures(unescapeText(line.slice(from, match.index))));
    from = match.index + match[0].length;
    const [whole, entity, code, bold, italic, strike, emoji] = match;
    if (entity) parts.push(entityOf(entity.slice(1, -1), workspace));
    else if (code) parts.push(html`<code>${unescapeText(code.slice(1, -1))}</code>`);
    else if (bold) parts.push(html`<strong>${inline(bold, workspace)}</strong>`);
    else if (italic) parts.push(html`<em>${inline(italic, workspace)}</em>`);
    else if (strike) parts.push(html`<s>${inline(strike, workspace)}</s>`);
    else parts.push(emoji ? emojiNamed(emoji) : whole);
  }
  parts.push(withPictures(unescapeText(line.slice(from))));
  return parts;
}

/** @param {string} text `:wave:` */
export function emojiNamed(text) {
  const sign = emojiFor(text.replace(/:skin-tone-\d:$/, '').slice(1, -1));
  return sign ? picture(sign, text) : text;
}

/**
 * @param {string} inner what stands between `<` and `>`
 * @param {Workspace} workspace
 */
function entityOf(inner, workspace) {
  const [target = '', label] = inner.split('|');
  if (target.startsWith('@')) return mention(`@${nameOf(target.slice(1), workspace)}`);
  if (target.startsWith('#')) {
    const channel = workspace.channels.find(({ id }) => id === target.slice(1));
    return mention(`#${channel?.name ?? label ?? target.slice(1)}`);
  }
  if (target.startsWith('!date^')) return dateOf(target, label ?? '');
  if (target.startsWith('!')) return mention(`@${label ?? target.slice(1).split('^')[0]}`);
  if (/^(?:https?|mailto|tel):/.test(target))
    return html`<a href=${unescapeText(target)} target="_blank" rel="noreferrer">${unescapeText(label ?? target.replace(/^(?:mailto|tel):/, ''))}</a>`;
  return `<${unescapeText(inner)}>`;
}

/** @param {string} text */
function mention(text) {
  return html`<span class="mention">${text}</span>`;
}

/**
 * @param {string} id
 * @param {Workspace} workspace
 */
export function nameOf(id, workspace) {
  return workspace.people.find((person) => person.id === id)?.displayName ?? id;
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const DATE_FORMS = {
  date: { dateStyle: 'long' },
  date_pretty: { dateStyle: 'long' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { dateStyle: 'medium' },
  date_short_pretty: { dateStyle: 'medium' },
  date_num: { dateStyle: 'short' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

/**
 * `!date^1700000000^{date_short} at {time}`
 * @param {string} target
 * @param {string} fallback
 */
function dateOf(target, fallback) {
  const [, seconds, form = ''] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return unescapeText(fallback);
  const shown = form.replace(/\{(\w+)\}/g, (whole, name) => {
    const options = DATE_FORMS[name];
    return options ? new Intl.DateTimeFormat(undefined, options).format(at) : whole;
  });
  return html`<time datetime=${at.toISOString()}>${shown}</time>`;
}
