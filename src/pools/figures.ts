import type { Candidate } from '#candidates/candidate.ts';
import { countWithin } from '#candidates/counting.ts';
import type { QueryDeps } from '#candidates/search.ts';
import { heatRange } from '#engagement/temperature.ts';
import { PersonError } from '#platform/person-error.ts';
import type { Figures, Pool, PoolDay } from './pool.ts';
import type { PoolStore } from './store.ts';

export interface PoolDeps extends QueryDeps {
  pools: PoolStore;
}

const DAY_MS = 86_400_000;
const ENGAGED_DAYS = 90;
/** Stages in which somebody else has the conversation; outreach/permission.ts. */
const NOT_OURS: Candidate['stage'][] = ['applied', 'interviewing', 'hired'];
/** How long the figures of a pool may take on its page, and at night, in milliseconds. */
const ON_PAGE_MS = 2_000;
const AT_NIGHT_MS = 60_000;

/** The query that asks for a pool's members. */
export function membersQuery(pool: Pick<Pool, '_id'>): string {
  return `pool:${pool._id}`;
}

/**
 * A pool's figures now, all counted in one go.
 * @returns null when that takes longer than two seconds, or its query makes no sense any more
 */
export function figuresOf(deps: PoolDeps, pool: Pool): Promise<Figures | null> {
  return count(deps, pool, ON_PAGE_MS);
}

async function count(deps: PoolDeps, pool: Pool, withinMs: number): Promise<Figures | null> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - ENGAGED_DAYS * DAY_MS);
  const [hot, warm] = [heatRange('hot', now, deps.temperature), heatRange('warm', now, deps.temperature)];
  const heat = '$engagement.heat';
  const isHot = { $gte: [heat, hot.from] };
  const isWarm = { $and: [{ $gte: [heat, warm.from] }, { $lt: [heat, hot.from] }] };
  // A missing time is less than any: null compares below every date.
  const isFuture = (field: string) => ({ $gt: [field, now] });
  const isPast = (field: string) => ({ $and: [{ $ne: [field, null] }, { $lte: [field, now] }] });
  const isReady = {
    $and: [
      { $gte: [heat, warm.from] },
      { $in: [':has:email', '$facets'] },
      { $not: [{ $in: [':is:suppressed', '$facets'] }] },
      { $not: [isFuture('$snoozedUntil')] },
      { $not: [isPast('$lawfulBasis.expiresAt')] },
      { $not: [{ $in: ['$stage', NOT_OURS] }] },
    ],
  };
  const counted = await countWithin(
    deps,
    membersQuery(pool),
    { id: pool.owner, timeZone: 'UTC' },
    {
      size: true,
      hot: isHot,
      warm: isWarm,
      ready: isReady,
      engaged: { $gte: ['$engagement.lastEngagedAt', since] },
      answered: { $gte: ['$engagement.lastAnswer.at', since] },
    },
    withinMs,
  ).catch((error: unknown) => {
    // What it asks for is not there any more, a tag or a role say: one such pool must not stop what looks at all.
    if (error instanceof PersonError) return null;
    throw error;
  });
  return counted && { ...counted, cold: counted.size - counted.hot - counted.warm };
}

/** How a pool has grown, by its daily figures. */
export interface Growth {
  /** Net change in people; null where nothing was counted then. */
  days30: number | null;
  days90: number | null;
  /** Sizes of the last 90 days, oldest first. */
  sizes: number[];
}

/**
 * How many more people than 30 and 90 days ago, and the size of each day; null where no day of that week was counted.
 * @param size today
 */
export async function growthOf(deps: PoolDeps, pool: Pool, size: number): Promise<Growth> {
  const days = await deps.pools.daysSince(pool._id, dayOf(deps.clock.now(), 91));
  const change = (back: number) => {
    // The day itself, or the next one that was counted within a week.
    const then = days.find(({ day }) => day >= dayOf(deps.clock.now(), back));
    return then && then.day <= dayOf(deps.clock.now(), back - 7) ? size - then.size : null;
  };
  return { days30: change(30), days90: change(90), sizes: days.map((one) => one.size) };
}

/** The day so many days ago, in UTC: `2026-11-21`. */
export function dayOf(now: Date, daysAgo = 0): string {
  return new Date(now.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

/** Keeps today's figures of every pool, once a day; for a recurring job. */
export async function keepDays(deps: PoolDeps, stopping?: AbortSignal): Promise<void> {
  const day = dayOf(deps.clock.now());
  for (const pool of await deps.pools.all()) {
    if (stopping?.aborted) return;
    if (!(await deps.pools.hasDay(pool._id, day))) await keepDay(deps, pool, AT_NIGHT_MS);
  }
}

/** Keeps a pool's figures of today; nothing when they take too long. */
export async function keepDay(deps: PoolDeps, pool: Pool, withinMs = ON_PAGE_MS): Promise<void> {
  const figures = await count(deps, pool, withinMs);
  const day = dayOf(deps.clock.now());
  if (figures)
    await deps.pools.keepDay({
      _id: `${pool._id}:${day}`,
      pool: pool._id,
      day,
      ...figures,
    } satisfies PoolDay);
}

/** A pool's figures of the last day that was counted. */
export async function latestFigures(deps: PoolDeps, pool: Pool): Promise<PoolDay | null> {
  return (await deps.pools.daysSince(pool._id, dayOf(deps.clock.now(), 7))).at(-1) ?? null;
}
