import type { Happening, Left } from '../record.ts';
import type { Facts } from './facts.ts';
import { FROM, scoreOf } from './warmth.ts';

/** Nobody is stuck at the end: done, stopped for a reason that really was, or waiting for something that is true. */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Longer than any delay, holiday or row of full days; four messages in 90 days hold somebody longest. */
const LONGEST_WAIT = 45 * DAY;
const LONGEST_REST = 110 * DAY;

const named = ({ id, person, sequence }: Left) => `enrolment ${id} of ${person} in ${sequence}`;

const REASONS: Record<string, Happening['what'][]> = {
  answered: ['answered', 'opted out'],
  'opted out': ['opted out'],
  bounced: ['bounced'],
  applied: ['applied'],
  hired: ['hired'],
  left: ['left'],
  gone: ['erased'],
  'not allowed': ['opted out', 'bounced', 'applied', 'hired'],
};

export function stoppedForAReason(facts: Facts): string[] {
  return facts.year.left.flatMap((one) => {
    if (one.state !== 'stopped') return [];
    const { stop } = one;
    if (stop === 'warm') return wasWarm(facts, one) ? [] : [`${named(one)} stopped: nothing made them warm`];
    const consent = facts.people.get(one.person)?.consentEnds ?? Number.POSITIVE_INFINITY;
    if (stop === 'not allowed' && consent <= facts.year.end.at) return [];
    const reasons = REASONS[stop ?? ''] ?? [];
    return facts.happenedTo(one.person, ...reasons).length > 0
      ? []
      : [`${named(one)} stopped because “${stop}”, which never happened`];
  });
}

function wasWarm(facts: Facts, { person, sequence }: Left): boolean {
  const { stopAt } = facts.year.sequences.find(({ id }) => id === sequence) ?? { stopAt: null };
  const moments = facts.happenedTo(person, 'met', 'clicked', 'answered');
  return (
    stopAt !== null &&
    moments.some(
      ({ n, round, at }) =>
        scoreOf(facts, person, { n, round: round + 1, at, messageId: '' }) >= FROM[stopAt],
    )
  );
}

export function nobodyIsStuck(facts: Facts): string[] {
  const { end, left } = facts.year;
  return left.flatMap((one) => {
    if (one.state !== 'active' && one.state !== 'waiting') return [];
    const lateBy = Math.round((end.at - one.nextAt) / MINUTE);
    if (lateBy > 60) return [`${named(one)} is ${one.state} and ${lateBy} minutes late`];
    const snoozed = Math.max(0, ...facts.happenedTo(one.person, 'snoozed').map(({ until }) => until ?? 0));
    if (one.nextAt - end.at > LONGEST_WAIT && one.nextAt > snoozed + 14 * DAY)
      return [`${named(one)} waits until ${new Date(one.nextAt).toISOString()}`];
    if (one.state === 'waiting') return [];
    const began = facts.year.enrolled.find(({ id }) => id === one.id)?.at ?? end.at;
    const rested = end.at - Math.max(began, ...one.steps.map(({ at }) => at), snoozed);
    return rested > LONGEST_REST ? [`${named(one)} has not moved for ${Math.round(rested / DAY)} days`] : [];
  });
}

export function pausedByHand(facts: Facts): string[] {
  return facts.year.left.flatMap((one) => {
    if (one.state !== 'paused') return [];
    const last = facts
      .happenedTo(one.person, 'paused', 'resumed')
      .findLast(({ enrolment }) => enrolment === one.id);
    return last?.what === 'paused' ? [] : [`${named(one)} is paused, and nobody paused it`];
  });
}

/** Of sequences that nobody edited: every step, in order. */
export function everyStepOfWhoIsDone(facts: Facts): string[] {
  const forms = Map.groupBy(facts.year.sequences, ({ id }) => id);
  return facts.year.left.flatMap((one) => {
    const all = forms.get(one.sequence) ?? [];
    const steps = all.map((form) => form.steps.map(({ id }) => id).join());
    if (one.state !== 'done' || new Set(steps).size !== 1) return [];
    const did = one.steps.map(({ step }) => step).join();
    return did === steps[0] ? [] : [`${named(one)} is done with ${did} instead of ${steps[0]}`];
  });
}

/** A task is told again only if the process died in between, or somebody paused them in that moment. */
export function tasksOnce(facts: Facts): string[] {
  const kills = new Set(facts.year.kills);
  const told = Map.groupBy(facts.year.told, ({ person, sequence, text }) => `${person} ${sequence} ${text}`);
  return [...told].flatMap(([task, times]) => {
    const person = times[0]?.person ?? '';
    const enrolled = facts.year.enrolled.filter((one) => one.person === person).length;
    const paused = new Set(facts.happenedTo(person, 'paused').map(({ round }) => round));
    const excused = (round: number | undefined) =>
      round === undefined || kills.has(round) || paused.has(round);
    const again = times.slice(1).filter((_, index) => !excused(times[index]?.round));
    return again.length >= Math.max(1, enrolled) ? [`told ${times.length} times: ${task}`] : [];
  });
}
