import { expect, test } from 'vitest';
import { setOwner } from '../../src/candidates/owner.ts';
import type { Draft } from '../../src/outreach/draft.ts';
import { workOffRuns } from '../../src/rules/act.ts';
import { CHAIN_ENDS, matchMarked } from '../../src/rules/match.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { RILEY } from '../support/outreach.ts';
import { ruleWorld } from './world.ts';

/** Loops cannot happen: a rule doesn't set itself off, and a chain has three links at most. */
const t = ruleWorld();
const tagRule = (value: string, ...tags: string[]) => t.rule({ kind: 'tag', value }, [{ kind: 'tag', tags }]);
const sweeps = async (times: number) => {
  for (let sweep = 0; sweep < times; sweep++) {
    await t.sweep();
    t.deps.wait(3_601_000);
  }
};
const counts = async (rules: Rule[]) => Promise.all(rules.map(async (rule) => (await t.runs(rule)).length));
const untag = (id: string, tags: string[]) =>
  t.db().collection<{ _id: string }>('candidates').updateOne({ _id: id }, { $set: { tags } });

test('two rules that tag each other', async () => {
  const [a, b] = [await tagRule('a', 'b'), await tagRule('b', 'a')];
  const ana = await t.person();
  await t.tag(ana, 'a');
  await sweeps(4);
  // What b did carries a: had she lost the tag meanwhile, a would not run again.
  expect(await counts([a, b])).toEqual([1, 1]);
  const ben = await t.person();
  await t.tag(ben, 'a');
  await matchMarked(t.deps);
  await workOffRuns(t.deps);
  await untag(ben, ['b']);
  await matchMarked(t.deps);
  await workOffRuns(t.deps);
  expect(await t.tags(ben)).toEqual(['a', 'b']);
  expect((await t.record(ben))?.happened).toMatchObject([{ value: 'a', chain: [a._id, b._id] }]);
  await sweeps(4);
  expect(await counts([a, b])).toEqual([2, 2]);
  // A person may begin anew.
  await untag(ben, []);
  await t.tag(ben, 'a');
  await sweeps(2);
  expect(await counts([a, b])).toEqual([3, 3]);
});

test('a rule that would set itself off', async () => {
  const pool = await t.pool('Bench');
  const rule = await t.rule({ kind: 'tag', value: 'a' }, [{ kind: 'pool', pool: pool._id }]);
  const back = await t.rule({ kind: 'pool', value: pool._id }, [{ kind: 'tag', tags: ['a'] }]);
  const ana = await t.person();
  await t.tag(ana, 'a');
  await sweeps(3);
  expect(await counts([rule, back])).toEqual([1, 1]);
});

test('of a chain of five, three run, and the history of the fourth says why it didn’t', async () => {
  const rules = [];
  for (const [from, to] of [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'e'],
    ['e', 'f'],
  ])
    rules.push(await tagRule(from ?? '', to ?? ''));
  const ana = await t.person();
  await t.tag(ana, 'a');
  await sweeps(4);
  expect(await t.tags(ana)).toEqual(['a', 'b', 'c', 'd']);
  expect(await counts(rules)).toEqual([1, 1, 1, 1, 0]);
  const [fourth] = rules.slice(3);
  expect(fourth && (await t.runs(fourth))[0]).toMatchObject({ state: 'done', held: CHAIN_ENDS, did: [] });
});

test('a rule whose sequence writes doesn’t run because it has written', async () => {
  const sequence = await t.sequence('letters');
  const rule = await t.rule({ kind: 'touchpoint', value: 'message sent' }, [
    { kind: 'enrol', sequence: sequence._id },
  ]);
  const stage = await t.rule({ kind: 'stage', value: 'contacted' }, [{ kind: 'tag', tags: ['written to'] }]);
  const ana = await t.person();
  await t.happens(ana, 'message sent', { direction: 'out' });
  await t.sweep();
  expect(await counts([rule, stage])).toEqual([1, 1]);
  const enrolment = await t.db().collection<{ _id: string }>('enrolments').findOne();
  await t.deps.enrolments.stop(enrolment?._id ?? '', 'left', t.deps.clock.now());
  const mark = { id: sequence._id, enrolment: enrolment?._id ?? '', step: 'letters1', variant: 0 };
  await t
    .db()
    .collection<Draft>('drafts')
    .insertOne({ _id: 'draft', sequence: mark } as Draft);
  await t.happens(ana, 'message sent', { direction: 'out', draftId: 'draft' });
  await sweeps(2);
  expect(await counts([rule, stage])).toEqual([1, 1]);
  // The stage that follows from such a message has the rule behind it, too.
  const ben = await t.person();
  await t.happens(ben, 'message sent', { direction: 'out', draftId: 'draft' });
  await t.sweep();
  expect((await t.runs(stage)).at(-1)).toMatchObject({ candidateId: ben, chain: [rule._id, stage._id] });
  // What they do is their doing, whatever it answers.
  const answered = await t.rule({ kind: 'touchpoint', value: 'replied' }, [
    { kind: 'tag', tags: ['answered'] },
  ]);
  await t.happens(ben, 'replied', { draftId: 'draft' });
  await t.sweep();
  expect(await t.runs(answered)).toMatchObject([{ chain: [answered._id] }]);
});

test('two pools by query that hand somebody to and fro', async () => {
  t.deps.outreach.colleague = async (id) => ({ id, name: id, timeZone: 'UTC' });
  t.deps.ownersNamed = async (typed) => ({ ids: [typed.toUpperCase()], known: [] });
  const ana = await t.person();
  await t.person({ tags: ['a'] });
  const [first, second] = [
    await t.pool('Of Riley', { query: 'owner:u0riley' }),
    await t.pool('Of Harper', { query: 'owner:u0harper' }),
  ];
  const there = await t.rule({ kind: 'pool', value: first._id }, [{ kind: 'owner', owner: 'U0HARPER' }]);
  const back = await t.rule({ kind: 'pool', value: second._id }, [{ kind: 'owner', owner: RILEY }]);
  await sweeps(2);
  await setOwner(t.deps, { id: ana, owner: RILEY, by: RILEY, surface: 'test', chain: [] });
  await sweeps(12);
  expect(await counts([there, back])).toEqual([1, 1]);
  expect((await t.record(ana))?.owner).toBe(RILEY);
});
