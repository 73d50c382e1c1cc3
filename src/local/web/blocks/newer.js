import { html } from '../html.js';
import { TextOf, words } from '../text.js';
import { ElementOf } from './element.js';
import { RichText } from './rich-text.js';
import { usePlace } from './use-act.js';

/** @typedef {import('../types.d.ts').Block} Block */
/** @typedef {import('../types.d.ts').Cell} Cell */

/** Tables, with or without types of data. @param {{ block: Block }} props */
export function Table({ block }) {
  const [head, ...rows] = block.rows ?? [];
  return html`<div class="table-place">
    <table>
      ${block.caption && html`<caption>${block.caption}</caption>`}
      <thead>
        <tr>
          ${(head ?? []).map((cell) => html`<th scope="col"><${CellOf} cell=${cell} /></th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td><${CellOf} cell=${cell} /></td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ cell: Cell }} props */
function CellOf({ cell }) {
  const { workspace } = usePlace();
  return cell.elements
    ? html`<${RichText} elements=${cell.elements} workspace=${workspace} />`
    : html`<span dir="auto">${cell.text ?? cell.value}</span>`;
}

/** @param {{ block: Block }} props */
export function Card({ block }) {
  const { workspace } = usePlace();
  return html`<section class="card" aria-label=${words(block.title)}>
    ${block.hero_image?.image_url && html`<img src=${block.hero_image.image_url} alt=${block.hero_image.alt_text ?? ''} />`}
    <h4><${TextOf} text=${block.title} workspace=${workspace} /></h4>
    <p class="soft"><${TextOf} text=${block.subtitle} workspace=${workspace} /></p>
    <p><${TextOf} text=${block.body} workspace=${workspace} /></p>
    <div class="row">
      ${(block.actions ?? []).map((element) => html`<${ElementOf} blockId=${block.block_id} element=${element} />`)}
    </div>
  </section>`;
}

/** @param {{ block: Block }} props */
export function Carousel({ block }) {
  return html`<div class="carousel" role="list">
    ${(block.elements ?? []).map(
      (card) =>
        html`<div role="listitem"><${Card} block=${/** @type {Block} */ (/** @type {unknown} */ (card))} /></div>`,
    )}
  </div>`;
}

/** @param {{ block: Block }} props */
export function Alert({ block }) {
  const { workspace } = usePlace();
  return html`<div class=${`alert ${block.level ?? 'default'}`} role="note">
    <${TextOf} text=${block.text} workspace=${workspace} />
  </div>`;
}

/** Blocks in a frame with a title. @param {{ block: Block, children: unknown }} props */
export function Container({ block, children }) {
  const { workspace } = usePlace();
  return html`<section class="container" aria-label=${words(block.title)}>
    <h4><${TextOf} text=${block.title} workspace=${workspace} /></h4>
    ${children}
  </section>`;
}

const SIGNS = /** @type {Record<string, string>} */ ({
  complete: '✓',
  in_progress: '…',
  error: '✗',
  pending: '○',
});

/** @param {{ block: Block }} props */
export function TaskCard({ block }) {
  const { workspace } = usePlace();
  return html`<div class="task">
    <span aria-label=${block.status}>${SIGNS[block.status ?? 'pending'] ?? '○'}</span>
    <span><${TextOf} text=${block.title} workspace=${workspace} />
      <${RichText} elements=${block.details?.elements} workspace=${workspace} />
      <${RichText} elements=${block.output?.elements} workspace=${workspace} /></span>
  </div>`;
}

/** @param {{ block: Block }} props */
export function Plan({ block }) {
  const { workspace } = usePlace();
  return html`<section class="container">
    <h4><${TextOf} text=${block.title} workspace=${workspace} /></h4>
    ${(block.tasks ?? []).map((task) => html`<${TaskCard} block=${task} />`)}
  </section>`;
}
