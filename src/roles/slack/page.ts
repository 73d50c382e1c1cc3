import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, context, fields, header, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { Match, MatchState } from '../match.ts';
import type { Role } from '../role.ts';
import { decisionText } from './post-message.ts';
import { criteriaText, peopleText, stateText } from './role-text.ts';

/** People of a role's page; each takes a block. */
export const ON_PAGE = 25;
const LONGEST_DESCRIPTION = 600;

export interface RolePage {
  role: Role;
  /** Everybody who was shown for it. */
  matches: readonly Match[];
  /** Those who were chosen, best first, as many as are shown. */
  chosen: readonly { match: Match; candidate: Candidate }[];
  gap: { needs: number; has: number } | null;
  now: Date;
}

/** The page of a role. */
export function roleMessage(page: RolePage): Message {
  const { role, chosen, gap, now } = page;
  const asked = criteriaText(role);
  return {
    text: escapeMrkdwn(role.title),
    blocks: [
      header(role.title),
      context(peopleText(role)),
      section(
        asked || 'Nothing is asked for beyond the title: with *Edit* you can say what somebody must have.',
      ),
      fields(
        `*State*\n${stateText(role, now)}`,
        `*People*\n${countsText(page)}`,
        ...(gap ? [`*Readiness*\n${gapText(gap)}`] : []),
      ),
      ...(role.description
        ? [section(`>${truncate(escapeMrkdwn(role.description), LONGEST_DESCRIPTION).replace(/\n/g, '\n>')}`)]
        : []),
      ...chosen.map(
        ({ match, candidate }): KnownBlock => ({
          ...section(chosenText(match, candidate), button('Open', 'candidate_open', candidate._id)),
          block_id: `chosen_${match.candidateId}`,
        }),
      ),
      actions(`role_${role._id}`, buttons(role)),
    ],
  };
}

function chosenText(match: Match, candidate: Candidate): string {
  const about = [candidate.headline, candidate.company].filter((part) => part !== null).join(' · ');
  return [`*${escapeMrkdwn(candidate.name)}*`, truncate(escapeMrkdwn(about), 150), decisionText(match)]
    .filter(Boolean)
    .join('\n');
}

const WORDS: Record<MatchState, string> = {
  proposed: 'proposed',
  shortlisted: 'on the shortlist',
  'not a fit': 'not a fit',
  'silver medalist': 'silver medalists',
  hired: 'hired',
};

function countsText({ matches }: RolePage): string {
  const counts = (Object.keys(WORDS) as MatchState[]).flatMap((state) => {
    const count = matches.filter((match) => match.state === state).length;
    return count > 0 ? [`${count} ${WORDS[state]}`] : [];
  });
  const waiting = matches.filter(({ state, manager }) => state === 'shortlisted' && manager && !manager.says);
  return [
    counts.length > 0 ? counts.join(', ') : 'nobody was proposed yet',
    ...(waiting.length > 0
      ? [`${waiting.length} ${waiting.length === 1 ? 'waits' : 'wait'} for the hiring manager’s word`]
      : []),
  ].join('\n');
}

/** `needs 12 ready, has 5` */
export function gapText({ needs, has }: { needs: number; has: number }): string {
  return `needs ${needs} ready, has ${has}`;
}

function buttons(role: Role): ActionsBlockElement[] {
  const id = role._id;
  const enrol = button('Enrol in sequence', 'nurture_enrol_role', id);
  const pool = role.pool ? [button('Open pool', 'pool_open', role.pool)] : [];
  switch (role.state) {
    case 'closed':
      return [button('Open again', 'role_reopen', id, 'primary'), enrol, ...pool];
    case 'on hold':
      return [
        button('Open again', 'role_reopen', id, 'primary'),
        button('Edit', 'role_edit', id),
        button('Close role', 'role_close', id),
        ...pool,
      ];
    default:
      return [
        ...(role.state === 'expected' ? [button('Open now', 'role_reopen_now', id, 'primary')] : []),
        button('Edit', 'role_edit', id),
        button('Re-engage all shortlisted', 'role_reengage', id),
        enrol,
        button('Put on hold', 'role_hold', id),
        button('Close role', 'role_close', id),
        ...pool,
      ];
  }
}

/** One line of the list of roles. */
export function roleLine(
  role: Role,
  figures: { shortlisted: number; waiting: number; gap: { needs: number; has: number } | null },
  now: Date,
): string {
  const must = role.mustHave.map((skill) => escapeMrkdwn(skill)).join(', ');
  return [
    `*${escapeMrkdwn(role.title)}* · ${stateText(role, now)}`,
    [
      must ? `must have ${truncate(must, 200)}` : null,
      `${figures.shortlisted} on the shortlist`,
      figures.waiting > 0
        ? `${figures.waiting} ${figures.waiting === 1 ? 'waits' : 'wait'} for a yes or no`
        : null,
      figures.gap ? gapText(figures.gap) : null,
    ]
      .filter((part) => part !== null)
      .join(' · '),
  ].join('\n');
}
