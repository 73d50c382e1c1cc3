import type { ViewStateValue } from '@slack/bolt';
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

/** The value of one element: text, a picked value or id, or several. */
export function valueOf(element: ViewStateValue): string | string[] | null {
  if (element.selected_options) return element.selected_options.map((option) => option.value ?? '');
  const several =
    element.selected_users ?? element.selected_conversations ?? element.selected_channels ?? null;
  if (several) return several;
  return (
    element.value ??
    element.selected_option?.value ??
    element.selected_user ??
    element.selected_date ??
    element.selected_time ??
    element.selected_conversation ??
    element.selected_channel ??
    null
  );
}
