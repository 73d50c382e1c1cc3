import type { ModalView } from '@slack/types';
import { context, input, option, plain, section, truncate } from '#platform/slack/blocks.ts';
import { ROLES } from '../role.ts';

export const TEAM_MODAL = 'team';

/** People listed; the rest are counted. A section holds 3,000 characters, a line at most 60. */
const LISTED = 40;

/**
 * The modal **Team**: who has a role, and the two fields that give one.
 * @param team user ids with their roles; `configured` ones are admins by the setting ADMINS
 */
export function teamModal(
  team: readonly { _id: string; role: keyof typeof ROLES; configured: boolean }[],
): ModalView {
  const lines = team
    .slice(0, LISTED)
    .map(
      ({ _id, role, configured }) => `<@${_id}> · ${ROLES[role]}${configured ? ' (by configuration)' : ''}`,
    );
  if (team.length > LISTED) lines.push(`and ${team.length - LISTED} more`);
  return {
    type: 'modal',
    callback_id: TEAM_MODAL,
    title: plain('Team'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(lines.length > 0 ? truncate(lines.join('\n'), 3_000) : 'Nobody has been given a role yet.'),
      context('Everybody who isn’t named here is a member: they may refer people.'),
      input('person', 'Person', { type: 'users_select', action_id: 'person' }),
      input('role', 'Role', {
        type: 'static_select',
        action_id: 'role',
        options: Object.entries(ROLES).map(([role, text]) => option(text, role)),
      }),
    ],
  };
}

/** What somebody who was given a role is told, as mrkdwn text. */
export function roleGivenText(by: string, role: keyof typeof ROLES): string {
  const next = {
    admin:
      'You can do everything now. `/rekindle` shows what is set up, `/rekindle team` who is in the team.',
    recruiter: 'Start with `/candidate add`, or `/candidate help` for all that it knows.',
    'hiring manager': 'Open my Home tab to see what you can do.',
    member: 'Open my Home tab to see what you can do.',
  }[role];
  return `<@${by}> made you *${ROLES[role].toLowerCase()}* in Rekindle. ${next}`;
}
