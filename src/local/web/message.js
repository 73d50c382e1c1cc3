import { useState } from '/vendor/preact-hooks.js';
import { Blocks } from './blocks/blocks.js';
import { PlaceContext } from './blocks/use-act.js';
import { picture } from './emoji.js';
import { html } from './html.js';
import { intoView } from './into-view.js';
import { mrkdwn } from './mrkdwn.js';

/** @typedef {import('./types.d.ts').Message} Message */
/** @typedef {import('./types.d.ts').Workspace} Workspace */

/** @param {string} ts seconds and a counter */
export function timeOf(ts) {
  return new Date(Number(ts) * 1000);
}

/** A square with initials. @param {{ name: string, app?: boolean }} props */
export function Avatar({ name, app = false }) {
  const hue =
    Array.from(name, (letter) => letter.codePointAt(0) ?? 0).reduce((sum, code) => sum + code, 0) % 360;
  const initials = name
    .split(/\s+/)
    .map((part) => Array.from(part)[0] ?? '')
    .slice(0, 2)
    .join('');
  return html`<span
    class=${`avatar ${app ? 'app' : ''}`}
    style=${app ? undefined : { background: `hsl(${hue} 45% 42%)` }}
    aria-hidden="true"
    >${app ? '❖' : initials}</span
  >`;
}

/**
 * @param {{ message: Message, workspace: Workspace, fail: (sentence: string) => void, onThread?: (() => void) | undefined,
 *   onShortcut: (callbackId: string) => void }} props
 */
export function MessageOf({ message, workspace, fail, onThread, onShortcut }) {
  const [menu, setMenu] = useState(false);
  const sender = workspace.people.find(({ id }) => id === message.user);
  const name = sender?.displayName ?? message.name;
  const app = message.user === workspace.app.botUserId;
  const at = timeOf(message.ts);
  const shortcuts = message.ephemeral ? [] : workspace.shortcuts.filter(({ type }) => type === 'message');
  const place = {
    as: workspace.me.id,
    workspace,
    values: message.values ?? {},
    channel: message.channel,
    ts: message.ts,
    fail,
  };
  return html`<article
    class=${`message ${message.ephemeral ? 'ephemeral' : ''}`}
    aria-label=${`${name}, ${at.toLocaleTimeString([], { timeStyle: 'short' })}`}
    onMouseLeave=${() => setMenu(false)}
  >
    <${Avatar} name=${name} app=${app} />
    <div class="message-body">
      ${message.ephemeral && html`<div class="only-you">Only visible to you</div>`}
      <div class="message-head">
        <strong>${name}</strong>
        ${(app || sender?.kind === 'bot') && html`<span class="badge">APP</span>`}
        <time datetime=${at.toISOString()}>${at.toLocaleTimeString([], { timeStyle: 'short' })}</time>
      </div>
      <${PlaceContext.Provider} value=${place}>
        ${
          message.blocks.length > 0
            ? html`<${Blocks} blocks=${message.blocks} />`
            : html`<div dir="auto">${mrkdwn(message.text, workspace)}</div>`
        }
      <//>
      ${message.edited && html`<small class="soft">(edited)</small>`}
      ${message.files.map((file) => html`<a class="file" href=${file.url} download=${file.name}>${picture('📎', 'File:')} ${file.name}</a>`)}
      ${
        message.replyCount > 0 &&
        onThread &&
        html`<button type="button" class="replies" onClick=${onThread}>
          ${message.replyCount === 1 ? '1 reply' : `${message.replyCount} replies`}
        </button>`
      }
    </div>
    ${
      !message.ephemeral &&
      html`<div class="message-menu">
        ${onThread && html`<button type="button" title="Reply in thread" aria-label="Reply in thread" onClick=${onThread}>↩</button>`}
        ${
          shortcuts.length > 0 &&
          html`<span class="menu-place">
            <button
              type="button"
              aria-label="More message actions"
              aria-haspopup="menu"
              aria-expanded=${menu}
              onClick=${() => setMenu(!menu)}
            >
              ⋮
            </button>
            ${
              menu &&
              html`<span class="menu" role="menu" ref=${intoView}>
                ${shortcuts.map(
                  (shortcut) =>
                    html`<button
                      type="button"
                      role="menuitem"
                      onClick=${() => {
                        setMenu(false);
                        onShortcut(shortcut.callbackId);
                      }}
                    >
                      ${shortcut.name}<small>${workspace.app.name}</small>
                    </button>`,
                )}
              </span>`
            }
          </span>`
        }
      </div>`
    }
  </article>`;
}
