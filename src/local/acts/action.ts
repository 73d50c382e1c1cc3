import type { Workspace } from '../context.ts';
import type { Block, Element, ElementState, Person } from '../state/model.ts';
import { APP_ID } from '../state/sample.ts';
import { stateField, withValue } from '../state/values.ts';
import { messageObject } from '../state/wire.ts';
import type { Placed } from '../web-api/block-kit/walk.ts';
import { makeResponseUrl } from '../web-api/response-url.ts';
import { ActError, channelReference, interaction, viewPayload } from './payloads.ts';
import { pickedState } from './pick.ts';
import { elementAt, keepValues, keepView, type Surface, valuesOf } from './surface.ts';

/** What a modal says when the app didn't answer, as Slack does. */
export const TROUBLE = 'We had some trouble connecting. Try again?';

export interface Acted {
  ok: boolean;
  error?: string;
  /** The address that a link button opens. */
  url?: string;
}

/**
 * A person clicks a button or picks something.
 * @param value what was picked: option value or values, text, date; null for a button
 * @throws ActError when the element isn't there or has no such option
 */
export async function act(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  blockId: string,
  actionId: string,
  value: unknown,
): Promise<Acted> {
  const { block, element } = elementAt(surface, blockId, actionId);
  if (value === null && element.type === 'overflow')
    throw new ActError('An overflow menu needs the value of an entry.');
  const picked = await pickedState(workspace, person, surface, block, element, value);
  return actPicked(workspace, person, surface, { block, element }, picked);
}

/** As `act`, with the state that the element then has. */
export async function actPicked(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  { block, element }: Placed,
  picked: ElementState,
): Promise<Acted> {
  const keeps = stateField(element.type) !== null;
  const now = keeps
    ? keepValues(workspace, surface, withValue(valuesOf(surface), block.block_id, element.action_id, picked))
    : surface;
  if (keeps && surface.view)
    workspace.live.tell({ changed: surface.view.type === 'home' ? 'home' : 'views' }, person.id);
  if (block.type === 'input' && block['dispatch_action'] !== true) return { ok: true };
  return deliverAction(workspace, person, now, block, element, picked);
}

async function deliverAction(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  block: Block,
  element: Element,
  picked: ElementState,
): Promise<Acted> {
  const link = linkOf(element, picked);
  if (workspace.manifest.settings.interactivity?.is_enabled !== true)
    return { ok: false, error: 'This app is not configured to handle interactive responses.' };
  const ack = await workspace.delivery.send({
    kind: 'interactive',
    name: `block_actions ${element.action_id}`,
    payload: {
      ...interaction('block_actions', person),
      ...placeOf(workspace, person, surface),
      trigger_id: workspace.triggers.make(person.id),
      actions: [
        {
          action_id: element.action_id,
          block_id: block.block_id,
          ...(element.text ? { text: element.text } : {}),
          ...(element.value !== undefined ? { value: element.value } : {}),
          ...(element['style'] !== undefined ? { style: element['style'] } : {}),
          ...picked,
          action_ts: workspace.state.nextTs(),
        },
      ],
    },
  });
  if (ack.ok) return { ok: true, ...link };
  if (surface.view) notice(workspace, surface.view.id, person);
  return { ok: false, error: surface.view ? TROUBLE : 'This app didn’t respond. Try again?', ...link };
}

function linkOf(element: Element, picked: ElementState): { url?: string } {
  const option = picked['selected_option'] as { url?: string } | null | undefined;
  const url = element.url ?? option?.url;
  return url === undefined ? {} : { url };
}

/** Says in the person's open modal that the app didn't answer. */
export function notice(workspace: Pick<Workspace, 'state' | 'live'>, viewId: string, person: Person): void {
  const view = workspace.state.modals.get(person.id)?.find(({ id }) => id === viewId);
  if (!view) return;
  keepView(workspace, { ...view, notice: TROUBLE });
  workspace.live.tell({ changed: 'views' }, person.id);
}

function placeOf(workspace: Workspace, person: Person, surface: Surface): Record<string, unknown> {
  if (surface.view)
    return {
      container: { type: 'view', view_id: surface.view.id },
      view: viewPayload(surface.view),
    };
  const { message, channel } = surface;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: message.ephemeralTo !== null,
      ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    },
    channel: channelReference(channel),
    // Slack leaves the content of an ephemeral message out.
    ...(message.ephemeralTo === null
      ? { message: { app_id: APP_ID, ...messageObject(workspace.state, message, workspace.url()) } }
      : {}),
    state: { values: message.values },
    response_url: makeResponseUrl(workspace, {
      channel: channel.id,
      user: person.id,
      messageTs: message.ts,
      threadTs: message.threadTs,
    }),
  };
}
