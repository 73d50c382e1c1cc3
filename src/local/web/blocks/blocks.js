import { html } from '../html.js';
import { mrkdwn } from '../mrkdwn.js';
import { TextOf, words } from '../text.js';
import { ElementOf } from './element.js';
import { Alert, Card, Carousel, Container, Plan, Table, TaskCard } from './newer.js';
import { RichText } from './rich-text.js';
import { usePlace } from './use-act.js';

/** @typedef {import('../types.d.ts').Block} Block */

const NEWER = /** @type {Record<string, (props: { block: Block }) => unknown>} */ ({
  table: Table,
  data_table: Table,
  card: Card,
  carousel: Carousel,
  alert: Alert,
  plan: Plan,
  task_card: TaskCard,
});

/**
 * Blocks of Block Kit in their order.
 * @param {{ blocks: Block[], errors?: Record<string, string> }} props
 * @returns {unknown}
 */
export function Blocks({ blocks, errors = {} }) {
  return blocks.map(
    (block, index) =>
      html`<${BlockOf} key=${block.block_id ?? index} block=${block} error=${errors[block.block_id]} />`,
  );
}

/** @param {{ block: Block, error: string | undefined }} props */
function BlockOf({ block, error }) {
  const { workspace } = usePlace();
  const Newer = NEWER[block.type];
  if (Newer) return html`<${Newer} block=${block} />`;
  switch (block.type) {
    case 'container':
      return html`<${Container} block=${block}><${Blocks} blocks=${block.child_blocks ?? block.blocks ?? []} /><//>`;
    case 'section':
      return html`<${Section} block=${block} />`;
    case 'header':
      return html`<h3 class="header"><${TextOf} text=${block.text} workspace=${workspace} /></h3>`;
    case 'divider':
      return html`<hr />`;
    case 'context':
      return html`<div class="context">
        ${(block.elements ?? []).map((element) =>
          element.type === 'image'
            ? html`<img src=${element.image_url} alt=${element.alt_text ?? ''} />`
            : html`<${TextOf} text=${/** @type {import('../types.d.ts').Text} */ (/** @type {unknown} */ (element))} workspace=${workspace} />`,
        )}
      </div>`;
    case 'actions':
    case 'context_actions':
      return html`<div class="row actions">
        ${(block.elements ?? []).map(
          (element) =>
            html`<${ElementOf} key=${element.action_id} blockId=${block.block_id} element=${element} />`,
        )}
      </div>`;
    case 'input':
      return html`<${Input} block=${block} error=${error} />`;
    case 'image':
      return html`<figure>
        <img src=${block.image_url} alt=${block.alt_text ?? ''} />
        ${block.title && html`<figcaption><${TextOf} text=${block.title} workspace=${workspace} /></figcaption>`}
      </figure>`;
    case 'rich_text':
      return html`<div class="rich"><${RichText} elements=${block.elements} workspace=${workspace} /></div>`;
    case 'markdown':
      return html`<div class="rich" dir="auto">${mrkdwn(words(block.text).replace(/\*\*/g, '*'), workspace)}</div>`;
    case 'file':
      return html`<div class="soft">A file of another service</div>`;
    case 'video':
      return html`<a href=${block.title_url} target="_blank" rel="noreferrer">${words(block.title)}</a>`;
    default:
      return html`<div class="soft">This page can’t show a block of the kind “${block.type}”.</div>`;
  }
}

/** @param {{ block: Block }} props */
function Section({ block }) {
  const { workspace } = usePlace();
  return html`<div class="section">
    <div class="section-text">
      ${block.text && html`<div><${TextOf} text=${block.text} workspace=${workspace} /></div>`}
      ${
        block.fields &&
        html`<div class="fields">
          ${block.fields.map((text) => html`<div><${TextOf} text=${text} workspace=${workspace} /></div>`)}
        </div>`
      }
    </div>
    ${block.accessory && html`<div><${ElementOf} blockId=${block.block_id} element=${block.accessory} label=${words(block.text)} /></div>`}
  </div>`;
}

/** @param {{ block: Block, error: string | undefined }} props */
function Input({ block, error }) {
  const label = words(block.label);
  return html`<div class=${`input ${error ? 'invalid' : ''}`}>
    <span class="label" aria-hidden="true">${label}${block.optional ? html` <small>(optional)</small>` : null}</span>
    ${block.element && html`<${ElementOf} blockId=${block.block_id} element=${block.element} label=${label} invalid=${Boolean(error)} />`}
    ${error && html`<span class="error" role="alert">${error}</span>`}
    ${block.hint && html`<small class="soft">${words(block.hint)}</small>`}
  </div>`;
}
