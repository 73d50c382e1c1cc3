import type { KnownBlock } from '@slack/types';
import { DateTime } from 'luxon';
import { ago, touchpointLine } from '#engagement/slack/touchpoint-line.ts';
import {
  largestParts,
  scoreAt,
  type Temperature,
  type TemperatureSettings,
  temperatureAt,
} from '#engagement/temperature.ts';
import { KINDS, type Touchpoint } from '#engagement/touchpoint.ts';
import {
  actions,
  button,
  context,
  fields,
  header,
  option,
  section,
  truncate,
} from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { type Candidate, idsOf } from '../candidate.ts';

export interface CardView {
  candidate: Candidate;
  /** All of them, in any order: the score's parts and the last five are taken from these. */
  touchpoints: readonly Touchpoint[];
  settings: TemperatureSettings;
  now: Date;
  /** Names of the pools by hand that they are in. */
  pools?: readonly string[];
  /** The next reminder about them. */
  followUp?: { at: Date; by: string } | null;
}

const SIGNS: Record<Temperature, string> = { hot: ':fire:', warm: ':sunny:', cold: ':snowflake:' };
const LAST = 5;
/** Room for one list of words on the card, in characters. */
const LIST_SHOWN = 500;

/** The card of product.md section 3: who it is, how warm and why, what happened last, and what can be done. */
export function cardBlocks(view: CardView): KnownBlock[] {
  return [...factBlocks(view), ...buttonBlocks(view.candidate)];
}

/** The card without its buttons, for a place where they would lead nowhere. */
export function factBlocks({
  candidate,
  touchpoints,
  settings,
  now,
  pools = [],
  followUp,
}: CardView): KnownBlock[] {
  const latest = touchpoints.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, LAST);
  const about = aboutText(candidate);
  return [
    header(candidate.name),
    ...(about ? [section(about)] : []),
    section(temperatureText({ candidate, touchpoints, settings, now })),
    ...suppressionBlocks(candidate),
    ...standingBlocks(candidate, now),
    fields(
      `*Stage*\n${capitalised(candidate.stage)}`,
      `*Last contacted*\n${contactText(candidate, now)}`,
      `*Last answered*\n${answerText(candidate, now)}`,
      `*Owner*\n${candidate.owner ? `<@${candidate.owner}>` : 'nobody'}`,
      `*Source*\n${sourceText(candidate)}`,
      `*Reach them*\n${reachText(candidate)}`,
    ),
    ...(followUp
      ? [
          context(
            `:alarm_clock: Next follow-up: ${followUp.at.toISOString().slice(0, 10)} by <@${followUp.by}>`,
          ),
        ]
      : []),
    ...wordBlocks(candidate, now, pools),
    section(
      latest.length > 0
        ? `*Lately*\n${latest.map((touchpoint) => touchpointLine(touchpoint, now)).join('\n')}`
        : '*Lately*\nNothing yet.',
    ),
  ];
}

function buttonBlocks(candidate: Candidate): KnownBlock[] {
  const id = candidate._id;
  return [
    actions(`card_${id}`, [
      button('Draft outreach', 'outreach_draft', id, 'primary'),
      button('Log touchpoint', 'touchpoint_log', id),
      button('Tag', 'candidate_tag', id),
      button('Add to pool', 'pool_add', id),
      button('Remind me', 'reminder_new', id),
      button('Edit', 'candidate_edit', id),
      button('Full history', 'candidate_history', id),
      button('Snooze', 'candidate_snooze', id),
      button('Share', 'candidate_share', id),
      ...(idsOf(candidate).length > 1 ? [button('Undo merge', 'duplicates_undo_last', id)] : []),
      {
        // Slack shows five choices at most.
        type: 'overflow',
        action_id: 'candidate_more',
        options: [
          option('Enrol in sequence', `enrol:${id}`),
          option('Find duplicates', `duplicates:${id}`),
          option('Export data', `export:${id}`),
          hasOptedOut(candidate) ? option('Opt back in', `opt_in:${id}`) : option('Opt out', `opt_out:${id}`),
          option('Erase', `erase:${id}`),
        ],
      },
    ]),
  ];
}

/** `:fire: *Hot*, score 12.4: reply (positive) 19 days ago gives 11.2 …` */
function temperatureText({ candidate, touchpoints, settings, now }: CardView): string {
  const { heat } = candidate.engagement;
  const temperature = temperatureAt(heat, now, settings);
  const parts = largestParts(touchpoints, now, settings).map(
    ({ touchpoint, adds }) =>
      `${KINDS[touchpoint.kind].toLowerCase()}${touchpoint.sentiment ? ` (${touchpoint.sentiment})` : ''} ${ago(touchpoint.at, now)} ${adds < 0 ? 'takes' : 'gives'} ${Math.abs(adds).toFixed(1)}`,
  );
  const why = parts.length > 0 ? parts.join(', ') : 'nothing has happened yet that counts, or not lately';
  return `${SIGNS[temperature]} *${capitalised(temperature)}*, score ${scoreAt(heat, now, settings).toFixed(1)}: ${why}`;
}

