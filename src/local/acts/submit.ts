import { z } from 'zod';
import type { Workspace } from '../context.ts';
import { closeAll, closeModal, modalsOf } from '../state/modals.ts';
import type { Block, Person, View } from '../state/model.ts';
import { isEmpty, valueOf } from '../state/values.ts';
import { placedElements } from '../web-api/block-kit/walk.ts';
import { Refusal } from '../web-api/refusal.ts';
import { makeResponseUrl } from '../web-api/response-url.ts';
import { checkedModal, pushModal, updateModal } from '../web-api/views.ts';
import { notice, TROUBLE } from './action.ts';
import { labelOf } from './fill.ts';
import { interaction, viewPayload } from './payloads.ts';
import { keepView } from './surface.ts';

export interface Submitted {
  outcome: 'closed' | 'updated' | 'pushed' | 'errors' | 'failed';
  /** Label → what is wrong. */
  errors: Record<string, string>;
  message?: string;
}

const answerSchema = z.union([
  z.looseObject({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.looseObject({ response_action: z.enum(['update', 'push']), view: z.unknown() }),
  z.looseObject({ response_action: z.literal('clear') }),
]);

/** A person presses a modal's submit button. */
export async function submit(workspace: Workspace, person: Person, view: View): Promise<Submitted> {
  const missing = mistakes(view);
  if (Object.keys(missing).length > 0) return showErrors(workspace, view, missing);
  keepView(workspace, { ...view, errors: {}, notice: null });
  const ack = await workspace.delivery.send({
    kind: 'interactive',
    name: `view_submission ${view.callbackId}`,
    payload: {
      ...interaction('view_submission', person),
      trigger_id: workspace.triggers.make(person.id),
      view: viewPayload(view),
      response_urls: responseUrls(workspace, person, view),
    },
  });
  const failed = (): Submitted => {
    notice(workspace, view.id, person);
    return { outcome: 'failed', errors: {}, message: TROUBLE };
  };
  if (!ack.ok) return failed();
  try {
    return answered(workspace, person, view, ack.payload) ?? failed();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    workspace.traffic.note({
      direction: 'from app',
      kind: 'interactive',
      name: 'response_action',
      body: ack.payload,
    })({
      error: error.code,
      ...error.details,
    });
    return failed();
  }
}

/** @returns null when the answer is none that Slack understands */
function answered(workspace: Workspace, person: Person, view: View, payload: unknown): Submitted | null {
  const present = () => modalsOf(workspace.state, person.id).find(({ id }) => id === view.id);
  const plain =
    payload === '' || (typeof payload === 'object' && payload !== null && Object.keys(payload).length === 0);
  if (plain) {
    const open = present();
    if (open) closeModal(workspace, open);
    return { outcome: 'closed', errors: {} };
  }
  const parsed = answerSchema.safeParse(payload);
  if (!parsed.success) return null;
  const answer = parsed.data;
  if (answer.response_action === 'clear') {
    closeAll(workspace, person.id);
    return { outcome: 'closed', errors: {} };
  }
  if (answer.response_action === 'errors') {
    const inputs = new Set(
      view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id),
    );
    const ids = Object.keys(answer.errors);
    if (ids.length === 0 || ids.some((id) => !inputs.has(id))) return null;
    return showErrors(workspace, present() ?? view, answer.errors);
  }
  const modal = checkedModal(answer.view);
  if (answer.response_action === 'push') {
    pushModal(workspace, person.id, modal);
    return { outcome: 'pushed', errors: {} };
  }
  updateModal(workspace, present() ?? view, modal);
  return { outcome: 'updated', errors: {} };
}

function showErrors(workspace: Workspace, view: View, errors: Record<string, string>): Submitted {
  keepView(workspace, { ...view, errors, notice: null });
  workspace.live.tell({ changed: 'views' }, view.user);
  const labels = Object.entries(errors).map(([blockId, message]) => [
    labelOf(view.blocks.find((block) => block.block_id === blockId) ?? ({} as Block)),
    message,
  ]);
  return { outcome: 'errors', errors: Object.fromEntries(labels) };
}

/** What Slack's own client finds wrong before it sends a modal: block id → message. */
function mistakes(view: View): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { block, element } of placedElements(view.blocks)) {
    if (block.type !== 'input') continue;
    const value = valueOf(view.values[block.block_id]?.[element.action_id]);
    if (isEmpty(value)) {
      if (block['optional'] !== true) found[block.block_id] = 'Please complete this required field.';
      continue;
    }
    const wrong = typeof value === 'string' ? wrongText(element.type, value, element) : null;
    if (wrong) found[block.block_id] = wrong;
  }
  return found;
}

function wrongText(type: string, value: string, limits: Record<string, unknown>): string | null {
  const [min, max] = [
    limits['min_length'],
    limits['max_length'] ?? (type === 'plain_text_input' ? 3000 : undefined),
  ];
  if (typeof max === 'number' && value.length > max)
    return `Please shorten this to ${max} characters or fewer.`;
  if (typeof min === 'number' && value.length < min)
    return `Please lengthen this to ${min} characters or more.`;
  if (type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return 'Please enter a valid email address.';
  if (type === 'url_text_input' && !/^https?:\/\/\S+$/.test(value)) return 'Please enter a valid URL.';
  if (type === 'number_input') return wrongNumber(value, limits);
  return null;
}

function wrongNumber(value: string, limits: Record<string, unknown>): string | null {
  const number = Number(value);
  if (!Number.isFinite(number) || value.trim() === '') return 'Please enter a valid number.';
  if (limits['is_decimal_allowed'] !== true && !Number.isInteger(number))
    return 'Please enter a whole number.';
  if (limits['min_value'] !== undefined && number < Number(limits['min_value']))
    return `Please enter ${limits['min_value']} or more.`;
  if (limits['max_value'] !== undefined && number > Number(limits['max_value']))
    return `Please enter ${limits['max_value']} or less.`;
  return null;
}

/** One address for each select of a conversation that asks for it. */
function responseUrls(workspace: Workspace, person: Person, view: View): Record<string, unknown>[] {
  return placedElements(view.blocks).flatMap(({ block, element }) => {
    if (element['response_url_enabled'] !== true) return [];
    const channel = valueOf(view.values[block.block_id]?.[element.action_id]);
    if (typeof channel !== 'string') return [];
    const where = { channel, user: person.id, messageTs: null, threadTs: null };
    return [
      {
        block_id: block.block_id,
        action_id: element.action_id,
        channel_id: channel,
        response_url: makeResponseUrl(workspace, where),
      },
    ];
  });
}

/** A person closes a modal by its close button; the app is told if it asked to be. */
export async function closeByPerson(workspace: Workspace, person: Person, view: View): Promise<void> {
  const gone = view.clearOnClose ? modalsOf(workspace.state, person.id) : [view];
  if (view.clearOnClose) closeAll(workspace, person.id);
  else closeModal(workspace, view);
  for (const closed of gone.filter(({ notifyOnClose }) => notifyOnClose))
    await workspace.delivery.send({
      kind: 'interactive',
      name: `view_closed ${closed.callbackId}`,
      payload: {
        ...interaction('view_closed', person),
        view: viewPayload(closed),
        is_cleared: view.clearOnClose,
      },
    });
}
