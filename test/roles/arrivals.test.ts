import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../../src/platform/logger.ts';
import { type ArrivalDeps, lookForArrivals } from '../../src/roles/arrivals.ts';
import type { Role } from '../../src/roles/role.ts';
import { testDatabase } from '../support/database.ts';
import { added, NOW, opened, world } from './world.ts';

const database = testDatabase();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

beforeEach(() => database.empty());

async function looking() {
  const deps = await world(database.db());
  const told: { role: string; ids: string[] }[] = [];
  const failing = { lists: false };
  const lists = new Map<string, string[]>();
  const arrivals: ArrivalDeps = {
    ...deps,
    logger: createLogger('silent'),
    async listArrivals(role, id, matches) {
      if (failing.lists) throw new Error('The database is away');
      const before = lists.get(id);
      if (before) return before;
      const ids = matches.map(({ candidateId }) => candidateId);
      lists.set(id, ids);
      told.push({ role: role.title, ids });
      return ids;
    },
  };
  return { deps, arrivals, told, failing };
}

/** As if its matches had been posted. */
async function posted(deps: Awaited<ReturnType<typeof looking>>['deps'], role: Role): Promise<void> {
  await deps.roles.claimRanking(role._id, role.criteriaRevision, null);
}

/** Whoever is added at a moment. */
async function addedAt(
  deps: Awaited<ReturnType<typeof looking>>['deps'],
  at: Date,
  skills: string[],
): Promise<string> {
  deps.moveTo(at);
  return added(deps, { name: 'Newly Added', skills });
}

test('who is added with all must-haves is told of once, by whichever process', async () => {
  const { deps, arrivals, told } = await looking();
  const role = await opened(deps, {});
  await addedAt(deps, new Date(NOW.getTime() + MINUTE), ['Go', 'Kubernetes']);
  await lookForArrivals(arrivals);
  // Its matches are not posted yet: they will be among them.
  expect(told).toEqual([]);
  await posted(deps, role);
  const fits = await addedAt(deps, new Date(NOW.getTime() + 10 * MINUTE), ['Go', 'Kubernetes']);
  await addedAt(deps, new Date(NOW.getTime() + 11 * MINUTE), ['Go']);
  await Promise.all([lookForArrivals(arrivals), lookForArrivals(arrivals), lookForArrivals(arrivals)]);
  await lookForArrivals(arrivals);
  const all = told.flatMap(({ ids }) => ids);
  expect(all).toContain(fits);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(2);
});

test('a list that could not be put down: told later, and not lost', async () => {
  const { deps, arrivals, told, failing } = await looking();
  await posted(deps, await opened(deps, {}));
  const fits = await addedAt(deps, new Date(NOW.getTime() + MINUTE), ['Go', 'Kubernetes']);
  failing.lists = true;
  await lookForArrivals(arrivals);
  expect(told).toEqual([]);
  failing.lists = false;
  await lookForArrivals(arrivals);
  expect(told).toEqual([{ role: 'Backend Engineer', ids: [fits] }]);
});

test('each night: who became hot, and whose record now fits; not who was cold and unchanged', async () => {
  const { deps, arrivals, told } = await looking();
  const old = new Date(NOW.getTime() - 400 * DAY);
  const cold = await addedAt(deps, old, ['Go', 'Kubernetes']);
  const toBeHot = await addedAt(deps, old, ['Go', 'Kubernetes']);
  const toLearn = await addedAt(deps, old, ['Go']);
  deps.moveTo(NOW);
  const role = await opened(deps, {});
  await posted(deps, role);
  const candidates = database.db().collection<{ _id: string }>('candidates');
  const later = new Date(NOW.getTime() + 5 * 60 * MINUTE);
  await candidates.updateOne(
    { _id: toBeHot },
    {
      $set: {
        'engagement.lastEngagedAt': later,
        'engagement.heat': later.getTime() / DAY / 45 + Math.log2(20),
      },
    },
  );
  await candidates.updateOne(
    { _id: toLearn },
    {
      $set: { skills: ['Go', 'Kubernetes'], updatedAt: later },
      $push: { facets: ':skill:kubernetes', tokens: ':skill:kubernetes' } as never,
    },
  );
  deps.moveTo(new Date(later.getTime() + MINUTE));
  await lookForArrivals(arrivals);
  expect(told).toEqual([]);
  deps.moveTo(new Date(NOW.getTime() + DAY + MINUTE));
  await lookForArrivals(arrivals);
  expect(told.flatMap(({ ids }) => ids).toSorted()).toEqual([toBeHot, toLearn].toSorted());
  expect(told.flatMap(({ ids }) => ids)).not.toContain(cold);
  await lookForArrivals(arrivals);
  expect(told).toHaveLength(1);
});

test('a closed role or one on hold looks for nobody', async () => {
  const { deps, arrivals, told } = await looking();
  const role = await opened(deps, {});
  await posted(deps, role);
  const held = await deps.roles.byId(role._id);
  if (held) await deps.roles.change(held, { state: 'on hold' });
  await addedAt(deps, new Date(NOW.getTime() + MINUTE), ['Go', 'Kubernetes']);
  await lookForArrivals(arrivals);
  expect(told).toEqual([]);
});
