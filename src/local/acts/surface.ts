import type { Workspace } from '../context.ts';
import { modalsOf } from '../state/modals.ts';
import type { Block, Channel, Message, Person, ValuesByBlock, View } from '../state/model.ts';
import { sees } from '../state/state.ts';
import { placedElements } from '../web-api/block-kit/walk.ts';
import { ActError } from './payloads.ts';

/** Where an element stands that a person clicks or fills in. */
export type Surface =
  | { message: Message; channel: Channel; view: null }
  | { message: null; channel: null; view: View };

export interface Where {
  channel?: string | undefined;
  ts?: string | undefined;
  viewId?: string | undefined;
}

/** @throws ActError when this person sees no such message or view */
export function surfaceAt({ state }: Pick<Workspace, 'state'>, person: Person, where: Where): Surface {
  if (where.viewId !== undefined) {
    const home = state.homes.get(person.id);
    const view = [...modalsOf(state, person.id), ...(home ? [home] : [])].find(
      ({ id }) => id === where.viewId,
    );
    if (!view) throw new ActError(`${person.displayName} has no open view ${where.viewId}.`, 404);
    return { message: null, channel: null, view };
  }
  const channel = state.channels.get(where.channel ?? '');
  const message = channel && state.message(channel.id, where.ts ?? '');
  if (!channel || !message || !mayRead(person, channel, message))
    throw new ActError(`${person.displayName} sees no message ${where.ts} in ${where.channel}.`, 404);
  return { message, channel, view: null };
}

/** Whether a person sees a message: they are in its channel, and it is for everybody or for them. */
export function mayRead(person: Person, channel: Channel, message: Message): boolean {
  return sees(channel, person.id) && (message.ephemeralTo === null || message.ephemeralTo === person.id);
}

/** What this person sees in these channels, newest first. */
export function visibleMessages(
  { state }: Pick<Workspace, 'state'>,
  person: Person,
  channelId?: string,
): { message: Message; channel: Channel }[] {
  const channels = [...state.channels.values()].filter(
    (channel) => sees(channel, person.id) && (channelId === undefined || channel.id === channelId),
  );
  return channels
    .flatMap((channel) => state.messagesIn(channel.id).map((message) => ({ message, channel })))
    .filter(({ message, channel }) => mayRead(person, channel, message))
    .sort((a, b) => (a.message.ts < b.message.ts ? 1 : -1));
}

export function blocksOf(surface: Surface): Block[] {
  return surface.view ? surface.view.blocks : surface.message.blocks;
}

export function valuesOf(surface: Surface): ValuesByBlock {
  return surface.view ? surface.view.values : surface.message.values;
}

/** @throws ActError when there is no such element */
export function elementAt(surface: Surface, blockId: string, actionId: string) {
  const found = placedElements(blocksOf(surface)).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  );
  if (!found) throw new ActError(`There is no element ${actionId} in block ${blockId} any more.`, 404);
  return found;
}

/** Keeps values that a person filled in, in a message or a view. */
export function keepValues(
  { state }: Pick<Workspace, 'state'>,
  surface: Surface,
  values: ValuesByBlock,
): Surface {
  if (surface.message) {
    const message = { ...surface.message, values };
    state.putMessage(message);
    return { ...surface, message };
  }
  const view = { ...surface.view, values };
  keepView({ state }, view);
  return { ...surface, view };
}

/** Keeps a view that is still open; one that was closed meanwhile stays closed. */
export function keepView({ state }: Pick<Workspace, 'state'>, view: View): void {
  if (view.type === 'home') return state.homes.set(view.user, view);
  const stack = modalsOf(state, view.user);
  if (stack.some(({ id }) => id === view.id))
    state.modals.set(
      view.user,
      stack.map((it) => (it.id === view.id ? view : it)),
    );
}
