import { expect, test } from 'vitest';
import { setStage } from '../../src/candidates/stage.ts';
import { addToPool } from '../../src/pools/pools.ts';
import { dryRun } from '../../src/rules/dry-run.ts';
import type { When } from '../../src/rules/rule.ts';
import { RILEY } from '../support/outreach.ts';
import { ruleWorld } from './world.ts';

/** Whom a rule would have met in the last 90 days. */
const t = ruleWorld();
const met = async (when: When, only: string | null = null) => {
  const found = await dryRun(t.deps, { when, only }, { id: RILEY, timeZone: 'UTC' });
  return { ...found, names: found.names.toSorted() };
};
const found = (people: number, names: string[], more: object = {}) => ({
  people,
  names,
  atLeast: false,
  isNow: false,
  ...more,
});

test('touchpoints: different people of the last 90 days, and only those who fit', async () => {
  const [ana, ben, cem] = [
    await t.person({ name: 'Ana', skills: ['Go'] }),
    await t.person({ name: 'Ben' }),
    await t.person({ name: 'Cem' }),
  ];
  await t.happens(cem, 'replied');
  t.days(91);
  await t.happens(ana, 'replied');
  await t.happens(ana, 'replied');
  await t.happens(ben, 'replied');
  await t.happens(ben, 'call');
  const when = { kind: 'touchpoint', value: 'replied' } as const;
  expect(await met(when)).toEqual(found(2, ['Ana', 'Ben']));
  expect(await met(when, 'skill:go')).toEqual(found(1, ['Ana']));
  expect(await met({ kind: 'touchpoint', value: 'applied' })).toEqual(found(0, []));
  await expect(met(when, 'skil:go')).rejects.toThrow('skil');
});

test('tags: who was given it or added with it since, and has it still', async () => {
  const old = await t.person({ name: 'Old', tags: ['python'] });
  const ana = await t.person({ name: 'Ana' });
  t.days(91);
  await t.tag(ana, 'python');
  await t.tag(ana, 'more');
  await t.tag(old, 'more');
  await t.person({ name: 'New', tags: ['python'] });
  expect(await met({ kind: 'tag', value: 'python' })).toEqual(found(2, ['Ana', 'New']));
});

test('stages: what people said, and what followed from what happened', async () => {
  const [ana, ben, old] = [
    await t.person({ name: 'Ana' }),
    await t.person({ name: 'Ben' }),
    await t.person({ name: 'Old' }),
  ];
  await t.happens(old, 'replied');
  t.days(91);
  await t.happens(old, 'replied');
  await t.happens(ben, 'replied');
  await setStage(t.deps, { id: ana, stage: 'engaged', by: RILEY, surface: 'test' });
  expect(await met({ kind: 'stage', value: 'engaged' })).toEqual(found(2, ['Ana', 'Ben']));
});

test('pools: since when they are in one by hand; of one by query, who is in it', async () => {
  const [pool, ana, ben] = [
    await t.pool('Bench'),
    await t.person({ name: 'Ana' }),
    await t.person({ name: 'Ben' }),
  ];
  await addToPool(t.deps, pool, [ben], RILEY);
  t.days(91);
  await addToPool(t.deps, pool, [ana], RILEY);
  expect(await met({ kind: 'pool', value: pool._id })).toEqual(found(1, ['Ana']));
  const all = await t.pool('All', { query: 'pool:bench' });
  expect(await met({ kind: 'pool', value: all._id })).toEqual(found(2, ['Ana', 'Ben'], { isNow: true }));
  await expect(met({ kind: 'pool', value: 'gone' })).rejects.toThrow('not there any more');
});

test('silence: whose days were over in the last 90 days', async () => {
  const [ana, ben, cem] = [
    await t.person({ name: 'Ana' }),
    await t.person({ name: 'Ben' }),
    await t.person({ name: 'Cem' }),
  ];
  await t.happens(cem, 'replied');
  t.days(40);
  await t.happens(ana, 'replied');
  t.days(85);
  await t.happens(ben, 'replied');
  t.days(1);
  expect(await met({ kind: 'silence', value: '30' })).toEqual(found(1, ['Ana']));
});

test('more than it looks at: at least', async () => {
  await t.person({ tags: ['python'] });
  const [record] = await t.deps.candidates.byIds([await t.person({ tags: ['python'] })]);
  if (!record) throw new Error('gone');
  const many = Array.from({ length: 5_100 }, (_, index) => ({
    ...record,
    _id: `many${index}`,
    keys: [],
    emails: [],
  }));
  await t.deps.candidates.insertAll(many);
  const { people, atLeast, names } = await met({ kind: 'tag', value: 'python' });
  expect(atLeast).toBe(true);
  expect(people).toBeGreaterThan(0);
  expect(people).toBeLessThanOrEqual(5_000);
  expect(names).toHaveLength(5);
}, 60_000);