function suppressionBlocks({ suppressions }: Candidate): KnownBlock[] {
  const words = {
    'opted out': 'asked not to be written to',
    bounced: 'has an e-mail address that doesn’t work',
  };
  return suppressions.map(({ reason, at, by }) =>
    section(
      `:no_bell: *May not be written to:* ${words[reason]} (${at.toISOString().slice(0, 10)}, ${byWhom(by)})`,
    ),
  );
}

/** Their time, a snooze, and what allows to keep and write to them. */
function standingBlocks({ place, snoozedUntil, lawfulBasis }: Candidate, now: Date): KnownBlock[] {
  const { basis, at, expiresAt } = lawfulBasis;
  const day = (date: Date) => date.toISOString().slice(0, 10);
  const ends = expiresAt ? `, ${expiresAt <= now ? 'ended' : 'ends'} ${day(expiresAt)}` : '';
  const parts = [
    ...(place.timeZone ? [`It is ${timeIn(place.timeZone, now)} where they are`] : []),
    ...(snoozedUntil && snoozedUntil > now ? [`:zzz: Snoozed until ${day(snoozedUntil)}`] : []),
    `Lawful basis: ${basis} since ${day(at)}${ends}`,
  ];
  return [context(parts.join(' · '))];
}

/** `Fri 14:05` */
function timeIn(zone: string, now: Date): string {
  return DateTime.fromJSDate(now, { zone }).setLocale('en').toFormat('ccc HH:mm');
}

/** Skills, interests and tags, as far as there are any. */
export function wordBlocks(
  { skills, interests, tags }: Candidate,
  now: Date,
  pools: readonly string[] = [],
): KnownBlock[] {
  const lists = [
    ['Skills', skills.map((skill) => escapeMrkdwn(skill))],
    ['Interested in', interests.map(({ what, at }) => `${escapeMrkdwn(what)} (${ago(at, now)})`)],
    ['Tags', tags.map((tag) => `#${escapeMrkdwn(tag)}`)],
    ['Pools', pools.map((pool) => escapeMrkdwn(pool))],
  ] as const;
  const lines = lists
    .filter(([, words]) => words.length > 0)
    .map(([label, words]) => `*${label}:* ${truncate(words.join(', '), LIST_SHOWN)}`);
  return lines.length > 0 ? [section(lines.join('\n'))] : [];
}

function byWhom(by: string): string {
  if (by === 'candidate') return 'by themselves';
  if (by === 'mail') return 'said a mail server';
  return by === 'rekindle' ? 'noticed by Rekindle' : `by <@${by}>`;
}

/** `Staff engineer · Initech · Austin, US · Staff` */
export function aboutText({ headline, company, location, seniority }: Candidate): string {
  return [headline, company, location, seniority]
    .filter((part) => part !== null)
    .map((part) => escapeMrkdwn(part))
    .join(' · ');
}

/** When we last wrote: `21 days ago`, `never`. */
export function contactText({ engagement: { lastContactedAt } }: Candidate, now: Date): string {
  return lastContactedAt ? ago(lastContactedAt, now) : 'never';
}

/** When they last answered, and how: `19 days ago, positively`, `never`. */
export function answerText({ engagement: { lastAnswer } }: Candidate, now: Date): string {
  if (!lastAnswer) return 'never';
  const how = lastAnswer.sentiment
    ? { positive: ', positively', negative: ', negatively' }[lastAnswer.sentiment]
    : '';
  return `${ago(lastAnswer.at, now)}${how ?? ''}`;
}

function sourceText({ source }: Candidate): string {
  const detail = source.detail ? ` (${truncate(escapeMrkdwn(source.detail), 200)})` : '';
  return `${source.kind}${detail}, ${source.at.toISOString().slice(0, 10)}`;
}

function reachText({ emails, phones, links }: Candidate): string {
  const ways = [...emails, ...phones, ...links].map((way) => escapeMrkdwn(way));
  return ways.length > 0 ? truncate(ways.join('\n'), LIST_SHOWN) : 'no way known';
}

/** A word of ours as it begins a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A person in a list, as mrkdwn: name, what they do, how warm. */
export function candidateLine(candidate: Candidate, now: Date, settings: TemperatureSettings): string {
  const temperature = temperatureAt(candidate.engagement.heat, now, settings);
  const about = [candidate.headline, candidate.company, candidate.location]
    .filter((part) => part !== null)
    .map((part) => escapeMrkdwn(part))
    .join(' · ');
  const silent = hasOptedOut(candidate) ? ' :no_bell:' : '';
  return `${SIGNS[temperature]} *${escapeMrkdwn(candidate.name)}*${silent}${about ? `\n${truncate(about, LIST_SHOWN)}` : ''}`;
}

function hasOptedOut({ suppressions }: Candidate): boolean {
  return suppressions.some(({ reason }) => reason === 'opted out');
}
