import { z } from 'zod';

/** Bodies of the control API, as docs/design/local-workspace.md lists them. */
const as = z.string().min(1);
const place = { channel: z.string().optional(), ts: z.string().optional(), viewId: z.string().optional() };
const value = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.record(z.string(), z.unknown()),
  z.null(),
]);
const fields = z.record(z.string(), value);

export const bodies = {
  home: z.object({ as }),
  command: z.object({ as, channel: z.string().default('general'), text: z.string().min(1).max(40_000) }),
  message: z.object({
    as,
    channel: z.string(),
    text: z.string().min(1).max(40_000),
    threadTs: z.string().nullish(),
  }),
  action: z.object({ as, ...place, blockId: z.string(), actionId: z.string(), value: value.default(null) }),
  click: z.object({
    as,
    label: z.string().min(1),
    channel: z.string().optional(),
    ts: z.string().optional(),
    within: z.string().optional(),
    home: z.boolean().optional(),
  }),
  fill: z.object({ as, viewId: z.string().optional(), fields }),
  submit: z.object({ as, viewId: z.string().optional(), fields: fields.optional() }),
  close: z.object({ as, viewId: z.string().optional() }),
  options: z.object({
    as,
    ...place,
    blockId: z.string(),
    actionId: z.string(),
    query: z.string().default(''),
  }),
  shortcut: z.object({
    as,
    callbackId: z.string(),
    channel: z.string().optional(),
    ts: z.string().optional(),
  }),
  upload: z.object({
    as,
    channel: z.string().optional(),
    viewId: z.string().optional(),
    blockId: z.string().optional(),
    name: z.string().min(1).max(255),
    base64: z.base64(),
  }),
  clock: z
    .object({
      minutes: z.number().min(0).optional(),
      days: z.int().min(0).optional(),
      weeks: z.int().min(0).optional(),
      months: z.int().min(0).max(120).optional(),
    })
    .refine(
      (by) => Object.values(by).some((amount) => amount),
      'Say by how much: minutes, days, weeks or months.',
    ),
};
