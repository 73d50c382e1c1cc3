import { placedElements } from '../web-api/block-kit/walk.ts';
import type { Block, Element, ElementState, ValuesByBlock } from './model.ts';

/** Where each kind of element keeps what was filled in, and the field with which it starts. */
const FIELDS: Record<string, { field: string; initial: string; empty: null | [] }> = {
  plain_text_input: { field: 'value', initial: 'initial_value', empty: null },
  email_text_input: { field: 'value', initial: 'initial_value', empty: null },
  url_text_input: { field: 'value', initial: 'initial_value', empty: null },
  number_input: { field: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', empty: null },
  static_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { field: 'selected_option', initial: 'initial_option', empty: null },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', empty: null },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', empty: [] },
  checkboxes: { field: 'selected_options', initial: 'initial_options', empty: [] },
  users_select: { field: 'selected_user', initial: 'initial_user', empty: null },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', empty: [] },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', empty: null },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    empty: [],
  },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', empty: [] },
  datepicker: { field: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { field: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', empty: null },
  file_input: { field: 'files', initial: 'initial_files', empty: [] },
};

/** The field of an element's state that holds what was filled in, or null for a button and its like. */
export function stateField(type: string): string | null {
  return FIELDS[type]?.field ?? null;
}

/** An element's state with this value in it. */
export function stateWith(element: Element, value: unknown): ElementState {
  const field = stateField(element.type) ?? 'value';
  return { type: element.type, [field]: value };
}

/** What was filled in: text, an option, a list …; null or an empty list when nothing was. */
export function valueOf(state: ElementState | undefined): unknown {
  if (!state) return null;
  return state[stateField(state.type) ?? 'value'] ?? null;
}

export function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/**
 * What stands in the fields of freshly shown blocks. A field whose block id, action id and kind are those of a field
 * that was there before keeps what was filled in, as Slack does when a view is updated.
 */
export function initialValues(blocks: readonly Block[], before: ValuesByBlock = {}): ValuesByBlock {
  const values: ValuesByBlock = {};
  for (const { block, element } of placedElements(blocks)) {
    const kind = FIELDS[element.type];
    if (!kind) continue;
    const kept = before[block.block_id]?.[element.action_id];
    const initial = element[kind.initial] ?? kind.empty;
    values[block.block_id] = {
      ...values[block.block_id],
      [element.action_id]: kept?.type === element.type ? kept : { type: element.type, [kind.field]: initial },
    };
  }
  return values;
}

/** The same values with one element's state replaced. */
export function withValue(
  values: ValuesByBlock,
  blockId: string,
  actionId: string,
  state: ElementState,
): ValuesByBlock {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}
