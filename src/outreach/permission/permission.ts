import type { Candidate } from '#candidates/candidate.ts';
import { companyKey } from '#duplicates/blocks.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import type { Channel } from '../channels/channel.ts';
import { type OutOfHours, outOfHours } from './hours.ts';
import type { Reason } from './reason.ts';

export interface Permission {
  /** Nobody can override these. */
  hard: Reason[];
  /** A person can, with a confirmation that is recorded. */
  soft: Reason[];
  /** What time it is where they are, when it is outside working hours there; only e-mail asks. */
  outOfHours: OutOfHours | null;
}

export interface PermissionContext {
  /** Null: on whatever channel, so only what is in the way everywhere counts. */
  channel: Channel | null;
  /** MAIL_POSTAL_ADDRESS; without one no e-mail may be sent. */
  postalAddress: string | null;
  /** When we wrote to them without having been asked, in any order; see `writingHistory`. */
  writtenAt: readonly Date[];
  /** Whether theirs is the last word: then what we write is an answer, and how often we wrote doesn't matter. */
  answering: boolean;
  /** IANA zone of the sender: it counts where the candidate's isn't known. */
  senderZone: string;
  /** Messages of the sender that went out, or are about to, since the sender's midnight. */
  sentToday: number;
  rules: WritingRules;
}

const DAY_MS = 86_400_000;
/** How often people are written to, and whose companies never: settings of an admin. */
export interface WritingRules {
  /** Messages that one person sends a day. */
  dailyCap: number;
  /** Messages to one candidate in 7 and in 90 days. */
  in7Days: number;
  in90Days: number;
  /** Names of companies whose people aren't written to. */
  doNotContact: string[];
}

/** Product.md section 7. */
export const DEFAULT_WRITING: WritingRules = { dailyCap: 50, in7Days: 1, in90Days: 4, doNotContact: [] };

/** Id of the soft reason that **Approve & send** confirms by itself, since the message says what time it is. */
export const OUT_OF_HOURS = 'outside working hours';
/** Id of the soft reason that a sender's day is full; counted exactly in the moment of sending (sending/slots.ts). */
export const DAILY_CAP = 'daily cap';
/** Longest look back that `mayWrite` takes. */
export const FREQUENCY_DAYS = 90;

/**
 * Decides whether a candidate may be written to now: the one place where that is decided. Drafting, approving and
 * sending all ask it, each with fresh facts.
 */
export function mayWrite(candidate: Candidate, context: PermissionContext, now: Date): Permission {
  const closed = context.channel?.asksHours
    ? outOfHours(now, candidate.place.timeZone ?? context.senderZone, candidate.place.country)
    : null;
  return {
    hard: hardReasons(candidate, context, now),
    soft: [...softReasons(candidate, context, now), ...(closed ? [hoursReason(closed, candidate)] : [])],
    outOfHours: closed,
  };
}

function hoursReason({ time }: OutOfHours, { place, location }: Candidate): Reason {
  const where =
    place.timeZone === null
      ? 'where you are (their time zone isn’t known)'
      : `in ${location ?? 'their place'}`;
  return { id: OUT_OF_HOURS, words: `It is ${time} ${where}, outside 09:00–17:00 on a working day.` };
}

function hardReasons(candidate: Candidate, context: PermissionContext, now: Date): Reason[] {
  const reasons: Reason[] = [];
  const has = (reason: string) => candidate.suppressions.some((entry) => entry.reason === reason);
  if (has('opted out')) reasons.push({ id: 'opted out', words: 'They asked not to be written to any more.' });
  if (candidate.stage === 'hired')
    reasons.push({ id: 'hired', words: 'They are hired: a colleague is not written to as a candidate.' });
  // The ATS owns the conversation with somebody who is in process there.
  if (candidate.stage === 'applied' || candidate.stage === 'interviewing')
    reasons.push({
      id: 'in process',
      words: 'They are in process at the moment: the conversation belongs to whoever runs it.',
    });
  const { basis, expiresAt } = candidate.lawfulBasis;
  if (expiresAt && expiresAt <= now)
    reasons.push({
      id: 'no lawful basis',
      words: `${basis === 'consent' ? 'Their consent' : 'What allowed us to write to them'} ran out on ${expiresAt.toISOString().slice(0, 10)}.`,
    });
  const company = companyKey(candidate.company);
  if (company !== '' && context.rules.doNotContact.some((name) => companyKey(name) === company))
    reasons.push({
      id: 'do not contact',
      words: `They work at ${candidate.company}, whose people are not written to (settings of an admin).`,
    });
  return [...reasons, ...(context.channel?.hardReasons(candidate, context.postalAddress) ?? [])];
}

function softReasons(candidate: Candidate, context: PermissionContext, now: Date): Reason[] {
  const { sentToday, rules } = context;
  const capped: Reason[] =
    sentToday < rules.dailyCap
      ? []
      : [
          {
            id: DAILY_CAP,
            words: `You have sent ${sentToday} messages today; ${rules.dailyCap} a day are the most.`,
          },
        ];
  if (context.answering) return capped;
  const { snoozedUntil } = candidate;
  const snoozed: Reason[] =
    snoozedUntil && snoozedUntil > now
      ? [{ id: 'snoozed', words: `They are snoozed until ${snoozedUntil.toISOString().slice(0, 10)}.` }]
      : [];
  return [...snoozed, ...tooOften(context, now), ...capped];
}

function tooOften(context: PermissionContext, now: Date): Reason[] {
  const limits = [
    { days: 7, most: context.rules.in7Days },
    { days: FREQUENCY_DAYS, most: context.rules.in90Days },
  ];
  return limits.flatMap(({ days, most }) => {
    const since = now.getTime() - days * DAY_MS;
    const written = context.writtenAt.filter((at) => at.getTime() > since).length;
    if (written < most) return [];
    const times = written === 1 ? 'once' : `${written} times`;
    const id = `more than ${most} in ${days} days`;
    return [{ id, words: `They were already written to ${times} in the last ${days} days.` }];
  });
}

/**
 * When we wrote to somebody without being asked, and whether it is our turn to answer. A message that follows one of
 * theirs is an answer and doesn't count; only the first one after it is.
 * @param touchpoints of one candidate, in any order
 */
export function writingHistory(
  touchpoints: readonly Pick<Touchpoint, 'kind' | 'direction' | 'at'>[],
): Pick<PermissionContext, 'writtenAt' | 'answering'> {
  const writtenAt: Date[] = [];
  let answering = false;
  for (const { kind, direction, at } of [...touchpoints].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (direction === 'in' && (kind === 'replied' || kind === 'inbound message')) answering = true;
    if (kind !== 'message sent') continue;
    if (!answering) writtenAt.push(at);
    answering = false;
  }
  return { writtenAt, answering };
}

/** The soft reasons that an approver has not confirmed. */
export function unconfirmed(permission: Permission, confirmed: readonly string[]): Reason[] {
  return permission.soft.filter(({ id }) => !confirmed.includes(id));
}
