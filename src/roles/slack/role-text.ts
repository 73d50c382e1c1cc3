import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { bonusText } from '../bonus.ts';
import { OUTCOMES, ROLE_STATES, type Role } from '../role.ts';

const DAY_MS = 86_400_000;

/** `Open for 12 days`, `Closed (hired)`. */
export function stateText(role: Role, now: Date): string {
  const { state, outcome, openedAt } = role;
  if (state === 'closed') return `Closed${outcome ? ` (${OUTCOMES[outcome].toLowerCase()})` : ''}`;
  if (state !== 'open' || !openedAt) return ROLE_STATES[state];
  const days = Math.floor((now.getTime() - openedAt.getTime()) / DAY_MS);
  return days === 0 ? 'Open since today' : `Open for ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** What is asked for, in one line: skills, level, place. */
export function criteriaText(role: Role): string {
  const list = (words: readonly string[]) => words.map((word) => escapeMrkdwn(word)).join(', ');
  return [
    role.mustHave.length > 0 ? `must have ${list(role.mustHave)}` : null,
    role.niceToHave.length > 0 ? `nice to have ${list(role.niceToHave)}` : null,
    role.seniority,
    role.location ? escapeMrkdwn(role.location) : null,
    role.remote ? 'remote' : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** Who is behind a role, and what is paid. */
export function peopleText(role: Role): string {
  return [
    `Looked after by <@${role.owner}>`,
    role.hiringManager ? `hiring manager <@${role.hiringManager}>` : 'no hiring manager',
    role.channel ? `matches in <#${role.channel}>` : `matches by direct message`,
    ...(role.bonus ? [`bonus ${bonusText(role.bonus)}`] : []),
  ].join(' · ');
}
