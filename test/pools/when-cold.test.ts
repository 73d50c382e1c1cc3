import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import { heatRange } from '../../src/engagement/temperature.ts';
import type { Pool } from '../../src/pools/pool.ts';
import { editPool } from '../../src/pools/pools.ts';
import {
  answerCold,
  type ColdDeps,
  type ColdOutcome,
  enrolThem,
  tendColdRules,
  wrongSequence,
} from '../../src/pools/when-cold.ts';
import { FORM, poolWorld, RILEY } from './world.ts';

/** Whoever goes cold in a pool, on the real engine; enrolling itself is nurture's. */
const t = poolWorld();
const ADMIN = { id: 'U0ADMIN', role: 'admin' };
const OWNER = { id: RILEY.id, role: 'recruiter' };
let enrolled: Map<string, string>;
let asked: string[];
let told: string[];
let outcomes: Map<string, ColdOutcome>;
let pool: Pool;
/** Of one process. */
let deps: (processId: string) => ColdDeps;
let number = 0;

beforeEach(async () => {
  enrolled = new Map();
  asked = [];
  told = [];
  outcomes = new Map();
  pool = await t.make({ name: 'Keepers', coldSequence: 'sequence1' });
  deps = (processId) => ({
    ...t.deps,
    logger: createLogger('silent'),
    processId,
    sequences: async () => [{ _id: 'sequence1', name: 'Hello again' }],
    ownerZone: async () => 'UTC',
    async enrolCold(_sequence, { _id }, { cause }) {
      const outcome = outcomes.get(_id) ?? 'enrolled';
      if (outcome !== 'enrolled') return outcome;
      if (enrolled.has(_id) && enrolled.get(_id) !== cause) return 'already';
      enrolled.set(_id, cause);
      return 'enrolled';
    },
    askAboutCold: async (_pool, sequence, people) => void asked.push(`${people} in ${sequence}?`),
    tellCold: async (_pool, sequence, { enrolled: count, already, lately, refused }) =>
      void told.push(`${sequence}: ${[count, already, lately, refused].join()}`),
  });
});

/** Somebody in the pool who was at an event. */
async function called(daysAgo = 0): Promise<string> {
  const id = await t.add();
  await recordTouchpoint(t.deps, {
    _id: `t${++number}`,
    candidateId: id,
    kind: 'event attended',
    direction: 'in',
    at: new Date(t.deps.clock.now().getTime() - daysAgo * 86_400_000),
    by: 'candidate',
  });
  await t
    .db()
    .collection<{ _id: string }>('candidates')
    .updateOne(
      { _id: id },
      {
        $set: { pools: [{ id: pool._id, at: new Date(), by: 'x' }] },
        $push: { facets: `:pool:${pool._id}`, tokens: `:pool:${pool._id}` } as never,
      },
    );
  return id;
}
/** 6 points fall below 2 after 71.3 days. */
const COLD_AFTER = 72;
const twice = () => Promise.all([tendColdRules(deps('one')), tendColdRules(deps('two'))]);
const current = async () => (await t.deps.pools.byId(pool._id)) ?? pool;
const say = (yes: boolean, actor = OWNER) =>
  answerCold(t.deps, { poolId: pool._id, sequence: 'sequence1', yes, actor });

test('the owner is asked once, by whichever process; after Yes whoever follows is enrolled with nobody asked', async () => {
  // A Friday.
  const [ana, ben, cem] = [await called(COLD_AFTER - 3), await called(COLD_AFTER - 2), await called(0)];
  t.move(3);
  await twice();
  expect(asked).toEqual(['2 in Hello again?']);
  t.move(1);
  await twice();
  expect(asked).toHaveLength(1);
  expect(enrolled.size).toBe(0);
  expect(await say(true, { id: 'U0SAM', role: 'recruiter' })).toBe('not yours');
  const answered = await say(true);
  if (typeof answered === 'string' || !answered.pool.whenCold) throw new Error('not answered');
  expect(answered).toMatchObject({ before: 'asked', pool: { whenCold: { state: 'yes' } } });
  expect(await say(true)).toMatchObject({ before: 'yes' });
  await Promise.all([
    enrolThem(deps('one'), answered.pool, answered.pool.whenCold),
    enrolThem(deps('two'), answered.pool, answered.pool.whenCold),
  ]);
  expect([...enrolled.keys()].toSorted()).toEqual([ana, ben].toSorted());
  expect(told).toEqual(['Hello again: 2,0,0,0']);
  const dee = await called(COLD_AFTER - 1);
  t.move(1);
  await twice();
  expect(enrolled.has(dee)).toBe(true);
  expect(told).toEqual(['Hello again: 2,0,0,0', 'Hello again: 1,0,0,0']);
  expect(enrolled.has(cem)).toBe(false);
  // Nobody follows: nothing is said.
  t.move(1);
  await twice();
  expect(told).toHaveLength(2);
  expect(asked).toHaveLength(1);
});

