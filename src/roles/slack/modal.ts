import type { InputBlockElement, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { SENIORITIES } from '#candidates/candidate.ts';
import { wordsField } from '#candidates/slack/form.ts';
import {
  actions,
  button,
  context,
  input,
  option,
  plain,
  textInput,
  truncate,
} from '#platform/slack/blocks.ts';
import type { Values } from '#platform/slack/surface.ts';
import { bonusText, readBonus } from '../bonus.ts';
import type { RoleErrors, RoleForm } from '../keep.ts';
import { MOST_DESCRIPTION, MOST_TITLE, ROLE_STATES, type Role } from '../role.ts';

export const ROLE_MODAL = 'role';
export const FILL_IN = 'role_fill_in';
/** What Slack lets an option hold. */
const OPTION = 75;
const STATES = ['open', 'expected', 'on hold'] as const;
const LARGEST_TARGET = 100_000;
/** Characters. */
const MOST_LOCATION = 200;
const MOST_BONUS = 100;

/** What stands in the form, as typed. */
export interface TypedRole {
  title: string;
  mustHave: string[];
  niceToHave: string[];
  seniority: string;
  location: string;
  remote: string;
  hiringManager: string;
  channel: string;
  description: string;
  state: string;
  bonus: string;
  target: string;
}
type Field = keyof TypedRole;

/** What a modal of ours remembers. */
const metadataSchema = z.object({
  /** The role that is edited, and its revision when it was opened; null: a new one. */
  role: z.object({ id: z.string(), revision: z.number().int() }).nullable(),
  /** How often it was filled in by reading. */
  filled: z.number().int(),
  /** Fields that were filled in by the last reading. */
  fresh: z.array(z.string()),
  /** Whether a submission without skills has been asked to look again. */
  checked: z.boolean(),
});
export type RoleMetadata = z.infer<typeof metadataSchema>;
export const NEW_ROLE: RoleMetadata = { role: null, filled: 0, fresh: [], checked: false };

/** What isn't ours reads as a new role. */
export function readRoleMetadata(text: string): RoleMetadata {
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    return NEW_ROLE;
  }
}

/**
 * The modals **Open role** and **Edit role** (product.md section 17). Slack keeps what was typed in a field whose block
 * stays: a field that was filled in by reading gets a block of another name.
 * @param note what is said at the top
 */
export function roleModal(
  typed: TypedRole,
  metadata: RoleMetadata,
  note?: string,
  isReading = false,
): ModalView {
  const id = (field: Field) => (metadata.fresh.includes(field) ? `${field}:${metadata.filled}` : field);
  return {
    type: 'modal',
    callback_id: ROLE_MODAL,
    private_metadata: JSON.stringify(metadata),
    title: plain(metadata.role ? 'Edit role' : 'Open role'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      ...(note ? [context(note)] : []),
      textInput(id('title'), 'Title', {
        initial: truncate(typed.title, MOST_TITLE),
        optional: true,
        most: MOST_TITLE,
        example: 'Senior Backend Engineer',
      }),
      wordsField(id('mustHave'), 'Must-have skills', 'skill', typed.mustHave),
      wordsField(id('niceToHave'), 'Nice-to-have skills', 'skill', typed.niceToHave),
      pick(
        id('seniority'),
        'Seniority',
        SENIORITIES.map((one) => [one, one]),
        typed.seniority,
        true,
      ),
      textInput(id('location'), 'Location', {
        initial: truncate(typed.location, MOST_LOCATION),
        optional: true,
        most: MOST_LOCATION,
        example: 'Austin, United States',
      }),
      pick(
        id('remote'),
        'Remote',
        [
          ['No', 'no'],
          ['Yes', 'yes'],
        ],
        typed.remote || 'no',
      ),
      input(
        'hiringManager',
        'Hiring manager',
        {
          type: 'users_select',
          action_id: 'hiringManager',
          ...(typed.hiringManager && { initial_user: typed.hiringManager }),
        },
        { optional: true, hint: 'Is asked for a yes or no, and sees who is proposed.' },
      ),
      input(
        'channel',
        'Channel',
        {
          type: 'conversations_select',
          action_id: 'channel',
          filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
          ...(typed.channel && { initial_conversation: typed.channel }),
        },
        { optional: true, hint: 'Matches are posted there; without one, to you.' },
      ),
      textInput('description', 'Job description', {
        initial: truncate(typed.description, MOST_DESCRIPTION),
        optional: true,
        most: MOST_DESCRIPTION,
        multiline: true,
        hint: 'Paste it and let it be read. Slack takes 3,000 characters: what comes behind is cut.',
      }),
      isReading
        ? context(':hourglass_flowing_sand: Reading the description …')
        : actions('fill_in', [button('Fill in from description', FILL_IN, 'description')]),
      pick(
        'state',
        'State',
        STATES.map((one) => [ROLE_STATES[one], one]),
        typed.state || 'open',
      ),
      textInput('bonus', 'Bonus', {
        initial: truncate(typed.bonus, MOST_BONUS),
        optional: true,
        most: MOST_BONUS,
        example: '2000 USD after 90 days',
        hint: 'For whoever refers the person who is hired.',
      }),
      input(
        'target',
        'Target',
        {
          type: 'number_input',
          action_id: 'target',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: String(LARGEST_TARGET),
          ...(typed.target && { initial_value: typed.target }),
        },
        { optional: true, hint: 'How many ready people an expected role wants: a pool is made for them.' },
      ),
    ],
  };
}

