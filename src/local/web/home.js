import { useEffect } from '/vendor/preact-hooks.js';
import { post, sentence } from './api.js';
import { Blocks } from './blocks/blocks.js';
import { PlaceContext } from './blocks/use-act.js';
import { html } from './html.js';

/** @typedef {import('./types.d.ts').Home} Home */
/** @typedef {import('./types.d.ts').Workspace} Workspace */

/**
 * The app's Home tab.
 * @param {{ home: Home | null, workspace: Workspace, fail: (sentence: string) => void }} props
 */
export function HomeTab({ home, workspace, fail }) {
  useEffect(() => {
    post('home', { as: workspace.me.id }).catch((/** @type {unknown} */ error) => fail(sentence(error)));
  }, [workspace.me.id]);
  if (!home) return html`<div class="empty"><p>${workspace.app.name} is getting this page ready…</p></div>`;
  const place = { as: workspace.me.id, workspace, values: home.values ?? {}, viewId: home.id, fail };
  return html`<div class="home">
    <${PlaceContext.Provider} value=${place}><${Blocks} blocks=${home.blocks} /><//>
  </div>`;
}
