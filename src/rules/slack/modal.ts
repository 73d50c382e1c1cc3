import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { STAGES } from '#candidates/candidate.ts';
import { WORDS_FIELD, wordsField } from '#candidates/slack/form.ts';
import { context, divider, input, option, plain, section, textInput } from '#platform/slack/blocks.ts';
import type { Values } from '#platform/slack/surface.ts';
import { POOL_SELECT } from '#pools/slack/modals.ts';
import { EMPTY_FORM, type RuleForm } from '../form.ts';
import {
  LONGEST,
  MOST_DAYS,
  MOST_REMIND_DAYS,
  type Rule,
  TRIGGERS,
  type Trigger,
  WATCHABLE,
} from '../rule.ts';
import { kindText } from './words.ts';

export const RULE = 'rule';
export const TRIGGER = 'rule_trigger';
export const TRY = 'rule_try';
export const ANY_POOL = 'rule_pool_select';
/** A select holds 100. */
const OFFERED = 100;

/** What ids in a form are called. */
export interface FormNames {
  pool: string;
  addTo: string;
  sequences: readonly { _id: string; name: string }[];
}

/** The modal **New rule** or **Edit rule**: the field below *When* is that of the trigger. */
export function ruleModal(
  rule: Pick<Rule, '_id' | 'revision'> | null,
  form: RuleForm,
  names: FormNames,
): ModalView {
  return {
    type: 'modal',
    callback_id: RULE,
    private_metadata: rule ? `${rule._id} ${rule.revision}` : '',
    title: plain(rule ? 'Edit rule' : 'New rule'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      textInput('name', 'Name', { initial: form.name, most: LONGEST.name }),
      {
        ...select('trigger', 'When', triggers(), form.trigger),
        dispatch_action: true,
      },
      triggerField(form, names),
      textInput('only', 'Only people who fit', {
        initial: form.only,
        optional: true,
        most: LONGEST.only,
        hint: 'As behind /candidate find, e.g. skill:python city:austin. Left empty, everybody.',
      }),
      divider(),
      section('*Then* (fill in what is to be done, one to five of these)'),
      ...thenFields(form, names),
      divider(),
      {
        type: 'actions',
        block_id: 'try',
        elements: [{ type: 'button', action_id: TRY, text: plain('Dry run'), value: rule?._id ?? 'new' }],
      },
      context('The dry run says whom the rule would have met in the last 90 days. It changes nothing.'),
    ],
  };
}

function triggers() {
  return (Object.keys(TRIGGERS) as Trigger[]).map((trigger) => option(TRIGGERS[trigger], trigger));
}

function triggerField(form: RuleForm, names: FormNames): KnownBlock {
  switch (form.trigger as Trigger) {
    case 'stage':
      return select(
        'stage',
        'Stage',
        STAGES.map((stage) => option(stage, stage)),
        form.stage,
      );
    case 'pool':
      return input(
        'pool',
        'Pool',
        {
          type: 'external_select',
          action_id: ANY_POOL,
          min_query_length: 0,
          ...(form.pool && names.pool && { initial_option: option(names.pool, form.pool) }),
        },
        { hint: 'Pools by query are compared every hour. Who is in the pool already doesn’t count.' },
      );
    case 'touchpoint':
      return select(
        'touchpoint',
        'What happens',
        WATCHABLE.map((kind) => option(kindText(kind), kind)),
        form.touchpoint,
      );
    case 'silence':
      return number('silence', 'Days without engagement', form.silence, MOST_DAYS, {
        hint: 'People who answered, met us or the like, and then nothing for so long. Who has been silent for longer already doesn’t count.',
      });
    default:
      return input('tag', 'Tag', {
        type: 'external_select',
        action_id: WORDS_FIELD.tag,
        min_query_length: 0,
        placeholder: plain('Pick, or type a new one'),
        ...(form.tag && { initial_option: option(form.tag, form.tag) }),
      });
  }
}

function thenFields(form: RuleForm, names: FormNames): KnownBlock[] {
  const { tags, addTo, owner, channel } = form;
  const optional = { optional: true };
  const sequences = names.sequences.slice(0, OFFERED).map(({ _id, name }) => option(name, _id));
  return [
    wordsField('tags', 'Add tags', 'tag', tags),
    input(
      'addTo',
      'Add to pool',
      {
        type: 'external_select',
        action_id: POOL_SELECT,
        min_query_length: 0,
        placeholder: plain('Pools that are filled by hand'),
        ...(addTo && names.addTo && { initial_option: option(names.addTo, addTo) }),
      },
      optional,
    ),
    input(
      'owner',
      'Make owner',
      {
        type: 'users_select',
        action_id: 'owner',
        ...(owner && { initial_user: owner }),
      },
      optional,
    ),
    ...(sequences.length > 0
      ? [
          {
            ...select('sequence', 'Enrol in sequence', sequences, form.sequence),
            optional: true,
          },
        ]
      : []),
    number('remindDays', 'Remind the owner in days', form.remindDays, MOST_REMIND_DAYS, {
      optional: true,
      hint: 'At 09:00, whoever owns the person; if nobody does, whoever made the rule',
    }),
    textInput('note', 'Note of the reminder', { initial: form.note, optional: true, most: LONGEST.note }),
    input(
      'channel',
      'Tell the channel',
      {
        type: 'channels_select',
        action_id: 'channel',
        ...(channel && { initial_channel: channel }),
      },
      { ...optional, hint: 'Invite the app there. The person’s name is shown to everybody in it.' },
    ),
  ];
}

function select(
  field: keyof RuleForm,
  label: string,
  options: ReturnType<typeof option>[],
  picked: string,
): InputBlock {
  const initial = options.find(({ value }) => value === picked);
  return input(field, label, {
    type: 'static_select',
    action_id: field === 'trigger' ? TRIGGER : field,
    options,
    ...(initial && { initial_option: initial }),
  });
}

function number(
  field: keyof RuleForm,
  label: string,
  initial: string,
  most: number,
  more: { optional?: boolean; hint?: string },
): KnownBlock {
  return input(
    field,
    label,
    {
      type: 'number_input',
      action_id: field,
      is_decimal_allowed: false,
      min_value: '1',
      max_value: `${most}`,
      ...(initial && { initial_value: initial }),
    },
    more,
  );
}

/** What was filled in, as typed. */
export function readValues(values: Values): RuleForm {
  const form = { ...EMPTY_FORM };
  for (const field of Object.keys(form) as (keyof RuleForm)[]) {
    const value = values[field];
    if (field === 'tags') form.tags = Array.isArray(value) ? value : [];
    else form[field] = typeof value === 'string' ? value : '';
  }
  return form;
}