test('on working days from 08:00 to 18:00 where the owner is; the weekend is made up for', async () => {
  await say(true, ADMIN);
  const ana = await called(COLD_AFTER - 1);
  t.move(1);
  await twice();
  expect(enrolled.size).toBe(0);
  t.move(2 - 0.25);
  await twice();
  expect(enrolled.size).toBe(0);
  t.move(0.25);
  await twice();
  expect([...enrolled.keys()]).toEqual([ana]);
});

test('No switches it off, also later; saving the pool doesn’t ask again, another owner is asked', async () => {
  await called(COLD_AFTER - 3);
  t.move(3);
  await twice();
  expect(await say(false)).toMatchObject({ before: 'asked', pool: { whenCold: { state: 'no' } } });
  expect(await say(true)).toMatchObject({ before: 'no', pool: { whenCold: { state: 'no' } } });
  t.move(1);
  await twice();
  expect([asked.length, enrolled.size]).toEqual([1, 0]);
  const form = { ...FORM, name: 'Keepers', coldSequence: 'sequence1' };
  await editPool(t.deps, pool._id, form, RILEY.id);
  expect((await current()).whenCold).toMatchObject({ state: 'new' });
  await say(true);
  await editPool(t.deps, pool._id, { ...form, purpose: 'Other words' }, RILEY.id);
  expect((await current()).whenCold).toMatchObject({ state: 'yes' });
  // A form without the field, as an expected role has it, leaves the rule alone.
  const { coldSequence: _, ...without } = form;
  await editPool(t.deps, pool._id, without, RILEY.id);
  expect((await current()).whenCold).toMatchObject({ state: 'yes' });
  await editPool(t.deps, pool._id, { ...form, owner: 'U0SAM' }, RILEY.id);
  expect((await current()).whenCold).toMatchObject({ state: 'new' });
  await editPool(t.deps, pool._id, { ...form, coldSequence: null }, RILEY.id);
  expect((await current()).whenCold).toBeNull();
  expect(await wrongSequence(deps('one'), { ...form, coldSequence: 'gone' })).toContain('not there any more');
  expect(await wrongSequence(deps('one'), form)).toBeNull();
});

test('the process dies in the middle: the look goes on until the same moment, and is told once with the right counts', async () => {
  await say(true);
  for (let index = 0; index < 60; index++)
    outcomes.set(await called(COLD_AFTER - 3), index < 57 ? 'enrolled' : 'refused');
  t.move(3);
  let left = 30;
  const dying = deps('dying');
  const enrolCold: ColdDeps['enrolCold'] = (...args) =>
    left-- > 0 ? dying.enrolCold(...args) : Promise.reject(new Error('killed'));
  await tendColdRules({ ...dying, enrolCold });
  expect(enrolled.size).toBe(30);
  await twice();
  expect(told).toEqual([]);
  // Its lease ends in the evening: what was begun is finished.
  t.move(0.5);
  await twice();
  expect(enrolled.size).toBe(57);
  expect(told).toEqual(['Hello again: 57,0,0,3']);
});

test('Slack is away: asked again; a deleted sequence switches the rule off and says so; an owner who left is left alone', async () => {
  await called(COLD_AFTER - 3);
  t.move(3);
  await tendColdRules({ ...deps('one'), askAboutCold: async () => Promise.reject(new Error('away')) });
  expect((await current()).whenCold?.state).toBe('new');
  await tendColdRules({ ...deps('one'), ownerZone: async () => null });
  expect(asked).toEqual([]);
  await twice();
  expect(asked).toHaveLength(1);
  await say(true);
  await tendColdRules({ ...deps('one'), sequences: async () => [] });
  expect(told).toEqual(['null: 0,0,0,0']);
  expect((await current()).whenCold?.state).toBe('no');
});

test('six months of silence count as cold; who is snoozed does not', async () => {
  await say(true);
  const [ana, ben] = [await called(183), await called(183)];
  const people = t.db().collection<{ _id: string }>('candidates');
  await people.updateOne({ _id: ben }, { $set: { snoozedUntil: new Date('2027-06-01') } });
  // Warm for ever: only the date tells.
  const { from } = heatRange('hot', new Date('2028-01-01'), t.deps.temperature);
  await people.updateMany({}, { $set: { 'engagement.heat': from } });
  t.move(3);
  await twice();
  expect([...enrolled.keys()]).toEqual([ana]);
});
