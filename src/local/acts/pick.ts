import { z } from 'zod';
import type { Workspace } from '../context.ts';
import type { Block, Element, ElementState, Option, Person } from '../state/model.ts';
import { stateWith } from '../state/values.ts';
import { fileObject } from '../state/wire.ts';
import { askOptions, offerKey } from './options.ts';
import { ActError } from './payloads.ts';
import type { Surface } from './surface.ts';

/** The options that an element brings with it. */
export function ownOptions(element: Element): Option[] {
  return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
}

const texts = z.union([z.string(), z.array(z.string())]);

function listOf(value: unknown): string[] {
  const parsed = texts.safeParse(value ?? []);
  if (!parsed.success) throw new ActError('A pick is a text or a list of texts.');
  return typeof parsed.data === 'string' ? [parsed.data] : parsed.data;
}

function textOrNull(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ActError('This field takes a text.');
}

/**
 * The state of an element in which a person picked or wrote this. `value` names options by their value; for an
 * external select also by what it shows, since only the app knows them.
 * @throws ActError for a value that the element doesn't offer
 */
export async function pickedState(
  workspace: Workspace,
  person: Person,
  surface: Surface,
  block: Block,
  element: Element,
  value: unknown,
): Promise<ElementState> {
  const optionNamed = (wanted: string, among: Option[]): Option => {
    const found = among.find((it) => it.value === wanted) ?? among.find((it) => it.text.text === wanted);
    if (found) return found;
    throw new ActError(`“${wanted}” is not offered. Offered: ${among.map((it) => it.text.text).join(', ')}`);
  };
  const external = async (wanted: string): Promise<Option> => {
    const offered = workspace.offered.get(offerKey(surface, block, element));
    const kept = keptOptions(surface, block, element).find((it) => it.value === wanted);
    return (
      offered?.get(wanted) ??
      kept ??
      optionNamed(wanted, await askOptions(workspace, person, surface, block, element, wanted))
    );
  };
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return { type: element.type };
    case 'feedback_buttons': {
      const wanted = textOrNull(value);
      return { type: element.type, value: wanted };
    }
    case 'overflow':
      return { type: 'overflow', selected_option: optionNamed(String(value), ownOptions(element)) };
    case 'static_select':
    case 'radio_buttons': {
      const [wanted] = listOf(value);
      return stateWith(element, wanted === undefined ? null : optionNamed(wanted, ownOptions(element)));
    }
    case 'multi_static_select':
    case 'checkboxes':
      return stateWith(
        element,
        limited(element, listOf(value)).map((wanted) => optionNamed(wanted, ownOptions(element))),
      );
    case 'external_select': {
      const [wanted] = listOf(value);
      return stateWith(element, wanted === undefined ? null : await external(wanted));
    }
    case 'multi_external_select': {
      const options: Option[] = [];
      for (const wanted of limited(element, listOf(value))) options.push(await external(wanted));
      return stateWith(element, options);
    }
    case 'users_select':
    case 'conversations_select':
    case 'channels_select': {
      const [wanted] = listOf(value);
      return stateWith(element, wanted === undefined ? null : idNamed(workspace, element.type, wanted));
    }
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return stateWith(
        element,
        limited(element, listOf(value)).map((wanted) => idNamed(workspace, element.type, wanted)),
      );
    case 'datetimepicker':
      return stateWith(element, value === null || value === '' ? null : secondsOf(value));
    case 'file_input':
      return stateWith(
        element,
        listOf(value).map((id) => {
          const file = workspace.state.files.get(id);
          if (!file) throw new ActError(`There is no file ${id}.`);
          return fileObject(file, workspace.url());
        }),
      );
    case 'rich_text_input':
      return stateWith(element, value === null || value === '' ? null : richText(value));
    default:
      return stateWith(element, textOrNull(value));
  }
}

function keptOptions(surface: Surface, block: Block, element: Element): Option[] {
  const values = surface.view ? surface.view.values : surface.message.values;
  const state = values[block.block_id]?.[element.action_id];
  const kept = state?.['selected_options'] ?? state?.['selected_option'] ?? [];
  return (Array.isArray(kept) ? kept : [kept]) as Option[];
}

function limited(element: Element, wanted: string[]): string[] {
  const most = element['max_selected_items'];
  if (typeof most === 'number' && wanted.length > most)
    throw new ActError(`At most ${most} may be picked here.`);
  return wanted;
}

/** A person or channel by id or by name. */
function idNamed({ state }: Workspace, type: string, wanted: string): string {
  const same = (name: string) => name.toLowerCase() === wanted.replace(/^[@#]/, '').toLowerCase();
  if (type.includes('users')) {
    const people = [...state.people.values()];
    const person =
      state.people.get(wanted) ??
      people.find((it) => same(it.realName) || same(it.displayName) || same(it.name));
    if (person) return person.id;
    throw new ActError(
      `There is no person “${wanted}”. There are: ${people.map((it) => it.realName).join(', ')}`,
    );
  }
  const channels = [...state.channels.values()].filter((it) => it.kind === 'channel');
  const channel = state.channels.get(wanted) ?? channels.find((it) => same(it.name));
  if (channel) return channel.id;
  throw new ActError(
    `There is no channel “${wanted}”. There are: ${channels.map((it) => `#${it.name}`).join(', ')}`,
  );
}

function secondsOf(value: unknown): number {
  const seconds = typeof value === 'number' ? value : Math.floor(Date.parse(String(value)) / 1000);
  if (!Number.isInteger(seconds))
    throw new ActError('This field takes seconds since 1970 or a date and time.');
  return seconds;
}

function richText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: value }] };
  return { type: 'rich_text', elements: [section] };
}
