import { DateTime } from 'luxon';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { type ChangeDeps, changeCandidate } from '#candidates/change.ts';
import { candidateById, candidatesByIds } from '#candidates/find.ts';
import { learnWords, type VocabularyDeps } from '#candidates/vocabulary.ts';
import { type RecordDeps, recordTouchpoint } from '#engagement/record.ts';
import type { Logger } from '#platform/logger.ts';
import { PersonError } from '#platform/person-error.ts';
import { addToPool, type PoolChangeDeps } from '#pools/pools.ts';
import { type Attendance, type AttendanceState, attendanceId, type Event, UNDO_MS } from './event.ts';
import type { EventDeps } from './keep.ts';

export interface AttendDeps extends EventDeps, ChangeDeps, RecordDeps, VocabularyDeps, PoolChangeDeps {
  logger: Logger;
  /** Puts somebody into a sequence; in words why not, or null. */
  enrolIn: (sequenceId: string, candidateId: string, by: string) => Promise<string | null>;
}

const SWEPT_AT_ONCE = 200;
/** People of an event whose further way is counted. */
const MOST_LOOKED_AT = 2_000;
/** The hour of the day after at which a sequence begins, where the event was. */
const FOLLOW_UP_HOUR = 9;
const ENROLLED = 'enrolled';

/**
 * Puts people on the list of an event; who is on it already stays as they are.
 * @returns how many are new on it
 */
export async function putOnList(
  deps: AttendDeps,
  event: Pick<Event, '_id'>,
  candidateIds: readonly string[],
  put: { by: string; state: AttendanceState },
): Promise<number> {
  const people = await candidatesByIds(deps, candidateIds);
  const listed = new Set((await deps.events.about(people.flatMap(idsOf))).map(({ _id }) => _id));
  const isOn = (candidate: Candidate) =>
    idsOf(candidate).some((id) => listed.has(attendanceId(event._id, id)));
  return deps.events.putOn(
    people
      .filter((candidate) => !isOn(candidate))
      .map((candidate) => ({
        _id: attendanceId(event._id, candidate._id),
        event: event._id,
        candidateId: candidate._id,
        nameKey: candidate.nameKey,
        state: put.state,
        by: put.by,
        at: deps.clock.now(),
        settled: false,
        followUp: null,
        followUpAt: null,
      })),
  );
}

/**
 * Says that somebody came or didn't, or takes that back.
 * @returns null when it is settled already, or they aren't on the list
 */
export function checkIn(
  deps: EventDeps,
  event: string,
  candidateId: string,
  said: { state: AttendanceState; by: string },
): Promise<Attendance | null> {
  const { state, by } = said;
  const from = (['registered', 'attended', 'absent'] as const).filter((one) => one !== state);
  const at = deps.clock.now();
  const attendedSince = new Date(at.getTime() - UNDO_MS);
  return deps.events.checkIn(attendanceId(event, candidateId), from, { state, by, at }, attendedSince);
}

/**
 * Writes what attending means, ten minutes after it was said: a touchpoint, the event's tags, its pool; and enrols in the sequence that it has
 * at 09:00 of the day after. Of an event that was deleted since only the touchpoint is written. Each step may be done twice and changes nothing the second time. For a recurring job.
 */
export async function settleAttendances(deps: AttendDeps, stopping?: AbortSignal): Promise<void> {
  const events = new Map<string, Event | null>();
  const eventOf = async (id: string) => {
    if (!events.has(id)) events.set(id, await deps.events.everById(id));
    return events.get(id) ?? null;
  };
  for (;;) {
    const now = deps.clock.now();
    const due = await deps.events.toSettle(new Date(now.getTime() - UNDO_MS), SWEPT_AT_ONCE);
    for (const one of due) {
      if (stopping?.aborted) return;
      await settle(deps, one, await eventOf(one.event));
    }
    const waiting = await deps.events.toFollowUp(now, SWEPT_AT_ONCE);
    let failed = 0;
    for (const one of waiting) {
      if (stopping?.aborted) return;
      if (!(await followUp(deps, one, await eventOf(one.event)))) failed++;
    }
    if (failed > 0) return;
    if (due.length < SWEPT_AT_ONCE && waiting.length < SWEPT_AT_ONCE) return;
  }
}

async function settle(deps: AttendDeps, one: Attendance, event: Event | null): Promise<void> {
  const candidate = await candidateById(deps, one.candidateId);
  if (!candidate || !event) return deps.events.settle(one._id, null);
  const day = DateTime.fromISO(event.day, { zone: event.timeZone });
  const noon = day.set({ hour: 12 }).toJSDate();
  await recordTouchpoint(deps, {
    _id: `event:${one._id}`,
    candidateId: candidate._id,
    kind: 'event attended',
    direction: 'in',
    // Somebody who is checked in before the day has been met now.
    at: noon < one.at ? noon : one.at,
    by: one.by,
    channel: 'in person',
    note: event.name,
  });
  if (event.deletedAt) return deps.events.settle(one._id, null);
  try {
    if (event.tags.length > 0) await tag(deps, candidate, event, one.by);
    const pool = event.pool === null ? null : await deps.pools.byId(event.pool);
    if (pool) await addToPool(deps, pool, [candidate._id], one.by);
  } catch (error) {
    // Gone in this moment: there is nobody left to tag.
    if (!(error instanceof PersonError)) throw error;
  }
  const after = day.plus({ days: 1 }).set({ hour: FOLLOW_UP_HOUR }).toJSDate();
  await deps.events.settle(one._id, after);
}

async function tag(deps: AttendDeps, { _id }: Candidate, { tags }: Event, by: string): Promise<void> {
  const { candidate } = await changeCandidate(
    deps,
    _id,
    { by, action: 'candidate tagged', surface: 'events' },
    (current) => ({ tags: [...new Set([...current.tags, ...tags])] }),
  );
  await learnWords(deps, candidate);
}

/** @returns false when it is to be tried again later */
async function followUp(deps: AttendDeps, one: Attendance, event: Event | null): Promise<boolean> {
  const at = deps.clock.now();
  try {
    if (!event?.sequence || event.deletedAt) await deps.events.followedUp(one._id, null);
    else {
      const why = await deps.enrolIn(event.sequence, one.candidateId, one.by);
      await deps.events.followedUp(one._id, { at, result: why ?? ENROLLED });
    }
    return true;
  } catch (error) {
    deps.logger.warn({ err: error, attendanceId: one._id }, 'a follow-up is tried again');
    return false;
  }
}

/** How an event went on: of who attended, how many have answered since, and how many were hired. */
export async function influenceOf(
  deps: AttendDeps,
  event: Event,
): Promise<{ looked: number; answered: number; hired: number }> {
  const ids = (await deps.events.attended(event._id, MOST_LOOKED_AT)).map(({ candidateId }) => candidateId);
  const since = DateTime.fromISO(event.day, { zone: event.timeZone }).toJSDate();
  let answered = 0;
  let hired = 0;
  for (let from = 0; from < ids.length; from += SWEPT_AT_ONCE) {
    const people = await candidatesByIds(deps, ids.slice(from, from + SWEPT_AT_ONCE));
    answered += people.filter(({ engagement: { lastAnswer } }) => lastAnswer && lastAnswer.at > since).length;
    hired += people.filter(({ stage }) => stage === 'hired').length;
  }
  return { looked: ids.length, answered, hired };
}
