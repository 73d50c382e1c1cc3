import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, context, header, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { PostView } from '../deps.ts';
import type { Match } from '../match.ts';
import { SHOWN_AT_ONCE } from '../post.ts';
import { isLooking } from '../role.ts';
import { criteriaText } from './role-text.ts';

/** All text of a message's blocks together (Slack takes 13,200), and what the parts beside the people may take of it. */
const ROOM = { message: 13_000, frame: 1_600, blocked: 1_500, buttons: 40 } as const;
/** Longest line about one person. */
const LINE = Math.floor((ROOM.message - ROOM.frame - ROOM.blocked) / SHOWN_AT_ONCE - ROOM.buttons);
/** Of it at most: one reason, what they do, what they lack. */
const WORD = 90;
const ABOUT = 120;
const LACKS = 110;

/**
 * A list of matches: nobody's e-mail, phone or notes, since hiring managers read it too. At most 45 blocks and 13,000
 * characters.
 * @param note what is said at its top
 */
export function postMessage(view: PostView, note?: string): Message {
  const { post, role, people, blocked } = view;
  const first = post.page * SHOWN_AT_ONCE + 1;
  const title = post.kind === 'arrivals' ? `New for ${role.title}` : `Matches for ${role.title}`;
  return {
    text: escapeMrkdwn(people.length > 0 ? `${title}: ${people.length} people you know already` : title),
    blocks: [
      header(post.page === 0 ? title : `${title}, ${first} to ${first + people.length - 1}`),
      ...(note ? [context(note)] : []),
      context(truncate(foundText(view), 900)),
      ...(people.length === 0
        ? [section(post.page === 0 ? NOBODY : 'There is nobody else who comes near.')]
        : people.flatMap((one) => personBlocks(one.match, one.candidate, role.state !== 'closed'))),
      ...(blocked.length > 0 ? [section(blockedText(blocked))] : []),
      ...footer(view),
    ],
  };
}

const NOBODY =
  'Nobody whom we know has what this role must have. People who come in are looked at as they arrive; with fewer must-haves there may be somebody now.';

function foundText({ post, role, people }: PostView): string {
  const asked = criteriaText(role);
  if (post.kind === 'arrivals')
    return 'They came in, became hot or learnt something since, and have everything that the role must have.';
  const many = `${post.isMore ? 'more than ' : ''}${post.considered.toLocaleString('en')}`;
  const looked = `Best ${people.length} of ${many} who may fit`;
  return `${looked}${asked ? ` for: ${asked}` : ' by the words of the title'}. Names, photos, age, gender and origin play no part.`;
}

function personBlocks(match: Match, candidate: Candidate, isOpen: boolean): KnownBlock[] {
  const value = `${match.role}:${match.candidateId}`;
  const { state } = match;
  const elements: ActionsBlockElement[] = [
    ...(isOpen && (state === 'proposed' || state === 'not a fit')
      ? [button('Shortlist', 'role_shortlist', value)]
      : []),
    ...(isOpen && (state === 'proposed' || state === 'shortlisted')
      ? [button('Not a fit', 'role_not_a_fit', value)]
      : []),
    button('Open', 'candidate_open', candidate._id),
  ];
  return [
    { ...section(personText(match, candidate)), block_id: `match_${value}` },
    actions(`decide_${value}`, elements),
  ];
}

/** Name and what they do, the score, why, and what was decided. */
export function personText(match: Match, candidate: Candidate): string {
  const short = (text: string) => truncate(escapeMrkdwn(text), WORD);
  const { headline, company, location } = candidate;
  const about = [headline, company, location].filter((part) => part !== null).map(short);
  const { speaksFor, lacks } = match.reasons;
  const name = `*${short(candidate.name)}*${match.score === null ? '' : ` · ${Math.round(match.score)} of 100`}`;
  const decided = decisionText(match);
  const what = truncate(about.join(' · '), ABOUT);
  const minus = lacks.length > 0 ? truncate(`:heavy_minus_sign: ${lacks.map(short).join('; ')}`, LACKS) : '';
  const plus = speaksFor.length > 0 ? `:heavy_plus_sign: ${speaksFor.map(short).join('; ')}` : '';
  // What speaks for them gets what is left; what was decided is never cut.
  const taken = [name, what, minus, decided].reduce((sum, one) => sum + one.length + 1, 0);
  return [name, what, truncate(plus, Math.max(30, LINE - taken)), minus, decided].filter(Boolean).join('\n');
}

/** `:white_check_mark: Shortlisted by @riley · @harper says *yes*`; empty while nothing was decided. */
export function decisionText({ state, decided, manager, batch }: Match): string {
  const who = decided ? ` by <@${decided.by}>` : '';
  const word = manager?.says
    ? [`${manager.by ? `<@${manager.by}>` : 'Hiring manager'} says *${manager.says}*`]
    : manager && state === 'shortlisted'
      ? ['hiring manager asked']
      : [];
  const written = batch ? ['drafted'] : [];
  switch (state) {
    case 'shortlisted':
      return [`:white_check_mark: *Shortlisted*${who}`, ...word, ...written].join(' · ');
    case 'not a fit':
      return [`:x: *Not a fit*${who}${decided?.why ? `: ${escapeMrkdwn(decided.why)}` : ''}`, ...word].join(
        ' · ',
      );
    case 'hired':
      return ':tada: *Hired*';
    case 'silver medalist':
      return [':second_place_medal: *Silver medalist*', ...word].join(' · ');
    default:
      return '';
  }
}

function blockedText(blocked: PostView['blocked']): string {
  const lines = blocked.map(
    ({ candidate, why }) =>
      `• ${truncate(escapeMrkdwn(candidate.name), 60)}: ${truncate(escapeMrkdwn(why), 150)}`,
  );
  const shown: string[] = [];
  let room = ROOM.blocked - 120;
  for (const line of lines) {
    if (line.length + 1 > room) break;
    shown.push(line);
    room -= line.length + 1;
  }
  const more = lines.length - shown.length;
  return [
    '*Would fit, and may not be written to now:*',
    ...shown,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('\n');
}

function footer({ post, role, people }: PostView): KnownBlock[] {
  const elements: ActionsBlockElement[] = [
    ...(people.length > 0 && isLooking(role)
      ? [button('Re-engage all shortlisted', 'role_reengage', role._id)]
      : []),
    ...(post.hasMore ? [button('More', 'role_more', post._id)] : []),
    button('Open role', 'role_open', role._id),
  ];
  return [actions(`post_${post._id}`, elements)];
}
