import type { Workspace } from '../context.ts';
import { modalsOf } from '../state/modals.ts';
import type { Block, Element, Message, Person } from '../state/model.ts';
import { placedElements } from '../web-api/block-kit/walk.ts';
import { type Acted, act } from './action.ts';
import { sameLabel } from './fill.ts';
import { ActError } from './payloads.ts';
import { ownOptions } from './pick.ts';
import { closeByPerson, type Submitted, submit } from './submit.ts';
import { type Surface, visibleMessages } from './surface.ts';

export interface ClickWhere {
  label: string;
  channel?: string | undefined;
  ts?: string | undefined;
  within?: string | undefined;
  /** True: only in the app's home. */
  home?: boolean | undefined;
}

type Target = { blockId: string; actionId: string; value: string | null };
type Clicked = (Acted | Submitted) & { where: 'modal' | 'message' | 'home' };

/**
 * A person clicks what reads so: in the top modal if one is open, else in the newest message that has it, else in
 * the app's home. The submit and close buttons of a modal count as well.
 * @throws ActError naming the buttons that there are
 */
export async function clickLabel(workspace: Workspace, person: Person, where: ClickWhere): Promise<Clicked> {
  const { state } = workspace;
  const top = where.home ? undefined : modalsOf(state, person.id).at(-1);
  if (top) {
    const target = targetIn(top.blocks, where.label);
    const surface: Surface = { message: null, channel: null, view: top };
    if (target) return { ...(await actOn(workspace, person, surface, target)), where: 'modal' };
    if (top.submit && sameLabel(top.submit.text, where.label))
      return { ...(await submit(workspace, person, top)), where: 'modal' };
    if (sameLabel(top.close?.text ?? 'Cancel', where.label)) {
      await closeByPerson(workspace, person, top);
      return { ok: true, where: 'modal' };
    }
    throw new ActError(
      `The modal “${top.title?.text}” has no “${where.label}”. It has: ${listed(labelsIn(top.blocks))}`,
    );
  }
  const messages = where.home ? [] : visibleMessages(workspace, person, where.channel);
  const among = messages.filter(
    ({ message }) =>
      (where.ts === undefined || message.ts === where.ts) &&
      (where.within === undefined || saying(message).includes(where.within.toLowerCase())),
  );
  for (const { message, channel } of among) {
    const target = targetIn(message.blocks, where.label);
    if (target)
      return {
        ...(await actOn(workspace, person, { message, channel, view: null }, target)),
        where: 'message',
      };
    const url = linkIn(message, where.label);
    if (url) return { ok: true, url, where: 'message' };
  }
  const home = state.homes.get(person.id);
  const target = home && where.within === undefined ? targetIn(home.blocks, where.label) : null;
  if (home && target)
    return {
      ...(await actOn(workspace, person, { message: null, channel: null, view: home }, target)),
      where: 'home',
    };
  const seen = [...new Set(among.slice(0, 5).flatMap(({ message }) => labelsIn(message.blocks)))];
  throw new ActError(
    `${person.displayName} sees no “${where.label}”. The newest messages have: ${listed(seen)}`,
    404,
  );
}

function actOn(workspace: Workspace, person: Person, surface: Surface, target: Target): Promise<Acted> {
  return act(workspace, person, surface, target.blockId, target.actionId, target.value);
}

function listed(labels: string[]): string {
  return labels.join(', ') || 'no buttons';
}

/** Everything a person can click in these blocks, with what it reads. */
function clickables(blocks: readonly Block[]): (Target & { label: string })[] {
  return placedElements(blocks).flatMap(({ block, element }) => {
    const at = { blockId: block.block_id, actionId: element.action_id };
    return entriesOf(element).map(({ label, value }) => ({ ...at, label, value }));
  });
}

function entriesOf(element: Element): { label: string; value: string | null }[] {
  if (element.type === 'overflow' || element.type === 'checkboxes' || element.type === 'radio_buttons')
    return ownOptions(element).map((option) => ({
      label: option.text.text,
      value: option.value ?? option.text.text,
    }));
  if (element.type === 'feedback_buttons')
    return ['positive_button', 'negative_button'].map((name) => {
      const button = element[name] as { text: { text: string }; value: string };
      return { label: button.text.text, value: button.value };
    });
  return element.text ? [{ label: element.text.text, value: null }] : [];
}

function labelsIn(blocks: readonly Block[]): string[] {
  return clickables(blocks).map(({ label }) => label);
}

function targetIn(blocks: readonly Block[], label: string): Target | null {
  const all = clickables(blocks);
  return all.find((it) => it.label === label) ?? all.find((it) => sameLabel(it.label, label)) ?? null;
}

/** A message's words in lower case, those of its blocks included. */
export function saying(message: Pick<Message, 'text' | 'blocks'>): string {
  return textsIn([message.text, message.blocks]).join('\n').toLowerCase();
}

/** All texts that are shown, wherever they stand in a block. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) =>
    typeof field === 'string' && !SHOWN.has(key) ? [] : textsIn(field),
  );
}

const SHOWN = new Set(['text', 'title', 'alt_text', 'caption']);

function linkIn(message: Message, label: string): string | null {
  const texts = textsIn([message.text, message.blocks]).join('\n');
  for (const [, url, text] of texts.matchAll(/<(https?:[^|>]+)\|([^>]+)>/g))
    if (url && text && sameLabel(text, label)) return url;
  return null;
}
