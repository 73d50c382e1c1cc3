import { useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { post, sentence } from './api.js';
import { Composer } from './composer.js';
import { html } from './html.js';
import { MessageOf, timeOf } from './message.js';

/** @typedef {import('./types.d.ts').Message} Message */
/** @typedef {import('./types.d.ts').Channel} Channel */
/** @typedef {import('./types.d.ts').Workspace} Workspace */

/**
 * A channel's messages with the composer, and a thread beside them.
 * @param {{ workspace: Workspace, channel: Channel, messages: Message[], fail: (sentence: string) => void }} props
 */
export function Conversation({ workspace, channel, messages, fail }) {
  const [thread, setThread] = useState(/** @type {string | null} */ (null));
  /** How often something was sent from here: whoever sends wants to see what comes of it. */
  const [sent, setSent] = useState(0);
  useEffect(() => setThread(null), [channel.id, workspace.me.id]);
  const top = messages.filter(({ threadTs, ts }) => threadTs === null || threadTs === ts);
  const parent = messages.find(({ ts }) => ts === thread);
  const replies = messages.filter(({ threadTs, ts }) => threadTs === thread && ts !== thread);
  /**
   * @param {string} text
   * @param {string} [threadTs]
   */
  const send = async (text, threadTs) => {
    const body = { as: workspace.me.id, channel: channel.id, text };
    setSent((times) => times + 1);
    try {
      // What was wrong with a command is told in the channel, as Slack does.
      if (/^\/[a-z]/i.test(text)) await post('command', body);
      else await post('message', { ...body, threadTs });
      return true;
    } catch (error) {
      fail(sentence(error));
      return false;
    }
  };
  /**
   * @param {string} callbackId
   * @param {string} [ts]
   */
  const shortcut = (callbackId, ts) =>
    void post('shortcut', {
      as: workspace.me.id,
      callbackId,
      ...(ts ? { channel: channel.id, ts } : {}),
    }).catch((/** @type {unknown} */ error) => fail(sentence(error)));
  const name = channel.kind === 'channel' ? `#${channel.name}` : channel.name;
  return html`
    <div class="conversation">
      <${MessageList}
        key=${`${channel.id}-${workspace.me.id}`}
        label=${name}
        messages=${top}
        sent=${sent}
        workspace=${workspace}
        fail=${fail}
        empty=${html`<${Empty} workspace=${workspace} channel=${channel} />`}
        onThread=${setThread}
        onShortcut=${shortcut}
      />
      <${Composer}
        key=${`to-${channel.id}-${workspace.me.id}`}
        workspace=${workspace}
        placeholder=${`Message ${name}, or type / for commands`}
        onSend=${(/** @type {string} */ text) => send(text)}
        onShortcut=${(/** @type {string} */ id) => shortcut(id)}
      />
    </div>
    ${
      parent &&
      html`<aside class="thread" aria-label="Thread">
        <header>
          <h2>Thread</h2>
          <button type="button" class="plain" aria-label="Close thread" onClick=${() => setThread(null)}>×</button>
        </header>
        <${MessageList}
          label="Thread"
          messages=${[parent, ...replies]}
          sent=${sent}
          workspace=${workspace}
          fail=${fail}
          empty=${null}
          onShortcut=${shortcut}
        />
        <${Composer}
          workspace=${workspace}
          placeholder="Reply…"
          onSend=${(/** @type {string} */ text) => send(text, parent.ts)}
          onShortcut=${(/** @type {string} */ id) => shortcut(id)}
        />
      </aside>`
    }
  `;
}

/**
 * Stays at its end, whatever comes or grows there, until somebody scrolls up.
 * @param {{ label: string, messages: Message[], sent: number, workspace: Workspace, fail: (sentence: string) => void, empty: unknown,
 *   onThread?: (ts: string) => void, onShortcut: (callbackId: string, ts: string) => void }} props
 */
function MessageList({ label, messages, sent, workspace, fail, empty, onThread, onShortcut }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  useEffect(() => {
    atEnd.current = true;
  }, [sent]);
  useEffect(() => {
    if (list.current && atEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [messages, sent]);
  useEffect(() => {
    const it = list.current;
    if (!it) return;
    // A narrower window makes the messages longer.
    const resized = new ResizeObserver(() => {
      if (atEnd.current) it.scrollTop = it.scrollHeight;
    });
    resized.observe(it);
    return () => resized.disconnect();
  }, []);
  let day = '';
  return html`<div
    ref=${list}
    class="messages"
    role="log"
    aria-label=${`Messages in ${label}`}
    aria-live="polite"
    tabindex="0"
    onScroll=${(/** @type {Event & { currentTarget: HTMLElement }} */ { currentTarget: it }) => {
      // Something may have grown between the scrolling and this event: only a way upwards is somebody's wish.
      if (it.scrollHeight - it.scrollTop - it.clientHeight < 60) atEnd.current = true;
      else if (it.scrollTop < lastTop.current) atEnd.current = false;
      lastTop.current = it.scrollTop;
    }}
  >
    ${messages.length === 0 && empty}
    ${messages.map((message) => {
      const today = timeOf(message.ts).toLocaleDateString([], {
        weekday: 'long',
        month: 'long',
        day: 'numeric',
      });
      const separator = today === day ? null : html`<div class="day"><span>${today}</span></div>`;
      day = today;
      return html`${separator}
        <${MessageOf}
          key=${message.ts}
          message=${message}
          workspace=${workspace}
          fail=${fail}
          onThread=${onThread && (() => onThread(message.ts))}
          onShortcut=${(/** @type {string} */ id) => onShortcut(id, message.ts)}
        />`;
    })}
  </div>`;
}

/** What to do where nothing is yet. @param {{ workspace: Workspace, channel: Channel }} props */
function Empty({ workspace, channel }) {
  return html`<div class="empty">
    <h2>${channel.kind === 'channel' ? `This is the start of #${channel.name}` : `You and ${channel.name}`}</h2>
    <p>
      ${workspace.commands.length > 0 && html`Type <code>/</code> to see what ${workspace.app.name} can do here.`}
      ${channel.kind === 'app' && html` What needs you will arrive in these messages.`}
    </p>
  </div>`;
}
