import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { readProfile } from '#candidates/profile.ts';
import { EMPTY_FORM } from '#candidates/slack/form.ts';
import { context, input, option, plain, textInput, truncate } from '#platform/slack/blocks.ts';
import type { Choice, Values } from '#platform/slack/surface.ts';
import type { Role } from '#roles/role.ts';
import type { Refused } from '../may-be-referred.ts';
import type { ReadReferral } from '../read.ts';
import type { Put } from '../refer.ts';
import { ACQUAINTANCES, AWARENESS, type Awareness } from '../referral.ts';

export const REFER_MODAL = 'refer_someone';
/** Action id of the field Role, for the options that it offers. */
export const ROLE_FIELD = 'refer_role';
const LONGEST_NOTE = 3_000;
const MOST_LINE = 200;
/** What an option's text and value may hold. */
const OPTION = 75;
const TYPED = 'text:';
const LISTED = 50;

/** What the form starts with. */
export type Prefilled = ReadReferral & { note: string };

/** The modal **Refer someone** (product.md section 17). @param metadata id of the mention that it confirms, or empty */
export function referModal(prefilled: Prefilled, metadata = ''): ModalView {
  const role = roleOption(prefilled);
  return {
    type: 'modal',
    callback_id: REFER_MODAL,
    private_metadata: metadata,
    title: plain('Refer someone'),
    submit: plain('Refer'),
    close: plain('Cancel'),
    blocks: [
      line('name', 'Full name', prefilled.name, false),
      line('email', 'E-mail', prefilled.email),
      line('link', 'Profile link', prefilled.link),
      input('acquaintance', 'How do you know them', {
        type: 'static_select',
        action_id: 'acquaintance',
        options: ACQUAINTANCES.map((one) => option(one, one)),
      }),
      input(
        'role',
        'Role',
        {
          type: 'external_select',
          action_id: ROLE_FIELD,
          min_query_length: 0,
          placeholder: plain('Pick one, or type another job'),
          ...(role && { initial_option: option(role.text, role.value) }),
        },
        { optional: true },
      ),
      input('mention', 'May we mention you', {
        type: 'radio_buttons',
        action_id: 'mention',
        options: MENTION,
        initial_option: MENTION[0],
      }),
      input('awareness', 'Do they know?', {
        type: 'radio_buttons',
        action_id: 'awareness',
        options: Object.entries(AWARENESS).map(([value, label]) => option(label, value)),
      }),
      textInput('note', 'Note', {
        initial: truncate(prefilled.note, LONGEST_NOTE),
        optional: true,
        most: LONGEST_NOTE,
        multiline: true,
      }),
      context('An e-mail address or a profile link is enough. The recruiters see what you write here.'),
    ],
  };
}

const MENTION = [option('Yes', 'yes'), option('No', 'no')] as const satisfies unknown[];

function line(field: string, label: string, initial: string, optional = true): KnownBlock {
  return textInput(field, label, { initial: truncate(initial, MOST_LINE), optional, most: MOST_LINE });
}

function roleOption({ roleId, role }: Pick<ReadReferral, 'roleId' | 'role'>): Choice | null {
  if (role === null) return null;
  return roleId === null ? typedRole(role) : { text: truncate(role, OPTION), value: roleId };
}

function typedRole(typed: string): Choice {
  const kept = typed.slice(0, OPTION - TYPED.length);
  return { text: truncate(`Add “${kept}”`, OPTION), value: `${TYPED}${kept}` };
}

/** Roles that people are looked for in, and what was typed as one that isn't there. */
export function roleChoices(roles: readonly Role[], query: string): Choice[] {
  // Somebody may type the whole line that they saw offered.
  const typed = (/^Add “(.*)”$/.exec(query)?.[1] ?? query).replace(/\s+/g, ' ').trim();
  const lower = typed.toLowerCase();
  const fitting = roles.filter(({ title }) => title.toLowerCase().includes(lower)).slice(0, LISTED);
  const isThere = fitting.some(({ title }) => title.toLowerCase() === lower);
  return [
    ...fitting.map(({ _id, title }) => ({ text: truncate(title, OPTION), value: _id })),
    ...(typed === '' || isThere ? [] : [typedRole(typed)]),
  ];
}

const filled = z.object({
  name: z.string().catch(''),
  email: z.string().catch(''),
  link: z.string().catch(''),
  acquaintance: z.enum(ACQUAINTANCES),
  role: z.string().catch(''),
  mention: z.enum(['yes', 'no']),
  awareness: z.enum(Object.keys(AWARENESS) as [Awareness, ...Awareness[]]),
  note: z.string().max(LONGEST_NOTE).catch(''),
});

const UNSAID: Record<string, string> = {
  acquaintance: 'Please say how you know them.',
  mention: 'Please say whether we may mention you.',
  awareness: 'Please say whether they know of it.',
};

/** What was filled in, or what is wrong by field. */
export function readReferral(
  values: Values,
): { errors: Record<string, string> } | Omit<Put, 'by' | 'deliveryId'> {
  const read = filled.safeParse(values);
  if (!read.success)
    return {
      errors: Object.fromEntries(
        read.error.issues.map(({ path }) => [
          String(path[0]),
          UNSAID[String(path[0])] ?? 'Please look at this.',
        ]),
      ),
    };
  const { name, email, link, acquaintance, role, mention, awareness, note } = read.data;
  const profile = readProfile({ ...EMPTY_FORM, name, email, link });
  if ('errors' in profile)
    return {
      errors: Object.fromEntries(
        Object.entries(profile.errors).map(([field, error]) => [
          field,
          field === 'email' && email.trim() === ''
            ? 'Please give an e-mail address or a profile link.'
            : error,
        ]),
      ),
    };
  const isTyped = role.startsWith(TYPED);
  return {
    profile: profile.profile,
    acquaintance,
    roleId: isTyped || role === '' ? null : role,
    role: isTyped ? role.slice(TYPED.length).trim() || null : null,
    mayMention: mention === 'yes',
    awareness,
    note: note.trim() || null,
  };
}

/** Beside which field of the form it stands why somebody is not taken. */
export function refusedAt({ field, says }: Refused): Record<string, string> {
  return { [field]: says };
}
