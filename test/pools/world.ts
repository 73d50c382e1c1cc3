import { beforeEach } from 'vitest';
import { type CaptureDeps, capture } from '../../src/candidates/capture.ts';
import { searchPage } from '../../src/candidates/search.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import type { AddingDeps } from '../../src/pools/adding.ts';
import { additionIndexes, additionStore } from '../../src/pools/addition-store.ts';
import type { Pool, PoolForm } from '../../src/pools/pool.ts';
import { createPool, poolLookup } from '../../src/pools/pools.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '../../src/pools/store.ts';
import { capturing, type profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

export const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };
export const FORM: PoolForm = {
  name: 'Austin evenings',
  query: null,
  purpose: null,
  owner: RILEY.id,
  targetSize: 20,
  cadenceDays: 60,
  coldSequence: null,
};

/** Pools on the real engine. Call it at the top of a test file. */
export function poolWorld() {
  const database = testDatabase();
  let count = 0;
  let now = 0;
  const t = {
    /** Set anew before each test. */
    deps: {} as AddingDeps & CaptureDeps,
    /** What was told about whole search results that were added. */
    told: [] as string[],
    db: () => database.db(),
    move(days: number) {
      now += days * 86_400_000;
    },
    async make(form: Partial<PoolForm> = {}): Promise<Pool> {
      const made = await createPool(t.deps, { ...FORM, ...form }, RILEY.id);
      if ('errors' in made) throw new Error(JSON.stringify(made.errors));
      return made;
    },
    async add(skills: string[] = [], more: Parameters<typeof profile>[0] = {}): Promise<string> {
      count++;
      const captured = await capture(t.deps, capturing({ email: `p${count}@example.com`, skills, ...more }));
      if (captured.outcome !== 'added') throw new Error('known');
      return captured.candidate._id;
    },
    idsOf: async (query: string) =>
      (await searchPage(t.deps, query, RILEY, null, 50)).candidates.map(({ _id }) => _id).toSorted(),
  };
  beforeEach(async () => {
    await database.empty();
    const db = database.db();
    await ensureIndexes(db, [poolIndexes, poolDayIndexes, additionIndexes]);
    const pools = poolStore(db);
    t.told = [];
    now = new Date('2026-11-20T12:00:00Z').getTime();
    t.deps = {
      ...(await world(db)),
      pools,
      poolNamed: poolLookup({ pools }),
      additions: additionStore(db),
      processId: 'one',
      async tellAdded({ added, seen }, { pool, isCut, problem }) {
        t.told.push(`${pool}: ${added} of ${seen}${isCut ? ', cut' : ''}${problem ? `, ${problem}` : ''}`);
      },
      clock: { now: () => new Date(now) },
    };
  });
  return t;
}
