import { useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { html } from './html.js';

/** @typedef {import('./types.d.ts').Workspace} Workspace */

/**
 * Where a person types. A slash offers the commands; Enter sends, Shift+Enter breaks the line.
 * @param {{ workspace: Workspace, placeholder: string, onSend: (text: string) => Promise<boolean>, onShortcut: (callbackId: string) => void }} props
 */
export function Composer({ workspace, placeholder, onSend, onShortcut }) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const word = /^\/\S*$/.test(text) ? text.toLowerCase() : null;
  const offered =
    word === null || closed ? [] : workspace.commands.filter(({ command }) => command.startsWith(word));
  useEffect(() => setActive(0), [word]);
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
  }, [text]);

  const send = async () => {
    const sent = text.trim();
    if (sent === '') return;
    setText('');
    // What could not be sent is not lost.
    if (!(await onSend(sent))) setText((now) => now || sent);
  };
  /** @param {string} command */
  const complete = (command) => {
    setText(`${command} `);
    field.current?.focus();
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const choice = offered[active];
    if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + offered.length) % offered.length);
    } else if (choice && (event.key === 'Tab' || (event.key === 'Enter' && choice.command !== word))) {
      event.preventDefault();
      complete(choice.command);
    } else if (event.key === 'Escape') setClosed(true);
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  const globals = workspace.shortcuts.filter(({ type }) => type === 'global');
  return html`<div class="composer">
    ${
      offered.length > 0 &&
      html`<div class="listbox commands" role="listbox" aria-label="Commands">
        ${offered.map(
          ({ command, description, usageHint }, index) =>
            html`<div
              role="option"
              aria-selected=${index === active}
              class=${index === active ? 'active' : ''}
              onMouseDown=${(/** @type {MouseEvent} */ event) => {
                event.preventDefault();
                complete(command);
              }}
            >
              <strong>${command}</strong> <span class="soft">${usageHint}</span><small>${description}</small>
            </div>`,
        )}
      </div>`
    }
    <div class="composer-field">
      <span class="menu-place">
        <button
          type="button"
          class="plus"
          aria-label="Shortcuts"
          aria-haspopup="menu"
          aria-expanded=${shortcuts}
          onClick=${() => setShortcuts(!shortcuts)}
        >
          +
        </button>
        ${
          shortcuts &&
          html`<span class="menu up" role="menu">
            ${globals.map(
              ({ name, callbackId, description }) =>
                html`<button
                  type="button"
                  role="menuitem"
                  onClick=${() => {
                    setShortcuts(false);
                    onShortcut(callbackId);
                  }}
                >
                  ${name}<small>${description}</small>
                </button>`,
            )}
          </span>`
        }
      </span>
      <textarea
        ref=${field}
        rows="1"
        dir="auto"
        aria-label="Message"
        placeholder=${placeholder}
        value=${text}
        onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) => {
          setText(event.currentTarget.value);
          setClosed(false);
        }}
        onKeyDown=${onKey}
      ></textarea>
      <button type="button" class="send" aria-label="Send" disabled=${text.trim() === ''} onClick=${send}>➤</button>
    </div>
  </div>`;
}
