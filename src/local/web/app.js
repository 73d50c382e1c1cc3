import { render } from '/vendor/preact.js';
import { useCallback, useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { get, listen, sentence } from './api.js';
import { Conversation } from './conversation.js';
import { HomeTab } from './home.js';
import { html } from './html.js';
import { Mailbox } from './mailbox.js';
import { Modal } from './modal.js';
import { Sidebar } from './sidebar.js';

/** @typedef {import('./types.d.ts').Workspace} Workspace */
/** @typedef {import('./types.d.ts').Message} Message */
/** @typedef {import('./types.d.ts').View} View */
/** @typedef {import('./types.d.ts').Home} Home */
/** @typedef {import('./types.d.ts').MailLine} MailLine */

/** How long a sentence about something that didn't work stays, in milliseconds. */
const TOAST_MS = 8_000;
const CLOCK_MS = 30_000;

function Page() {
  const [as, setAs] = useState(localStorage.getItem('as') ?? 'riley');
  const [place, setPlace] = useState(localStorage.getItem('place') ?? '');
  const [tab, setTab] = useState('messages');
  const [workspace, setWorkspace] = useState(/** @type {Workspace | null} */ (null));
  const [messages, setMessages] = useState(/** @type {Message[]} */ ([]));
  const [views, setViews] = useState(/** @type {View[]} */ ([]));
  const [home, setHome] = useState(/** @type {Home | null} */ (null));
  const [mails, setMails] = useState(/** @type {MailLine[]} */ ([]));
  const [toast, setToast] = useState('');
  const [connected, setConnected] = useState(true);

  // While the next person's workspace is on its way, the last one's channels are nobody's to ask for.
  const mine = workspace && [workspace.me.name, workspace.me.id].includes(as) ? workspace.channels : [];
  const channel =
    mine.find(({ id }) => id === place) ??
    (place === 'mailbox' ? undefined : (mine.find(({ name }) => name === 'hiring') ?? mine[0]));
  const here = useRef('');
  here.current = channel?.id ?? '';

  const fail = useCallback((/** @type {string} */ text) => setToast(text), []);
  useEffect(() => {
    if (toast === '') return;
    const timer = setTimeout(() => setToast(''), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);

  /** Fetches what has changed; an answer for somebody who is no longer shown is dropped. */
  const refresh = useCallback(
    async (/** @type {string} */ what, /** @type {string | undefined} */ changed) => {
      const all = what === 'everything';
      try {
        if (all || what === 'mails') setMails(await get('mails').catch(() => []));
        if (all || what === 'views') setViews(await get('views', { as }).catch(() => []));
        if (all || what === 'home') setHome(await get('home', { as }).catch(() => null));
        const shown = here.current;
        if (shown && (all || (what === 'messages' && changed === shown))) {
          const found = /** @type {Message[]} */ (await get('messages', { as, channel: shown }));
          if (here.current === shown) setMessages(found);
        }
        // Last, since looking at messages has marked them as read.
        if (all || ['workspace', 'clock', 'messages'].includes(what))
          setWorkspace(await get('workspace', { as }));
      } catch (error) {
        fail(sentence(error));
      }
    },
    [as],
  );
  useEffect(() => {
    localStorage.setItem('as', as);
    setMessages([]);
    setViews([]);
    setHome(null);
    void refresh('everything', undefined);
    return listen(as, (change) => void refresh(change.changed, change.channel), setConnected);
  }, [as, refresh]);
  useEffect(() => {
    localStorage.setItem('place', place);
  }, [place]);
  useEffect(() => {
    setMessages([]);
    if (channel) void refresh('messages', channel.id);
  }, [channel?.id, as]);
  useEffect(() => {
    const timer = setInterval(() => void refresh('clock', undefined), CLOCK_MS);
    return () => clearInterval(timer);
  }, [refresh]);

  if (!workspace) return html`<p class="empty">${toast || 'Opening the workspace…'}</p>`;
  const top = views.at(-1);
  const inMailbox = place === 'mailbox' || !workspace.has.slack;
  const isApp = channel?.kind === 'app';
  return html`
    <${Sidebar}
      workspace=${workspace}
      place=${inMailbox ? 'mailbox' : (channel?.id ?? '')}
      mails=${mails.length}
      connected=${connected}
      onGo=${setPlace}
      onBe=${setAs}
      fail=${fail}
    />
    <main>
      <header class="top">
        <h2>${inMailbox ? 'Mailbox' : `${channel?.kind === 'channel' ? '#' : ''}${channel?.name ?? ''}`}</h2>
        ${
          isApp &&
          !inMailbox &&
          html`<div class="tabs" role="tablist">
            ${['home', 'messages'].map(
              (name) =>
                html`<button type="button" role="tab" aria-selected=${tab === name} onClick=${() => setTab(name)}>
                  ${name === 'home' ? 'Home' : 'Messages'}
                </button>`,
            )}
          </div>`
        }
        ${inMailbox && html`<span class="soft">Everything that was sent, read and answered as its receivers would</span>`}
      </header>
      <div class="content">
        ${
          inMailbox
            ? html`<${Mailbox} mails=${mails} />`
            : isApp && tab === 'home'
              ? html`<${HomeTab} home=${home} workspace=${workspace} fail=${fail} />`
              : channel &&
                html`<${Conversation} workspace=${workspace} channel=${channel} messages=${messages} fail=${fail} />`
        }
      </div>
    </main>
    ${top && html`<${Modal} key=${top.id} view=${top} depth=${views.length} workspace=${workspace} />`}
    <div class="toast-place" role="alert">
      ${
        toast &&
        html`<div class="toast">
          ${toast}<button type="button" class="plain" aria-label="Dismiss" onClick=${() => setToast('')}>×</button>
        </div>`
      }
    </div>
  `;
}

const root = document.getElementById('page');
if (root) render(html`<${Page} />`, root);
