import { z } from 'zod';

/**
 * Block Kit's composition objects with the limits of docs.slack.dev/reference/block-kit/composition-objects.
 * Strict: Slack refuses a field that it doesn't know, so that a misspelt one is found.
 */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const identifier = z.string().min(1).max(255);
export const httpUrl = z
  .string()
  .min(1)
  .max(3000)
  .refine((url) => URL.canParse(url), 'must be a valid URL');

/** The dialog "Are you sure?" in front of an element. */
export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(75),
  description: plainText(75).optional(),
});

export const overflowOption = z.strictObject({
  text: plainText(75),
  value: z.string().max(75).optional(),
  url: httpUrl.optional(),
  description: plainText(75).optional(),
});

/** Radio buttons and checkboxes may have mrkdwn in their options. */
export const richOption = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(option).min(1).max(100),
});

const slackFile = z.union([
  z.strictObject({ url: z.string().min(1) }),
  z.strictObject({ id: z.string().min(1) }),
]);
export const imageSource = { image_url: httpUrl.optional(), slack_file: slackFile.optional() };
export const hasImageSource = (image: { image_url?: unknown; slack_file?: unknown }) =>
  (image.image_url === undefined) !== (image.slack_file === undefined);
export const IMAGE_SOURCE_MISSING = 'must have exactly one of image_url and slack_file';
