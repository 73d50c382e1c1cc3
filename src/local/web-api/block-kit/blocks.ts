import { z } from 'zod';
import {
  anyText,
  hasImageSource,
  httpUrl,
  IMAGE_SOURCE_MISSING,
  identifier,
  imageSource,
  mrkdwn,
  plainText,
} from './composition.ts';
import {
  accessory,
  actionsElement,
  button,
  contextActionsElement,
  contextElement,
  imageElement,
  inputElement,
} from './elements.ts';
import { richTextBlock } from './rich-text.ts';

/** Blocks of Block Kit with their required fields and limits: docs.slack.dev/reference/block-kit/blocks. */
const id = { block_id: identifier.optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'missing required field: text');
const header = z.strictObject({
  type: z.literal('header'),
  ...id,
  text: plainText(150),
  level: z.int().optional(),
});
const divider = z.strictObject({ type: z.literal('divider'), ...id });
const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z.array(contextElement).min(1).max(10),
});
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...id,
  elements: z.array(contextActionsElement).min(1).max(5),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z.array(actionsElement).min(1).max(25),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: inputElement,
});
const image = z
  .strictObject({
    type: z.literal('image'),
    ...id,
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
    ...imageSource,
  })
  .refine(hasImageSource, IMAGE_SOURCE_MISSING);
const markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: z.string().min(1).max(12_000) });
const alert = z.strictObject({
  type: z.literal('alert'),
  ...id,
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const card = z
  .strictObject({
    type: z.literal('card'),
    ...id,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).min(1).max(25).optional(),
  })
  .refine(
    (it) => Boolean(it.hero_image ?? it.title ?? it.actions ?? it.body),
    'must have at least one of hero_image, title, actions and body',
  );
const carousel = z.strictObject({
  type: z.literal('carousel'),
  ...id,
  elements: z.array(card).min(1).max(10),
});

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richTextBlock]);
const table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
});
const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...id,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(101),
    caption: z.string().min(1),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(
    ({ rows }) => rows.every((row) => row.length === rows[0]?.length),
    'rows must be of the same length',
  );

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...id,
  task_id: z.string().min(1),
  title: z.string().min(1),
  details: richTextBlock.optional(),
  output: richTextBlock.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: httpUrl, text: z.string().min(1) }))
    .optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});
const plan = z.strictObject({
  type: z.literal('plan'),
  ...id,
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
});
const video = z.strictObject({
  type: z.literal('video'),
  ...id,
  video_url: httpUrl,
  thumbnail_url: httpUrl,
  alt_text: z.string().min(1),
  title: plainText(199),
  title_url: httpUrl.optional(),
  author_name: z.string().max(49).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: httpUrl.optional(),
  description: plainText(200).optional(),
});
const file = z.strictObject({
  type: z.literal('file'),
  ...id,
  source: z.literal('remote'),
  external_id: z.string().min(1),
});

const child = z.discriminatedUnion('type', [
  actions,
  context,
  divider,
  file,
  header,
  image,
  input,
  richTextBlock,
  section,
  table,
  video,
]);
const container = z
  .strictObject({
    type: z.literal('container'),
    ...id,
    title: plainText(150).optional(),
    rich_text_title: richTextBlock.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z.array(child).min(1).max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: imageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(({ title, rich_text_title }) => Boolean(title ?? rich_text_title), 'missing required field: title');

const everywhere = [
  section,
  header,
  divider,
  context,
  actions,
  input,
  image,
  richTextBlock,
  video,
  container,
  card,
  carousel,
  dataTable,
  table,
] as const;

/** Which blocks a message may hold; `alert` is for modals. */
export const messageBlock = z.discriminatedUnion('type', [
  ...everywhere,
  markdown,
  contextActions,
  taskCard,
  plan,
  file,
]);
export const homeBlock = z.discriminatedUnion('type', [...everywhere]);
export const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
