import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Recognised } from '#candidates/free-text.ts';
import { type Profile, readProfile } from '#candidates/profile.ts';
import { EMPTY_FORM } from '#candidates/slack/form.ts';
import { context, input, option, plain, truncate } from '#platform/slack/blocks.ts';
import type { Values } from '#platform/slack/surface.ts';
import { ACQUAINTANCES, type Referral } from '../referral.ts';

export const REFER_MODAL = 'refer_someone';
const LONGEST_ROLE = 150;
const LONGEST_NOTE = 3_000;

/** What the form starts with. */
export interface Prefilled extends Pick<Recognised, 'name' | 'email' | 'link'> {
  note: string;
}

/** The modal **Refer someone** (product.md section 17). */
export function referModal(prefilled: Prefilled): ModalView {
  return {
    type: 'modal',
    callback_id: REFER_MODAL,
    title: plain('Refer someone'),
    submit: plain('Refer'),
    close: plain('Cancel'),
    blocks: [
      text('name', 'Full name', prefilled.name, { optional: false }),
      text('email', 'E-mail', prefilled.email),
      text('link', 'Profile link', prefilled.link),
      input('acquaintance', 'How do you know them', {
        type: 'static_select',
        action_id: 'acquaintance',
        options: ACQUAINTANCES.map((one) => option(one, one)),
      }),
      text('role', 'Role', '', { most: LONGEST_ROLE }),
      input('mention', 'May we mention you', {
        type: 'radio_buttons',
        action_id: 'mention',
        options: MENTION,
        initial_option: MENTION[0],
      }),
      text('note', 'Note', prefilled.note, { most: LONGEST_NOTE, multiline: true }),
      context('An e-mail address or a profile link is enough. The recruiters see what you write here.'),
    ],
  };
}

const MENTION = [option('Yes', 'yes'), option('No', 'no')] as const satisfies unknown[];

function text(
  field: string,
  label: string,
  initial: string,
  more: { optional?: boolean; most?: number; multiline?: boolean } = {},
): KnownBlock {
  const { optional = true, most = 200, multiline } = more;
  return input(
    field,
    label,
    {
      type: 'plain_text_input',
      action_id: field,
      max_length: most,
      ...(multiline && { multiline }),
      ...(initial && { initial_value: truncate(initial, most) }),
    },
    { optional },
  );
}

const filled = z.object({
  name: z.string().catch(''),
  email: z.string().catch(''),
  link: z.string().catch(''),
  acquaintance: z.enum(ACQUAINTANCES),
  role: z.string().catch(''),
  mention: z.enum(['yes', 'no']),
  note: z.string().catch(''),
});

/** What was filled in, or what is wrong by field. */
export function readReferral(
  values: Values,
):
  | { errors: Record<string, string> }
  | ({ profile: Profile } & Pick<Referral, 'acquaintance' | 'role' | 'mayMention' | 'note'>) {
  const read = filled.safeParse(values);
  if (!read.success) return { errors: { acquaintance: 'Please say how you know them.' } };
  const { name, email, link, acquaintance, role, mention, note } = read.data;
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
  return {
    profile: profile.profile,
    acquaintance,
    role: role.trim() || null,
    mayMention: mention === 'yes',
    note: note.trim() || null,
  };
}
