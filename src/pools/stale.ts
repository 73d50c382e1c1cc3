import { searchPage } from '#candidates/search.ts';
import type { Logger } from '#platform/logger.ts';
import { membersQuery, type PoolDeps } from './figures.ts';
import type { Pool } from './pool.ts';

export interface StaleDeps extends PoolDeps {
  logger: Logger;
  /** Asks a pool's owner about it, in Slack. */
  askOwner: (pool: Pool) => Promise<void>;
}

const DAY_MS = 86_400_000;

/**
 * Asks the owners of pools in which nobody was written to for as long as their cadence says: once a cadence, whatever
 * number of processes looks. For a recurring job.
 */
export async function askAboutStale(deps: StaleDeps): Promise<void> {
  for (const pool of await deps.pools.all())
    try {
      if (await isStale(deps, pool)) await askOnce(deps, pool);
    } catch (error) {
      // The other pools don't wait for one whose query makes no sense any more, or whose owner can't be written to.
      deps.logger.warn({ err: error, poolId: pool._id }, 'whether a pool is stale could not be asked');
    }
}

async function askOnce(deps: StaleDeps, pool: Pool): Promise<void> {
  if (!(await deps.pools.claimAsking(pool, deps.clock.now()))) return;
  try {
    await deps.askOwner(pool);
  } catch (error) {
    // Slack was away: the next look asks again.
    await deps.pools.asked(pool._id, pool.askedAt);
    throw error;
  }
}

/** Whether nobody in a pool was contacted within its cadence, and its owner hasn't been asked within it. */
async function isStale(deps: PoolDeps, pool: Pool): Promise<boolean> {
  const { cadenceDays, createdAt, askedAt } = pool;
  if (cadenceDays === null) return false;
  const since = deps.clock.now().getTime() - cadenceDays * DAY_MS;
  if (createdAt.getTime() > since || (askedAt && askedAt.getTime() > since)) return false;
  const owner = { id: pool.owner, timeZone: 'UTC' };
  const query = membersQuery(pool);
  const anybody = await searchPage(deps, query, owner, null, 1);
  if (anybody.candidates.length === 0) return false;
  return (
    (await searchPage(deps, `${query} contacted:<${cadenceDays}d`, owner, null, 1)).candidates.length === 0
  );
}
