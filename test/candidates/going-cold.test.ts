import { expect, test } from 'vitest';
import { capture } from '../../src/candidates/capture.ts';
import { crossedDown } from '../../src/candidates/going-cold.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import { heatRange } from '../../src/engagement/temperature.ts';
import type { Kind } from '../../src/engagement/touchpoint.ts';
import { testDatabase } from '../support/database.ts';
import { profile, world } from './world.ts';

const database = testDatabase();
const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };

test('who crossed a limit since yesterday, and nobody who is near it or somebody else’s', async () => {
  const deps = await world(database.db());
  const now = deps.clock.now();
  const day = 86_400_000;
  const limit = (temperature: 'hot' | 'warm', at: Date) =>
    heatRange(temperature, at, deps.temperature).from ?? 0;
  const yesterday = new Date(now.getTime() - day);
  const step = (limit('hot', now) - limit('hot', yesterday)) / 2;
  const people: [name: string, heat: number, owner: string][] = [
    ['Crossed Hot', limit('hot', now) - step, 'U0RILEY'],
    ['Crossed Warm', limit('warm', now) - step, 'U0RILEY'],
    ['Still Hot', limit('hot', now) + step, 'U0RILEY'],
    ['Long Warm', limit('hot', yesterday) - step, 'U0RILEY'],
    ['Still Warm', limit('warm', now) + step, 'U0RILEY'],
    ['Long Cold', limit('warm', yesterday) - step, 'U0RILEY'],
    ['Of Sam', limit('hot', now) - step, 'U0SAM'],
  ];
  for (const [index, [name, heat, owner]] of people.entries()) {
    await capture(deps, {
      profile: profile({ name, email: `p${index}@example.com`, owner }),
      by: owner,
      surface: 'test',
    });
    await database
      .db()
      .collection('candidates')
      .updateOne({ name }, { $set: { 'engagement.heat': heat } });
  }
  const { candidates, total } = await crossedDown(deps, RILEY, {
    query: 'owner:me',
    since: yesterday,
    limit: 10,
  });
  expect(candidates.map(({ name }) => name)).toEqual(['Crossed Hot', 'Crossed Warm']);
  expect(total).toBe(2);
  expect((await crossedDown(deps, RILEY, { query: 'owner:me', since: now, limit: 10 })).candidates).toEqual(
    [],
  );
});

test('who came up to just below hot has not cooled down, however far back one looks', async () => {
  await database.empty();
  const deps = await world(database.db());
  const now = deps.clock.now();
  const since = new Date(now.getTime() - 80 * 86_400_000);
  const histories: Record<string, [Kind, number][]> = {
    // 6 points: below hot, and so they were 80 days ago by the same heat.
    'Just Warm': [['event attended', 1]],
    'Was Hot': [['interview', 30]],
    'Was Warm': [['event attended', 75]],
  };
  for (const [index, [name, history]] of Object.entries(histories).entries()) {
    const email = `p${index}@example.com`;
    const captured = await capture(deps, {
      profile: profile({ name, email, owner: RILEY.id }),
      by: RILEY.id,
      surface: 'test',
    });
    if (captured.outcome !== 'added') throw new Error('known');
    for (const [kind, daysAgo] of history)
      await recordTouchpoint(deps, {
        _id: name,
        candidateId: captured.candidate._id,
        kind,
        direction: 'in',
        at: new Date(now.getTime() - daysAgo * 86_400_000),
        by: 'x',
      });
  }
  const { candidates } = await crossedDown(deps, RILEY, { query: 'owner:me', since, limit: 10 });
  expect(candidates.map(({ name }) => name)).toEqual(['Was Hot', 'Was Warm']);
});
