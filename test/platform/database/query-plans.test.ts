import type { Document } from 'mongodb';
import { beforeAll, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { jobIndexes } from '#platform/jobs/jobs.ts';
import { testDatabase } from '../../support/database.ts';

const { db, database } = testDatabase();
const MANY = 20_000;
const WORDS = ['python', 'go', 'java', 'austin', 'berlin', 'backend', 'frontend', 'data', 'lead', 'senior'];

beforeAll(async () => {
  await ensureIndexes(db(), [
    jobIndexes,
    {
      collection: 'people',
      indexes: [
        { key: { words: 1, 'engagement.heat': -1 } },
        { key: { 'engagement.heat': -1, _id: 1 } },
        { key: { owner: 1, 'engagement.heat': -1 } },
        { key: { tags: 1, 'engagement.lastEngagedAt': -1 } },
      ],
    },
  ]);
  await fill('agendaJobs', (n) => ({
    name: 'later',
    type: 'normal',
    priority: 0,
    nextRunAt: new Date(Date.UTC(2100, 0) + n),
    lockedAt: null,
    disabled: null,
  }));
  await fill('people', (n) => ({
    words: [WORDS[n % 10], WORDS[(n * 7 + 3) % 10], `p${n}`],
    tags: [WORDS[(n * 3) % 10], WORDS[n % 7]],
    owner: `U${n % 5}`,
    engagement: { heat: (n * 7919) % 1000, lastEngagedAt: new Date(n * 1e6) },
  }));
});

async function fill(collection: string, document: (n: number) => Document): Promise<void> {
  for (let from = 0; from < MANY; from += 5_000)
    await db()
      .collection(collection)
      .insertMany(Array.from({ length: 5_000 }, (_, index) => document(from + index)));
}

/** How Agenda looks for the next job to run (getNextJobToRun in @agendajs/mongo-backend 4.0.3). */
const poll = () =>
  db()
    .collection('agendaJobs')
    .findOneAndUpdate(
      {
        name: 'later',
        disabled: { $ne: true },
        $or: [
          { lockedAt: { $eq: null }, nextRunAt: { $lte: new Date() } },
          { lockedAt: { $lte: new Date(0) } },
        ],
      },
      { $set: { lockedAt: new Date() } },
      { sort: { nextRunAt: 1, priority: -1 } },
    );

const people = () => db().collection('people');
const top = { 'engagement.heat': -1, _id: 1 } as const;

test('Agenda’s poll finds nothing among 20,000 future jobs', async () => {
  expect(await poll()).toBeNull();
});

test.each<[string, Document]>([
  ['two words', { words: { $all: ['python', 'austin'] } }],
  ['the beginning of a word', { words: /^p19/ }],
  ['a word or a tag of one owner', { owner: 'U1', $or: [{ words: 'go' }, { tags: 'go' }] }],
  ['tags and a date', { tags: { $in: ['go', 'data'] }, 'engagement.lastEngagedAt': { $gte: new Date(5e9) } }],
  ['a word and not a tag', { words: 'go', tags: { $ne: 'lead' }, owner: { $in: ['U1', 'U2', null] } }],
])('people by %s come hottest first', async (_, filter) => {
  const found = await people().find(filter).sort(top).limit(20).toArray();
  const heats = found.map(({ engagement }) => engagement.heat as number);
  expect(heats).toHaveLength(20);
  expect(heats).toEqual(heats.toSorted((a, b) => b - a));
});

test('people are counted and grouped', async () => {
  const groups = await people()
    .aggregate([{ $match: { words: 'go' } }, { $group: { _id: '$owner', n: { $sum: 1 } } }])
    .toArray();
  const total = groups.reduce((sum, { n }) => sum + (n as number), 0);
  expect(await people().countDocuments({ words: 'go' })).toBe(total);
});

test('with Agenda’s own index alone the poll needs the setting that is made at each open', async () => {
  const set = (internalQueryPlanRanker: string) =>
    database().client.db('admin').command({ setParameter: 1, internalQueryPlanRanker });
  await db().collection('agendaJobs').dropIndex('name_1_disabled_1_lockedAt_1');
  expect(await poll()).toBeNull();
  // The default of the engine (9.0 alpha), as read from one that was just opened.
  await set('mixed');
  await expect(poll()).rejects.toThrow('slot-based execution engine');
  await set('multiPlanning');
  expect(await poll()).toBeNull();
});
