import { expect, test } from 'vitest';
import { editCandidate } from '../../src/candidates/edit.ts';
import { identityKeys } from '../../src/candidates/identity.ts';
import { joinIn, writeJoined } from '../../src/candidates/joining-in.ts';
import { setStage } from '../../src/candidates/stage.ts';
import { keepTouchpoints } from '../../src/engagement/bulk.ts';
import { addToPool, removeFromPool } from '../../src/pools/pools.ts';
import { enableRule } from '../../src/rules/edit.ts';
import { profile } from '../candidates/world.ts';
import { RILEY } from '../support/outreach.ts';
import { ruleWorld } from './world.ts';

/** What sets rules off, and what doesn't. */
const t = ruleWorld();
const SEEN = [{ kind: 'tag' as const, tags: ['seen'] }];
const seen = async (id: string) => (await t.tags(id)).includes('seen');

test('a tag: by hand, when somebody is added with it, and when a file brings it', async () => {
  const rule = await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  const ana = await t.person();
  const ben = await t.person({ tags: ['python'] });
  const cem = await t.person();
  await t.tag(ana, 'python');
  await t.tag(ana, 'python', 'other');
  await t.tag(cem, 'ruby');
  const email = 'file@example.com';
  for (const tags of [[], ['python']]) {
    const typed = profile({ email, tags });
    const joined = await joinIn(
      t.deps,
      [{ id: 'f'.repeat(24), profile: typed, keys: identityKeys(typed) }],
      RILEY,
      t.deps.clock.now(),
    );
    expect(await writeJoined(t.deps, joined)).toBe(true);
  }
  await t.sweep();
  await t.sweep();
  expect(await Promise.all([ana, ben, cem, 'f'.repeat(24)].map(seen))).toEqual([true, true, false, true]);
  expect(await t.runs(rule)).toHaveLength(3);
});

test('a tag that comes with an edit, and again after it was taken away', async () => {
  const rule = await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  const ana = await t.person({ name: 'Ana Petrova' });
  const shown = { name: 'Ana Petrova', emails: [], phones: [], links: [], skills: [], interests: [] };
  const blank = { headline: null, company: null, location: null, seniority: null, owner: null };
  const edit = (was: string[], is: string[]) =>
    editCandidate(t.deps, {
      id: ana,
      profile: profile({ name: 'Ana Petrova', email: 'ana@example.com', tags: is }),
      by: RILEY,
      deliveryId: `edit${is.length}`,
      shown: { ...shown, ...blank, tags: was },
    });
  await edit([], ['python']);
  await t.sweep();
  await edit(['python'], []);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(1);
  await edit([], ['python']);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(2);
});

test('a stage: by a person, and by what happened', async () => {
  const engaged = await t.rule({ kind: 'stage', value: 'engaged' }, SEEN);
  const [ana, ben] = [await t.person(), await t.person()];
  await setStage(t.deps, { id: ana, stage: 'engaged', by: RILEY, surface: 'test' });
  await t.happens(ben, 'replied');
  await t.happens(ben, 'replied');
  await t.sweep();
  expect(await Promise.all([ana, ben].map(seen))).toEqual([true, true]);
  expect(await t.runs(engaged)).toHaveLength(2);
});

test('a pool by hand, each time somebody comes into it', async () => {
  const pool = await t.pool('Bench');
  const rule = await t.rule({ kind: 'pool', value: pool._id }, SEEN);
  const ana = await t.person();
  await addToPool(t.deps, pool, [ana], RILEY);
  await addToPool(t.deps, pool, [ana], RILEY);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(1);
  await removeFromPool(t.deps, pool, [ana], RILEY);
  await addToPool(t.deps, pool, [ana], RILEY);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(2);
});

test('a touchpoint, one by one or many at once; what is long over is no news', async () => {
  const rule = await t.rule({ kind: 'touchpoint', value: 'applied' }, SEEN);
  const [ana, ben, cem] = [await t.person(), await t.person(), await t.person()];
  await t.happens(ana, 'applied');
  await t.happens(cem, 'call');
  const old = new Date(t.deps.clock.now().getTime() - 8 * 86_400_000);
  await t.happens(cem, 'applied', { at: old });
  await keepTouchpoints(
    t.deps,
    [{ _id: 'many', candidateId: ben, kind: 'applied', direction: 'in', at: t.deps.clock.now(), by: RILEY }],
    'to be counted',
  );
  await t.sweep();
  await t.sweep();
  expect(await Promise.all([ana, ben, cem].map(seen))).toEqual([true, true, false]);
  expect(await t.runs(rule)).toHaveLength(2);
});

test('nothing is written for rules where none looks', async () => {
  const ana = await t.person({ tags: ['python'] });
  await t.happens(ana, 'replied');
  expect((await t.record(ana))?.happened).toBeUndefined();
  expect(await t.db().collection('touchpoints').countDocuments({ forRules: true })).toBe(0);
  await t.rule({ kind: 'tag', value: 'ruby' }, SEEN);
  await t.tag(ana, 'go');
  expect((await t.record(ana))?.happened).toBeUndefined();
});

