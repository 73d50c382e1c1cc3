import { DateTime } from 'luxon';
import type { Asker } from '#candidates/search.ts';
import type { Logger } from '#platform/logger.ts';
import { type ChannelDigest, DEFAULT_SETTINGS, type Part, type PartId, TEAM_PARTS } from './digest.ts';
import { type DigestDeps, gather, type Reader, settingsOf } from './gather.ts';

export interface DailyDeps extends DigestDeps {
  logger: Logger;
  /** Everybody who works with candidates, in the zone in which they are now. */
  recruiters: () => Promise<Asker[]>;
  /** One message to one person; throws when Slack is away. */
  tell: (userId: string, parts: Part[]) => Promise<void>;
  /** The channel that gets one of everybody's day; live. */
  channelDigest: ChannelDigest;
  tellChannel: (channel: string, parts: Part[]) => Promise<void>;
}

/** Late, when the app was down, but not in the evening: then it is tomorrow’s. */
const LATEST_HOUR = 18;
/** Longer than gathering takes; then a process that died while it did is done without. */
const LEASE_MS = 120_000;
/** Lines of a part at most; the rest is behind Show all. */
export const LINES = 4;

/**
 * Writes everybody's digest at their hour of their day, once a day, and not at all when there is nothing to say; then that
 * of the channel. The day is claimed first, by the date where they are: who moves to another zone gets one a date.
 * What a process that died had gathered is gathered again; what it was telling in that moment is not told twice. For a
 * recurring job.
 */
export async function writeDigests(deps: DailyDeps, stopping?: AbortSignal): Promise<void> {
  for (const person of await deps.recruiters()) {
    if (stopping?.aborted) return;
    const { hour, days, parts } = await settingsOf(deps, person.id);
    if (!isDue(deps.clock.now(), person.timeZone, { hour, days })) continue;
    await once(deps, person, parts, (told) => deps.tell(person.id, told));
  }
  const { channel, timeZone } = deps.channelDigest;
  if (channel === null || stopping?.aborted || !isDue(deps.clock.now(), timeZone, DEFAULT_SETTINGS)) return;
  const team = { id: channel, timeZone, isTeam: true };
  await once(deps, team, TEAM_PARTS, (told) => deps.tellChannel(channel, told));
}

function isDue(now: Date, zone: string, { hour, days }: { hour: number; days: readonly number[] }): boolean {
  const there = DateTime.fromJSDate(now, { zone });
  return days.includes(there.weekday) && there.hour >= hour && there.hour < Math.max(LATEST_HOUR, hour + 1);
}

/** Once a date of the reader's, whatever number of processes looks. */
async function once(
  deps: DailyDeps,
  reader: Reader,
  parts: readonly PartId[],
  tell: (told: Part[]) => Promise<void>,
): Promise<void> {
  const now = deps.clock.now();
  const letter = `${reader.id}:${DateTime.fromJSDate(now, { zone: reader.timeZone }).toISODate()}`;
  if (!(await deps.digests.claim(letter, now, new Date(now.getTime() + LEASE_MS)))) return;
  try {
    const told = await gather(deps, reader, parts, { skip: 0, limit: LINES });
    const mine = await deps.digests.telling(letter, now, deps.clock.now());
    if (mine && told.length > 0) await tell(told);
  } catch (error) {
    // Slack or the database was away: the next look writes it. The others don't wait for it.
    await deps.digests.release(letter, now);
    deps.logger.warn({ err: error, letterOf: reader.id }, 'a digest could not be written; it is tried again');
  }
}
