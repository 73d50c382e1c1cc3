import { useEffect, useRef, useState } from '/vendor/preact-hooks.js';
import { post, sentence } from './api.js';
import { Blocks } from './blocks/blocks.js';
import { everythingSent, PlaceContext } from './blocks/use-act.js';
import { html } from './html.js';

/** @typedef {import('./types.d.ts').View} View */
/** @typedef {import('./types.d.ts').Workspace} Workspace */

/**
 * The topmost modal of a stack.
 * @param {{ view: View, depth: number, workspace: Workspace }} props
 */
export function Modal({ view, depth, workspace }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const before = useRef(/** @type {Element | null} */ (null));
  useEffect(() => {
    before.current = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before.current instanceof HTMLElement) before.current.focus();
    };
  }, []);
  useEffect(() => {
    setProblem('');
    const field = dialog.current?.querySelector(
      '.modal-body input, .modal-body textarea, .modal-body button',
    );
    if (field instanceof HTMLElement && !(field.getAttribute('role') === 'combobox')) field.focus();
    if (dialog.current) dialog.current.querySelector('.modal-body')?.scrollTo(0, 0);
  }, [view.id]);
  useEffect(() => {
    const wrong = dialog.current?.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) {
      wrong.scrollIntoView({ block: 'center' });
      if (wrong.getAttribute('role') !== 'combobox') wrong.focus();
    }
  }, [JSON.stringify(view.errors)]);

  const close = async () => {
    try {
      await post('close', { as: workspace.me.id, viewId: view.id });
    } catch (error) {
      setProblem(sentence(error));
    }
  };
  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      // A field says what it holds when it is left; then everything is on its way.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      await everythingSent();
      const answer = /** @type {{ outcome: string, message?: string }} */ (
        await post('submit', { as: workspace.me.id, viewId: view.id })
      );
      if (answer.outcome === 'failed')
        setProblem(answer.message ?? 'We had some trouble connecting. Try again?');
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const place = { as: workspace.me.id, workspace, values: view.values, viewId: view.id, fail: setProblem };
  return html`<dialog
    ref=${dialog}
    class="modal"
    aria-labelledby="modal-title"
    onCancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      void close();
    }}
  >
    <form
      novalidate
      onSubmit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <header>
        <h2 id="modal-title">${view.title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick=${close}>×</button>
      </header>
      <div class="modal-body">
        <${PlaceContext.Provider} value=${place}>
          <${Blocks} key=${view.id} blocks=${view.blocks} errors=${view.errors} />
        <//>
      </div>
      ${(problem || view.notice) && html`<p class="error banner" role="alert">${problem || view.notice}</p>`}
      <footer>
        <button type="button" class="button" onClick=${close}>${view.close ?? (depth > 1 ? 'Back' : 'Cancel')}</button>
        ${view.submit && html`<button type="submit" class="button primary" disabled=${busy}>${busy ? '…' : view.submit}</button>`}
      </footer>
    </form>
  </dialog>`;
}