test('silence: when the days are over, once; not who was silent before, and again after another answer', async () => {
  const [ana, ben, cem] = [await t.person(), await t.person(), await t.person()];
  await t.happens(ben, 'replied');
  t.days(40);
  const rule = await t.rule({ kind: 'silence', value: '30' }, SEEN);
  await t.happens(ana, 'replied');
  t.days(29);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(0);
  // The process was away over the day itself.
  t.days(5);
  await Promise.all([t.sweep(), t.sweep()]);
  t.days(60);
  await t.sweep();
  expect(await Promise.all([ana, ben, cem].map(seen))).toEqual([true, false, false]);
  expect(await t.runs(rule)).toHaveLength(1);
  await t.happens(ana, 'call');
  t.days(31);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(2);
});

test('silence of more people than a page holds, who all engaged in the same moment', async () => {
  const rule = await t.rule({ kind: 'silence', value: '10' }, SEEN);
  const one = await t.person();
  await t.happens(one, 'replied');
  const record = await t.record(one);
  if (!record) throw new Error('gone');
  await t.deps.candidates.insertAll(
    Array.from({ length: 600 }, (_, index) => ({ ...record, _id: `same${index}`, keys: [], emails: [] })),
  );
  t.days(11);
  await t.sweep();
  expect(await t.deps.runs.count(rule._id, 5_000)).toBe(601);
}, 60_000);

test('a pool by query: who comes into it, not who was in it; who left and came back, again', async () => {
  const [ana, ben] = [await t.person({ tags: ['rust'] }), await t.person()];
  const pool = await t.pool('Rust people', { query: 'tag:rust' });
  const rule = await t.rule({ kind: 'pool', value: pool._id }, SEEN);
  await t.sweep();
  await t.tag(ben, 'rust');
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(0);
  t.deps.wait(3_601_000);
  await Promise.all([t.sweep(), t.sweep()]);
  expect(await Promise.all([ana, ben].map(seen))).toEqual([false, true]);
  t.deps.wait(3_601_000);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(1);
  await tagged(ben, ['seen']);
  t.days(1);
  await t.sweep();
  await t.tag(ben, 'rust');
  t.days(1);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(2);
});

const tagged = async (id: string, tags: string[]) => {
  const record = await t.record(id);
  if (record)
    await t
      .db()
      .collection<{ _id: string }>('candidates')
      .updateOne({ _id: id }, { $set: { tags, tokens: [], facets: [] } });
};

test('what happened before a rule was made doesn’t set it off, though another rule looked at it', async () => {
  const first = await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  await t.tag(await t.person(), 'python');
  t.deps.wait(1);
  const second = await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  await t.sweep();
  expect([await t.runs(first), await t.runs(second)].map(({ length }) => length)).toEqual([1, 0]);
});

test('a file that is joined in takes nothing away that happened while it was read', async () => {
  await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  const rule = await t.rule({ kind: 'stage', value: 'engaged' }, SEEN);
  const ana = await t.person({ email: 'ana@example.com', tags: ['python'] });
  const typed = profile({ email: 'ana@example.com', headline: 'Engineer' });
  const joined = await joinIn(
    t.deps,
    [{ id: 'unused', profile: typed, keys: identityKeys(typed) }],
    RILEY,
    t.deps.clock.now(),
  );
  await t.happens(ana, 'replied');
  expect(await writeJoined(t.deps, joined)).toBe(true);
  expect(await t.record(ana)).toMatchObject({ headline: 'Engineer', stage: 'engaged' });
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(1);
});

test('only people who fit, as they are when it happens', async () => {
  const rule = await t.rule({ kind: 'tag', value: 'python' }, SEEN, { only: 'skill:go' });
  const [ana, ben] = [await t.person({ skills: ['Go'] }), await t.person({ skills: ['Rust'] })];
  await t.tag(ana, 'python');
  await t.tag(ben, 'python');
  await t.sweep();
  expect(await Promise.all([ana, ben].map(seen))).toEqual([true, false]);
  expect(await t.runs(rule)).toHaveLength(1);
});

test('paused: what happens then is nobody’s business, also not afterwards', async () => {
  const rule = await t.rule({ kind: 'tag', value: 'python' }, SEEN);
  const [ana, ben, cem] = [await t.person(), await t.person(), await t.person()];
  // Marked, and paused before anybody looked.
  await t.tag(ana, 'python');
  t.deps.wait(1_000);
  const paused = await enableRule(t.deps, rule, false, RILEY);
  await t.sweep();
  await t.tag(ben, 'python');
  t.deps.wait(1_000);
  await enableRule(t.deps, paused, true, RILEY);
  t.deps.wait(1_000);
  await t.tag(cem, 'python');
  await t.sweep();
  expect(await Promise.all([ana, ben, cem].map(seen))).toEqual([false, false, true]);
  expect((await t.record(ana))?.happened).toEqual([]);
});
