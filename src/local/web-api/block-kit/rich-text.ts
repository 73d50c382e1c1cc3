import { z } from 'zod';

/** Formatted text: docs.slack.dev/reference/block-kit/blocks/rich-text-block. */
const style = z
  .strictObject({
    bold: z.boolean().optional(),
    code: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    highlight: z.boolean().optional(),
    client_highlight: z.boolean().optional(),
    unlink: z.boolean().optional(),
  })
  .optional();

const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), style, text: z.string().min(1) }),
  z.strictObject({
    type: z.literal('link'),
    style,
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('user'), style, user_id: z.string().min(1) }),
  z.strictObject({ type: z.literal('usergroup'), style, usergroup_id: z.string().min(1) }),
  z.strictObject({ type: z.literal('team'), style, team_id: z.string().min(1) }),
  z.strictObject({ type: z.literal('channel'), style, channel_id: z.string().min(1) }),
  z.strictObject({ type: z.literal('broadcast'), style, range: z.enum(['here', 'channel', 'everyone']) }),
  z.strictObject({ type: z.literal('color'), style, value: z.string().min(1) }),
  z.strictObject({
    type: z.literal('emoji'),
    style,
    name: z.string().min(1),
    unicode: z.string().optional(),
    url: z.string().optional(),
    skin_tone: z.int().optional(),
  }),
  z.strictObject({
    type: z.literal('date'),
    style,
    timestamp: z.number(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
  }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const part = z.discriminatedUnion('type', [
  section,
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: z.array(section),
    indent: z.int().min(0).max(8).optional(),
    offset: z.int().min(0).optional(),
    border,
  }),
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), border }),
  z.strictObject({
    type: z.literal('rich_text_preformatted'),
    elements: z.array(inline),
    border,
    language: z.string().optional(),
  }),
]);

export const richTextBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().min(1).max(255).optional(),
  elements: z.array(part),
});
