import { z } from 'zod';
import {
  confirm,
  hasImageSource,
  httpUrl,
  IMAGE_SOURCE_MISSING,
  identifier,
  imageSource,
  mrkdwn,
  option,
  optionGroup,
  overflowOption,
  plainText,
  richOption,
} from './composition.ts';
import { richTextBlock } from './rich-text.ts';

/** Elements of Block Kit: docs.slack.dev/reference/block-kit/block-elements. */
const action = { action_id: identifier.optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const respondable = { response_url_enabled: z.boolean().optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional(),
    })
    .optional(),
};
const style = { style: z.enum(['primary', 'danger']).optional() };
const single = { ...action, ...confirmable, ...focusable, ...placeholder };
const multi = { ...single, max_selected_items: z.int().min(1).optional() };
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'must be a date like 2026-11-30');
const filter = {
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};

export const button = z.strictObject({
  type: z.literal('button'),
  ...action,
  ...confirmable,
  ...style,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: httpUrl.optional(),
  accessibility_label: z.string().max(75).optional(),
});
const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  ...action,
  ...confirmable,
  ...style,
  text: plainText(75),
  accessibility_label: z.string().max(75).optional(),
  workflow: z.strictObject({ trigger: z.looseObject({ url: httpUrl }) }),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...action,
  ...confirmable,
  ...focusable,
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).min(1).max(10).optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...action,
  ...confirmable,
  ...focusable,
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...action,
  ...confirmable,
  options: z.array(overflowOption).min(1).max(5),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...single,
  initial_date: date.optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...single,
  initial_time: z
    .string()
    .regex(/^\d\d:\d\d$/, 'must be a time like 09:30')
    .optional(),
  timezone: z.string().optional(),
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...action,
  ...confirmable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});

const oneSourceOfOptions = (select: { options?: unknown; option_groups?: unknown }) =>
  (select.options === undefined) !== (select.option_groups === undefined);
const ONE_SOURCE = 'must have exactly one of options and option_groups';
const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...single,
    ...choices,
    initial_option: option.optional(),
  })
  .refine(oneSourceOfOptions, ONE_SOURCE);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...multi,
    ...choices,
    initial_options: z.array(option).min(1).optional(),
  })
  .refine(oneSourceOfOptions, ONE_SOURCE);
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...single,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...multi,
  initial_options: z.array(option).min(1).optional(),
  min_query_length: z.int().min(0).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...single,
  initial_user: z.string().optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...multi,
  initial_users: z.array(z.string()).min(1).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...single,
  ...respondable,
  ...filter,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...multi,
  ...filter,
  initial_conversations: z.array(z.string()).min(1).optional(),
  default_to_current_conversation: z.boolean().optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...single,
  ...respondable,
  initial_channel: z.string().optional(),
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...multi,
  initial_channels: z.array(z.string()).min(1).optional(),
});

const written = { ...action, ...focusable, ...placeholder, ...dispatch };
const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...written,
    multiline: z.boolean().optional(),
    initial_value: z.string().max(3000).optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine(
    ({ initial_value, max_length }) => (initial_value ?? '').length <= (max_length ?? 3000),
    'initial_value must not be longer than max_length',
  );
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...written,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...written,
  initial_value: z.string().optional(),
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...written,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...written,
  initial_value: richTextBlock.optional(),
  min_lines: z.int().min(1).max(100).optional(),
  max_lines: z.int().min(1).max(100).optional(),
});
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  ...action,
  filetypes: z.array(z.string()).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

export const imageElement = z
  .strictObject({ type: z.literal('image'), alt_text: z.string().min(1).max(2000), ...imageSource })
  .refine(hasImageSource, IMAGE_SOURCE_MISSING);

const feedback = z.strictObject({
  text: plainText(75),
  value: z.string().max(2000),
  accessibility_label: z.string().max(75).optional(),
});
const feedbackButtons = z.strictObject({
  type: z.literal('feedback_buttons'),
  ...action,
  positive_button: feedback,
  negative_button: feedback,
});
const iconButton = z.strictObject({
  type: z.literal('icon_button'),
  ...action,
  ...confirmable,
  icon: z.string().min(1),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  accessibility_label: z.string().max(75).optional(),
  visible_to_user_ids: z.array(z.string()).optional(),
});

const selects = [
  staticSelect,
  externalSelect,
  usersSelect,
  conversationsSelect,
  channelsSelect,
  multiStaticSelect,
  multiExternalSelect,
  multiUsersSelect,
  multiConversationsSelect,
  multiChannelsSelect,
] as const;
const pickers = [checkboxes, radioButtons, datepicker, timepicker] as const;

/** Which element may stand where, as Slack's reference lists for each block. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  datetimepicker,
  richTextInput,
  ...pickers,
  ...selects,
]);
export const accessory = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  imageElement,
  ...pickers,
  ...selects,
]);
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  emailInput,
  urlInput,
  numberInput,
  richTextInput,
  fileInput,
  datetimepicker,
  ...pickers,
  ...selects,
]);
export const contextElement = z.discriminatedUnion('type', [imageElement, plainText(3000), mrkdwn(3000)]);
export const contextActionsElement = z.discriminatedUnion('type', [feedbackButtons, iconButton]);
