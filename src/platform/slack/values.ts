import type { ViewStateValue } from '@slack/bolt';
import { z } from 'zod';
import type { Values } from './surface.ts';

/** What a person filled in, by block id; each block of ours has one element. */
export function viewValues(state: Record<string, Record<string, ViewStateValue>>): Values {
  return Object.fromEntries(
    Object.entries(state).map(([blockId, elements]) => {
      const [element] = Object.values(elements);
      return [blockId, element ? valueOf(element) : null];
    }),
  );
}

/**
 * The value of one element: text, a picked value or id, or several; of files their ids. What isn't text is nothing: no
 * client of Slack sends it, and an object here would become a part of a query.
 */
export function valueOf(element: ViewStateValue): string | string[] | null {
  const several =
    element.selected_options?.map((option) => option.value) ??
    element.selected_users ??
    element.selected_conversations ??
    element.selected_channels ??
    element.files?.map((file): unknown => file['id']);
  if (several) return several.filter(isText);
  const one =
    element.value ??
    element.selected_option?.value ??
    element.selected_user ??
    element.selected_date ??
    element.selected_time ??
    element.selected_conversation ??
    element.selected_channel;
  return isText(one) ? one : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

const initialSchema = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.object({
    initial_value: z.string().optional(),
    initial_option: z.object({ value: z.string() }).optional(),
    initial_options: z.array(z.object({ value: z.string() })).optional(),
    initial_user: z.string().optional(),
    initial_date: z.string().optional(),
  }),
});

/** What stood in the fields of a modal when it was shown, by block id. */
export function initialValues(blocks: readonly unknown[]): Values {
  const values: Values = {};
  for (const block of blocks) {
    const parsed = initialSchema.safeParse(block);
    if (!parsed.success) continue;
    const { initial_value, initial_option, initial_options, initial_user, initial_date } =
      parsed.data.element;
    values[parsed.data.block_id] =
      initial_options?.map(({ value }) => value) ??
      initial_value ??
      initial_option?.value ??
      initial_user ??
      initial_date ??
      null;
  }
  return values;
}
