import { expect, test } from 'vitest';
import { joiningStore } from '../../src/candidates/joining-store.ts';
import { mergeIndexes, mergeStore } from '../../src/duplicates/merge-store.ts';
import { mergePeople, undoMerge } from '../../src/duplicates/merging.ts';
import { pairIndexes, pairStore } from '../../src/duplicates/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { editRule, enableRule } from '../../src/rules/edit.ts';
import { EMPTY_FORM, formOf, type RuleForm, readRuleForm } from '../../src/rules/form.ts';
import { watchRules } from '../../src/rules/watching.ts';
import { RILEY } from '../support/outreach.ts';
import { ruleWorld } from './world.ts';

/** Making and changing rules, and what is there of people. */
const t = ruleWorld();
const ON_TAG = { kind: 'tag' as const, value: 'python' };
const SEEN = [{ kind: 'tag' as const, tags: ['seen'] }];
const read = (form: Partial<RuleForm>) =>
  readRuleForm(t.deps, { ...EMPTY_FORM, ...form }, { id: RILEY, timeZone: 'UTC' });

test('every mistake at its field', async () => {
  const dynamic = await t.pool('Dynamic', { query: 'is:bounced' });
  const bench = await t.pool('Bench');
  const good = { name: 'A rule', tag: 'python', tags: ['seen'] };
  const wrong: [Partial<RuleForm>, keyof RuleForm, string | RegExp][] = [
    [{ name: ' ' }, 'name', 'A rule needs a name.'],
    [{ name: 'x'.repeat(81) }, 'name', /80 characters/],
    [{ trigger: 'weather' }, 'trigger', /what sets it off/],
    [{ tag: '' }, 'tag', 'Please pick a tag.'],
    [{ trigger: 'stage', stage: 'lost' }, 'stage', 'Please pick a stage.'],
    [{ trigger: 'touchpoint', touchpoint: 'decision' }, 'touchpoint', 'Please pick what happens.'],
    [{ trigger: 'pool' }, 'pool', 'Please pick a pool.'],
    [{ trigger: 'pool', pool: 'gone' }, 'pool', /not there any more/],
    ...['0', '-3', '1.5', 'x', '2000'].map((silence): [Partial<RuleForm>, keyof RuleForm, RegExp] => [
      { trigger: 'silence', silence },
      'silence',
      /from 1 to 1095/,
    ]),
    [{ only: 'skil:go' }, 'only', /skil/],
    [{ tags: [] }, 'tags', /what is to be done/],
    [{ tags: ['Python'] }, 'tags', /have this tag already/],
    [{ tags: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'tags', /5 tags/],
    [{ addTo: dynamic._id }, 'addTo', 'This pool lives from its query.'],
    [{ addTo: 'gone' }, 'addTo', /not there any more/],
    [{ trigger: 'pool', pool: bench._id, addTo: bench._id }, 'addTo', /in this pool already/],
    [{ sequence: 'gone' }, 'sequence', /not there any more/],
    [{ remindDays: '0' }, 'remindDays', /from 1 to 365/],
    [{ note: 'Say hello' }, 'remindDays', /In how many days/],
  ];
  for (const [form, field, message] of wrong) {
    const answer = await read({ ...good, ...form });
    expect(answer).toHaveProperty('errors');
    expect('errors' in answer && answer.errors[field], field).toMatch(message);
  }
  t.deps.outreach.colleague = async () => null;
  expect(await read({ ...good, owner: 'U0BOT' })).toMatchObject({ errors: { owner: /colleague/ } });
});

test('what stands in the form of a rule reads as that rule', async () => {
  const [pool, sequence] = [await t.pool('Bench'), await t.sequence('letters')];
  const fields = {
    name: 'Everything',
    when: { kind: 'silence' as const, value: '90' },
    only: 'has:email',
    actions: [
      { kind: 'tag' as const, tags: ['a', 'b'] },
      { kind: 'pool' as const, pool: pool._id },
      { kind: 'owner' as const, owner: RILEY },
      { kind: 'enrol' as const, sequence: sequence._id },
      { kind: 'remind' as const, days: 3, note: 'Say hello' },
    ],
  };
  expect(await read(formOf(fields))).toEqual({ fields });
  const six = { ...fields, actions: [...fields.actions, { kind: 'notify' as const, channel: 'C1' }] };
  expect(await read(formOf(six))).toMatchObject({ errors: { tags: 'A rule does 5 things at most.' } });
});

test('a name is taken once; of two who edit at once the second is told', async () => {
  const rule = await t.rule(ON_TAG, SEEN, { name: 'Python people' });
  await expect(t.rule(ON_TAG, SEEN, { name: 'python  PEOPLE' })).rejects.toThrow('of this name');
  const other = await t.rule(ON_TAG, SEEN);
  await expect(editRule(t.deps, other, { ...other, name: 'Python people' }, RILEY)).rejects.toThrow(
    'of this name',
  );
  t.deps.wait(1);
  await editRule(t.deps, rule, { ...rule, only: 'has:email' }, RILEY);
  await expect(editRule(t.deps, rule, { ...rule, only: null }, RILEY)).rejects.toThrow('Somebody else');
  const log = await t.deps.audit.about(`rule:${rule._id}`, 10);
  expect(log.map(({ action, by }) => [action, by])).toEqual([
    ['rule edited', RILEY],
    ['rule created', RILEY],
  ]);
});

test('what is looked at follows the rules, in the process that changes them at once', async () => {
  const elsewhere = await watchRules(t.deps.rules, t.deps.logger);
  const rule = await t.rule(ON_TAG, SEEN);
  await t.rule({ kind: 'silence', value: '3' }, SEEN);
  expect([...t.deps.watched.tags]).toEqual(['python']);
  expect([...elsewhere.watched.tags]).toEqual([]);
  await elsewhere.refresh();
  expect([...elsewhere.watched.tags]).toEqual(['python']);
  elsewhere.close();
  const paused = await enableRule(t.deps, rule, false, RILEY);
  expect([...t.deps.watched.tags]).toEqual([]);
  const on = await enableRule(t.deps, paused, true, RILEY);
  await editRule(t.deps, on, { ...on, when: { kind: 'touchpoint', value: 'call' } }, RILEY);
  expect([...t.deps.watched.tags, ...t.deps.watched.kinds]).toEqual(['call']);
});

test('a merge sets nothing off, and what waits moves along once; undone, it stays there', async () => {
  await ensureIndexes(t.db(), [mergeIndexes, pairIndexes]);
  const merging = {
    ...t.deps,
    joining: joiningStore(t.db()),
    pairs: pairStore(t.db()),
    merges: mergeStore(t.db()),
  };
  const [ana, twin] = [await t.person(), await t.person({ tags: ['python'] })];
  const rule = await t.rule(ON_TAG, SEEN);
  const merge = await mergePeople(merging, [ana, twin], RILEY);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(0);
  const waiting = await t.person();
  await t.tag(waiting, 'python');
  const second = await mergePeople(merging, [merge.survivor, waiting], RILEY);
  expect((await t.record(ana))?.happened).toHaveLength(1);
  await undoMerge(merging, second._id, RILEY);
  await t.sweep();
  await t.sweep();
  expect(await t.runs(rule)).toMatchObject([{ candidateId: ana, state: 'done' }]);
  expect((await t.record(waiting))?.happened).toBeUndefined();
});

test('what rules did and saw of a person is found for an export, and forgotten', async () => {
  const pool = await t.pool('Dynamic', { query: 'is:unowned' });
  await t.rule({ kind: 'pool', value: pool._id }, SEEN);
  await t.rule(ON_TAG, SEEN);
  const [ana, ben] = [await t.person({ tags: ['python'] }), await t.person({ tags: ['python'] })];
  await t.sweep();
  expect(await t.deps.runs.about([ana])).toHaveLength(1);
  expect(await t.deps.members.about([ana])).toHaveLength(1);
  await t.deps.runs.forget([ana]);
  await t.deps.members.forget([ana]);
  expect(await t.deps.runs.about([ana, ben])).toHaveLength(1);
  expect(await t.deps.members.about([ana, ben])).toHaveLength(1);
});
