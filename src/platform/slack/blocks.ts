import type {
  ActionsBlockElement,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  InputBlockElement,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
  SectionBlockAccessory,
} from '@slack/types';

/** Slack's limits on text, in characters (Block Kit reference, 2026). */
export const LIMITS = { section: 3_000, header: 150, button: 75, option: 75, context: 2_000 } as const;

const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cuts a text to at most `max` UTF-16 units, with an ellipsis at the cut. Never cuts an emoji or an escaped
 * character (`&amp;`) in two.
 */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text.slice(0, max))) {
    if (kept.length + segment.length > max - ELLIPSIS.length) break;
    kept += segment;
  }
  return `${kept.replace(/&[a-z]{0,4}$/, '')}${ELLIPSIS}`;
}

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true };
}

/** People's words in it have gone through escapeMrkdwn. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

/** mrkdwn, cut at 3,000 characters. */
export function section(text: string, accessory?: SectionBlockAccessory): SectionBlock {
  return {
    type: 'section',
    text: mrkdwn(truncate(text, LIMITS.section)),
    ...(accessory && { accessory }),
  };
}

/** Two columns; at most 10 texts. */
export function fields(...texts: string[]): SectionBlock {
  return { type: 'section', fields: texts.map((text) => mrkdwn(truncate(text, 2_000))) };
}

/** Plain text, cut at 150 characters. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(truncate(text, LIMITS.header)) };
}

/** Small grey mrkdwn; at most 10 texts. */
export function context(...texts: string[]): ContextBlock {
  return { type: 'context', elements: texts.map((text) => mrkdwn(truncate(text, LIMITS.context))) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** A row of buttons and menus, 25 at most. @param blockId once in a message */
export function actions(blockId: string, elements: ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', block_id: blockId, elements };
}

/** @param value ids only, never anything personal: it comes back with the click and stands in Slack's records */
export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(truncate(text, LIMITS.button)),
    value,
    ...(style && { style }),
  };
}

/** @param value at most 75 characters */
export function option(text: string, value: string): PlainTextOption {
  return { text: plain(truncate(text, LIMITS.option)), value };
}

/** @param label what the field is called, as in product.md section 17 */
export function input(
  blockId: string,
  label: string,
  element: InputBlockElement,
  more: { optional?: boolean; hint?: string } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label),
    element,
    optional: more.optional ?? false,
    ...(more.hint && { hint: plain(more.hint) }),
  };
}

/**
 * A field for typing, whose element is called as its block.
 * @param more.most characters it takes; Slack refuses a modal whose `initial` text is longer
 * @param more.example shown grey while nothing is typed
 */
export function textInput(
  id: string,
  label: string,
  more: {
    most: number;
    initial?: string | null | undefined;
    multiline?: boolean;
    example?: string | undefined;
    optional?: boolean;
    hint?: string;
  },
): InputBlock {
  const { most, initial, multiline, example } = more;
  return input(
    id,
    label,
    {
      type: 'plain_text_input',
      action_id: id,
      max_length: most,
      ...(multiline && { multiline }),
      ...(initial && { initial_value: initial }),
      ...(example && { placeholder: plain(example) }),
    },
    more,
  );
}
