import { useEffect, useState } from '/vendor/preact-hooks.js';
import { get, post, sentence } from './api.js';
import { html } from './html.js';

/** @typedef {import('./types.d.ts').Mail} Mail */
/** @typedef {import('./types.d.ts').MailLine} MailLine */

/**
 * Every mail that the app has sent, as its receivers would see them.
 * @param {{ mails: MailLine[] }} props
 */
export function Mailbox({ mails }) {
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const line = mails.find(({ id }) => id === chosen) ?? null;
  return html`<div class="mailbox">
    <div class="mail-list" role="list" aria-label="Mails">
      ${
        mails.length === 0 &&
        html`<div class="empty">
          <p>No mail yet. What is sent from Slack lands here, whoever it is for, and you can act as its receiver.</p>
        </div>`
      }
      ${mails.map(
        (mail) =>
          html`<div role="listitem">
            <button
              type="button"
              class=${`mail-line ${mail.id === chosen ? 'chosen' : ''} ${mail.opened ? '' : 'unread'}`}
              aria-pressed=${mail.id === chosen}
              onClick=${() => setChosen(mail.id)}
            >
              <span class="mail-to" dir="auto">${mail.to.join(', ')}</span>
              <time datetime=${mail.at}>${new Date(mail.at).toLocaleDateString([], { month: 'short', day: 'numeric' })}</time>
              <span class="mail-subject" dir="auto">${mail.subject || '(no subject)'}</span>
              ${mail.answered && html`<small>answered</small>`}
            </button>
          </div>`,
      )}
    </div>
    ${
      line
        ? html`<${Reading} key=${line.id} line=${line} />`
        : mails.length > 0 && html`<div class="empty"><p>Pick a mail to read it as its receiver.</p></div>`
    }
  </div>`;
}

/** @param {{ line: MailLine }} props */
function Reading({ line }) {
  const [mail, setMail] = useState(/** @type {Mail | null} */ (null));
  const [form, setForm] = useState('text');
  const [answering, setAnswering] = useState(false);
  const [text, setText] = useState('');
  const [automatic, setAutomatic] = useState(false);
  const [said, setSaid] = useState('');
  const path = `mails/${line.id}`;
  useEffect(() => {
    get(path).then(
      (found) => setMail(/** @type {Mail} */ (found)),
      (error) => setSaid(sentence(error)),
    );
  }, [line.id]);
  /**
   * @param {string} verb
   * @param {object} [body]
   */
  const act = async (verb, body = {}) => {
    setSaid('…');
    try {
      const done = /** @type {{ ok: boolean, detail: string }} */ (await post(`${path}/${verb}`, body));
      setSaid(done.detail);
      return done.ok;
    } catch (error) {
      setSaid(sentence(error));
      return false;
    }
  };
  const answer = async () => {
    if (await act('answer', { text, automatic })) {
      setText('');
      setAnswering(false);
    }
  };
  if (!mail) return html`<div class="empty"><p>${said || 'Opening…'}</p></div>`;
  return html`<article class="reading" aria-label=${mail.subject}>
    <h2 dir="auto">${mail.subject || '(no subject)'}</h2>
    <dl>
      <dt>From</dt>
      <dd>${mail.fromName} <span class="soft">${mail.from}</span></dd>
      <dt>To</dt>
      <dd>${mail.to.join(', ')}</dd>
      <dt>Date</dt>
      <dd>${new Date(mail.at).toLocaleString()}</dd>
    </dl>
    <div class="row">
      <button type="button" class="button" onClick=${() => act('open')}>Open</button>
      <button type="button" class="button" aria-expanded=${answering} onClick=${() => setAnswering(!answering)}>Answer</button>
      <button type="button" class="button" onClick=${() => act('unsubscribe')}>Unsubscribe</button>
      <button type="button" class="button" onClick=${() => act('bounce', { permanent: true })}>Bounce</button>
      <span class="tabs">
        <button type="button" aria-pressed=${form === 'text'} onClick=${() => setForm('text')}>Text</button>
        ${mail.html && html`<button type="button" aria-pressed=${form === 'html'} onClick=${() => setForm('html')}>HTML</button>`}
      </span>
    </div>
    <p class="said" role="status">${said}</p>
    ${
      answering &&
      html`<div class="answer">
        <textarea
          rows="4"
          dir="auto"
          aria-label="Your answer"
          placeholder="Answer as the receiver would"
          value=${text}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) => setText(event.currentTarget.value)}
        ></textarea>
        <div class="row">
          <label>
            <input type="checkbox" checked=${automatic} onChange=${() => setAutomatic(!automatic)} /> It is an out-of-office
            message
          </label>
          <button type="button" class="button primary" disabled=${text.trim() === ''} onClick=${answer}>Send answer</button>
        </div>
      </div>`
    }
    ${
      form === 'html' && mail.html
        ? html`<iframe title="The message as HTML" sandbox="" srcdoc=${mail.html}></iframe>`
        : html`<pre class="mail-text" dir="auto">${mail.text}</pre>`
    }
    ${
      mail.links.length > 0 &&
      html`<h3>Links in it</h3>
        <ul class="links">
          ${mail.links.map(
            (url) =>
              html`<li>
                <a href=${url} target="_blank" rel="noreferrer">${url}</a>
                <button type="button" class="button" onClick=${() => act('click', { url })}>Click</button>
              </li>`,
          )}
        </ul>`
    }
  </article>`;
}
