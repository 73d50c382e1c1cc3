import { html } from '../html.js';
import { emojiNamed, nameOf } from '../mrkdwn.js';

/** @typedef {import('../types.d.ts').Rich} Rich */
/** @typedef {import('../types.d.ts').Workspace} Workspace */

/**
 * The elements of a rich text block.
 * @param {{ elements: Rich[] | undefined, workspace: Workspace }} props
 * @returns {unknown}
 */
export function RichText({ elements, workspace }) {
  return (elements ?? []).map((element) => {
    const inner = html`<${RichText} elements=${element.elements} workspace=${workspace} />`;
    switch (element.type) {
      case 'rich_text_section':
        return html`<span dir="auto">${inner}</span>`;
      case 'rich_text_list':
        return element.style === 'ordered'
          ? html`<ol>${listItems(element, workspace)}</ol>`
          : html`<ul>${listItems(element, workspace)}</ul>`;
      case 'rich_text_quote':
        return html`<blockquote dir="auto">${inner}</blockquote>`;
      case 'rich_text_preformatted':
        return html`<pre class="code">${inner}</pre>`;
      case 'link':
        return html`<a href=${element.url} target="_blank" rel="noreferrer">${element.text ?? element.url}</a>`;
      case 'emoji':
        return emojiNamed(`:${element.name}:`);
      case 'user':
        return html`<span class="mention">@${nameOf(element.user_id ?? '', workspace)}</span>`;
      case 'channel':
        return html`<span class="mention"
          >#${workspace.channels.find(({ id }) => id === element.channel_id)?.name ?? element.channel_id}</span
        >`;
      default:
        return styled(element);
    }
  });
}

/**
 * @param {Rich} list
 * @param {Workspace} workspace
 */
function listItems(list, workspace) {
  return (list.elements ?? []).map(
    (item) => html`<li dir="auto"><${RichText} elements=${item.elements} workspace=${workspace} /></li>`,
  );
}

/** @param {Rich} element */
function styled({ text, style }) {
  /** @type {unknown} */
  let shown = text;
  if (typeof style !== 'object') return shown;
  if (style.code) shown = html`<code>${shown}</code>`;
  if (style.bold) shown = html`<strong>${shown}</strong>`;
  if (style.italic) shown = html`<em>${shown}</em>`;
  if (style.strike) shown = html`<s>${shown}</s>`;
  return shown;
}
