import { useState } from '/vendor/preact-hooks.js';
import { post, sentence } from './api.js';
import { html } from './html.js';
import { Avatar } from './message.js';

/** @typedef {import('./types.d.ts').Workspace} Workspace */
/** @typedef {import('./types.d.ts').Channel} Channel */

/**
 * Who you are, where you can go, and what time it is.
 * @param {{ workspace: Workspace, place: string, mails: number, connected: boolean, onGo: (place: string) => void,
 *   onBe: (name: string) => void, fail: (sentence: string) => void }} props
 */
export function Sidebar({ workspace, place, mails, connected, onGo, onBe, fail }) {
  const samples = workspace.people.filter(({ sample }) => sample);
  const ofKind = (/** @type {Channel['kind']} */ kind) =>
    workspace.channels.filter((channel) => channel.kind === kind);
  /** @param {Channel} channel */
  const entry = (channel) =>
    html`<button
      type="button"
      class=${`entry ${channel.unread > 0 ? 'unread' : ''}`}
      aria-label=${channel.name}
      aria-current=${place === channel.id ? 'page' : undefined}
      onClick=${() => onGo(channel.id)}
    >
      <span class="sign" aria-hidden="true">${channel.kind === 'channel' ? '#' : channel.kind === 'app' ? '❖' : '●'}</span>
      <span class="entry-name">${channel.name}</span>
      ${channel.unread > 0 && html`<span class="count" aria-label=${`${channel.unread} unread`}>${channel.unread}</span>`}
    </button>`;
  return html`<nav class="sidebar" aria-label="Workspace">
    <h1>Local workspace</h1>
    ${
      workspace.has.slack &&
      html`<div class="be" role="group" aria-label="You are">
          <span class="soft">You are</span>
          ${samples.map(
            (person) =>
              html`<button
                type="button"
                aria-label=${person.displayName}
                aria-pressed=${person.id === workspace.me.id}
                title=${`Be ${person.realName}`}
                onClick=${() => onBe(person.name)}
              >
                <${Avatar} name=${person.displayName} /><span>${person.displayName}</span>
              </button>`,
          )}
        </div>
        <h2>Channels</h2>
        ${ofKind('channel').map(entry)}
        <h2>Direct messages</h2>
        ${ofKind('dm').map(entry)}
        <h2>Apps</h2>
        ${ofKind('app').map(entry)}`
    }
    ${
      workspace.has.mail &&
      html`<h2>Outside</h2>
        <button
          type="button"
          class="entry"
          aria-label="Mailbox"
          aria-current=${place === 'mailbox' ? 'page' : undefined}
          onClick=${() => onGo('mailbox')}
        >
          <span class="sign" aria-hidden="true">✉</span><span class="entry-name">Mailbox</span>
          ${mails > 0 && html`<span class="count quiet">${mails}</span>`}
        </button>`
    }
    <div class="spacer"></div>
    <${ClockOf} now=${workspace.clock.now} fail=${fail} />
    ${
      !connected
        ? html`<p class="state" role="status">The page has lost the workspace. Connecting…</p>`
        : workspace.has.slack && !workspace.app.connected
          ? html`<p class="state" role="status">${workspace.app.name} is not connected.</p>`
          : null
    }
  </nav>`;
}

/** @param {{ now: string, fail: (sentence: string) => void }} props */
function ClockOf({ now, fail }) {
  const [busy, setBusy] = useState(false);
  /** @param {object} by */
  const move = async (by) => {
    setBusy(true);
    try {
      await post('clock', by);
    } catch (error) {
      fail(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  return html`<div class="clock" role="group" aria-label="Clock">
    <time datetime=${now}
      >${new Date(now).toLocaleString([], { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })}</time
    >
    <div>
      <button type="button" disabled=${busy} onClick=${() => move({ days: 1 })}>+1 day</button>
      <button type="button" disabled=${busy} onClick=${() => move({ weeks: 1 })}>+1 week</button>
      <button type="button" disabled=${busy} onClick=${() => move({ months: 1 })}>+1 month</button>
    </div>
  </div>`;
}
