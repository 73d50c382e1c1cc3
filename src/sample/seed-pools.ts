import { createHash } from 'node:crypto';
import { dayOf } from '#pools/figures.ts';
import { type Pool, type PoolDay, poolKey } from '#pools/pool.ts';
import type { PoolStore } from '#pools/store.ts';
import { SAMPLE_POOLS } from './pools.ts';
import { randomFrom } from './random.ts';

/** A pool of the local workspace, with the addresses of those who are in it by hand. */
export interface SeededPool {
  pool: Pool;
  members: ReadonlySet<string>;
}

const RILEY = 'U0RILEY';
const DAY_MS = 86_400_000;
/** Days that the pools have been counted. */
const COUNTED_DAYS = 90;
const SEED = 41;

/** The sample pools, the same ones each time. */
export function samplePools(now: number): SeededPool[] {
  return SAMPLE_POOLS.map((one) => ({
    members: new Set(one.members ?? []),
    pool: {
      _id: createHash('sha256').update(`sample pool:${one.name}`).digest('hex').slice(0, 24),
      name: one.name,
      key: poolKey(one.name),
      query: one.query,
      purpose: one.purpose,
      owner: RILEY,
      targetSize: one.targetSize,
      cadenceDays: one.cadenceDays,
      askedAt: null,
      deletedAt: null,
      createdAt: new Date(now - 120 * DAY_MS),
      revision: 0,
    },
  }));
}

/** Writes the pools, and sizes that have grown to about what they are for the last 90 days. */
export async function seedPools(
  deps: { pools: PoolStore },
  pools: readonly SeededPool[],
  now: number,
): Promise<void> {
  const random = randomFrom(SEED);
  for (const { pool } of pools) await deps.pools.insert(pool);
  const days = pools.flatMap(({ pool, members }) => {
    let size = members.size > 0 ? members.size : (pool.targetSize ?? 20) - 3;
    return Array.from({ length: COUNTED_DAYS }, (_, back): PoolDay => {
      if (random.chance(0.12)) size = Math.max(3, size - 1);
      const day = dayOf(new Date(now), back + 1);
      const hot = Math.floor(size * 0.25);
      const warm = Math.floor(size * 0.35);
      const ready = Math.floor(size * 0.5);
      const figures = { size, hot, warm, cold: size - hot - warm, ready, engaged: ready, answered: hot };
      return { _id: `${pool._id}:${day}`, pool: pool._id, day, ...figures };
    });
  });
  await deps.pools.keepDays(days);
}