function pick(
  field: string,
  label: string,
  choices: readonly (readonly [string, string])[],
  initial: string,
  optional = false,
): KnownBlock {
  const picked = choices.find(([, value]) => value === initial);
  const element: InputBlockElement = {
    type: 'static_select',
    action_id: field,
    options: choices.map(([label_, value]) => option(label_, value)),
    ...(picked && { initial_option: option(picked[0], picked[1]) }),
  };
  return input(field, label, element, { optional });
}

/** What was filled in, as typed, whatever its blocks are called. */
export function readTyped(values: Values): TypedRole {
  const byField = new Map(Object.entries(values).map(([block, value]) => [block.split(':')[0] ?? '', value]));
  const line = (field: Field) => {
    const value = byField.get(field);
    return typeof value === 'string' ? value : '';
  };
  const list = (field: Field) => {
    const value = byField.get(field);
    return Array.isArray(value) ? value.filter((word) => word.length <= OPTION) : [];
  };
  return {
    title: line('title'),
    mustHave: list('mustHave'),
    niceToHave: list('niceToHave'),
    seniority: line('seniority'),
    location: line('location'),
    remote: line('remote'),
    hiringManager: line('hiringManager'),
    channel: line('channel'),
    description: line('description'),
    state: line('state'),
    bonus: line('bonus'),
    target: line('target'),
  };
}

/** What was typed as a role, or what is wrong by field. */
export function readRoleForm(typed: TypedRole): { form: RoleForm } | { errors: RoleErrors } {
  const errors: RoleErrors = {};
  const bonus = readBonus(typed.bonus);
  if ('error' in bonus) errors.bonus = bonus.error;
  const target = typed.target.trim() === '' ? null : Number(typed.target);
  if (target !== null && !(Number.isInteger(target) && target >= 1 && target <= LARGEST_TARGET))
    errors.target = `Please give a whole number from 1 to ${LARGEST_TARGET.toLocaleString('en')}.`;
  if (typed.location.length > 200) errors.location = '200 characters are the most.';
  const state = STATES.find((one) => one === typed.state);
  if (!state) errors.state = 'Please pick a state.';
  if (Object.keys(errors).length > 0 || !state || 'error' in bonus) return { errors };
  return {
    form: {
      title: typed.title,
      mustHave: typed.mustHave,
      niceToHave: typed.niceToHave,
      seniority: SENIORITIES.find((one) => one === typed.seniority) ?? null,
      location: typed.location.trim() || null,
      remote: typed.remote === 'yes',
      hiringManager: typed.hiringManager || null,
      channel: typed.channel || null,
      description: typed.description,
      bonus: bonus.bonus,
      target,
      state,
    },
  };
}

/** The form as it stands for a role. */
export function typedFrom(role: Role): TypedRole {
  return {
    title: role.title,
    mustHave: role.mustHave,
    niceToHave: role.niceToHave,
    seniority: role.seniority ?? '',
    location: role.location ?? '',
    remote: role.remote ? 'yes' : 'no',
    hiringManager: role.hiringManager ?? '',
    channel: role.channel ?? '',
    description: role.description,
    state: role.state === 'closed' ? 'open' : role.state,
    bonus: role.bonus ? bonusText(role.bonus) : '',
    target: role.target === null ? '' : String(role.target),
  };
}

/** Errors at the blocks as they are called in this modal. */
export function errorsAt(errors: RoleErrors, metadata: RoleMetadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, error]) => [
      metadata.fresh.includes(field) ? `${field}:${metadata.filled}` : field,
      error,
    ]),
  );
}
