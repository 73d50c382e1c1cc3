import { expect, test } from 'vitest';
import { removeRecord } from '../../src/candidates/keeping.ts';
import { keepingStore } from '../../src/candidates/keeping-store.ts';
import { setOwner } from '../../src/candidates/owner.ts';
import { suppress } from '../../src/candidates/suppress.ts';
import { deletePool } from '../../src/pools/pools.ts';
import { workOffRuns } from '../../src/rules/act.ts';
import { deleteRule, editRule, enableRule } from '../../src/rules/edit.ts';
import { makeRuns, matchMarked } from '../../src/rules/match.ts';
import type { Action, Rule } from '../../src/rules/rule.ts';
import { RILEY } from '../support/outreach.ts';
import { CLOSED, ruleWorld } from './world.ts';

/** What rules do: each action, once, whatever dies in between. */
const t = ruleWorld();
const ON_TAG = { kind: 'tag' as const, value: 'python' };
const did = async (rule: Rule) =>
  (await t.runs(rule)).map((run) =>
    run.held ? [run.held] : run.did.map(({ kind, outcome, words }) => words ?? `${kind} ${outcome}`),
  );

async function everything(): Promise<Action[]> {
  const pool = await t.pool('Bench');
  const sequence = await t.sequence('letters');
  return [
    { kind: 'tag', tags: ['seen', 'python'] },
    { kind: 'pool', pool: pool._id },
    { kind: 'enrol', sequence: sequence._id },
    { kind: 'remind', days: 3, note: 'Say hello' },
    { kind: 'notify', channel: 'C0HIRING' },
  ];
}

const reminders = () => t.db().collection('reminders').find().toArray();
const enrolments = () => t.db().collection('enrolments').find().toArray();

test('does everything, in the name of the rule, and a second time finds it done', async () => {
  const rule = await t.rule(ON_TAG, await everything(), { name: 'Python people' });
  const ana = await t.person({ name: 'Ana Petrova' });
  await t.tag(ana, 'python');
  await t.sweep();
  const record = await t.record(ana);
  expect(record?.tags.toSorted()).toEqual(['python', 'seen']);
  expect(record?.pools).toMatchObject([{ by: `rule:${rule._id}` }]);
  expect(await enrolments()).toMatchObject([
    { sequence: 'letters', by: `rule:${rule._id}`, chain: [rule._id] },
  ]);
  // A Friday, 09:00 in Chicago: nobody owns her, so whoever made the rule is reminded, on Monday.
  expect(await reminders()).toMatchObject([
    { by: RILEY, note: 'Say hello (rule “Python people”)', dueAt: new Date('2026-11-23T15:00:00Z') },
  ]);
  expect(t.told).toEqual(['C0HIRING Ana Petrova']);
  const log = await t.deps.audit.about(`candidate:${ana}`, 10);
  expect(
    log
      .filter(({ by }) => by === `rule:${rule._id}`)
      .map(({ action }) => action)
      .toSorted(),
  ).toEqual(['added to pool', 'candidate enrolled', 'candidate tagged']);
  await t.tag(ana, 'other');
  await t
    .db()
    .collection<{ _id: string }>('candidates')
    .updateOne({ _id: ana }, { $set: { tags: ['seen'] } });
  await t.tag(ana, 'python');
  await t.sweep();
  expect(await did(rule)).toEqual([
    ['tag done', 'pool done', 'enrol done', 'remind done', 'notify done'],
    ['tag was so', 'pool was so', 'enrol was so', 'remind done', 'notify done'],
  ]);
});

test('sets the owner first, and reminds them', async () => {
  t.deps.outreach.colleague = async (id) => ({ id, name: 'Harper', timeZone: 'Europe/Berlin' });
  await t.rule(ON_TAG, [
    { kind: 'remind', days: 1, note: '' },
    { kind: 'owner', owner: 'U0HARPER' },
  ]);
  const ana = await t.person({ tags: ['python'] });
  await t.sweep();
  expect((await t.record(ana))?.owner).toBe('U0HARPER');
  expect(await reminders()).toMatchObject([{ by: 'U0HARPER', dueAt: new Date('2026-11-21T08:00:00Z') }]);
});

test('two processes at the same events: each once', async () => {
  const rule = await t.rule(ON_TAG, await everything());
  const people = await Promise.all(Array.from({ length: 40 }, () => t.person()));
  await Promise.all(people.map((id) => t.tag(id, 'python')));
  const sweeps = Array.from({ length: 2 }, async () => {
    for (let round = 0; round < 3; round++) await t.sweep();
  });
  await Promise.all(sweeps);
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(40);
  expect(t.told).toHaveLength(40);
  expect(await reminders()).toHaveLength(40);
  expect(await enrolments()).toHaveLength(40);
  for (const id of people) expect((await t.record(id))?.happened).toEqual([]);
}, 60_000);

test('a process that dies between the run and taking the mark away makes the same run again', async () => {
  const rule = await t.rule(ON_TAG, [{ kind: 'tag', tags: ['seen'] }]);
  const touched = await t.rule({ kind: 'touchpoint', value: 'call' }, [{ kind: 'tag', tags: ['called'] }]);
  const ana = await t.person({ tags: ['python'] });
  await t.happens(ana, 'call');
  const dying = {
    ...t.deps,
    happenings: {
      ...t.deps.happenings,
      seen: async () => {
        throw new Error('killed');
      },
    },
  };
  await expect(matchMarked(dying)).rejects.toThrow('killed');
  expect(await t.runs(rule)).toHaveLength(1);
  const dyingLater = {
    ...t.deps,
    touchpoints: {
      ...t.deps.touchpoints,
      seenByRules: async () => {
        throw new Error('killed');
      },
    },
  };
  await expect(matchMarked(dyingLater)).rejects.toThrow('killed');
  await t.sweep();
  expect(await t.runs(rule)).toHaveLength(1);
  expect(await t.runs(touched)).toHaveLength(1);
  expect(await t.tags(ana)).toEqual(['called', 'python', 'seen']);
});

test('a process that dies behind an effect: it is taken up when the lease ends, and nothing is done twice', async () => {
  const rule = await t.rule(ON_TAG, await everything());
  const ana = await t.person({ tags: ['python'] });
  for (const after of [1, 2, 3]) {
    let noted = 0;
    const dying = {
      ...t.deps,
      runs: {
        ...t.deps.runs,
        did: async (...args: Parameters<typeof t.deps.runs.did>) => {
          noted++;
          if (noted >= 2) throw new Error('killed');
          return t.deps.runs.did(...args);
        },
        finish: async () => {
          throw new Error('killed');
        },
      },
    };
    await matchMarked(t.deps);
    await expect(workOffRuns(dying), `${after}`).rejects.toThrow('killed');
    expect(await workOffRuns(t.deps)).toBe(0);
    t.deps.wait(121_000);
  }
  await t.sweep();
  expect(await reminders()).toHaveLength(1);
  expect(await enrolments()).toHaveLength(1);
  expect((await t.record(ana))?.pools).toHaveLength(1);
  expect(t.told).toHaveLength(1);
  expect((await t.runs(rule))[0]?.state).toBe('done');
});

test('a message of which nobody knows whether it came is not posted again, and the history says so', async () => {
  const rule = await t.rule(ON_TAG, [{ kind: 'notify', channel: 'C0HIRING' }]);
  await t.person({ tags: ['python'] });
  await matchMarked(t.deps);
  const dying = {
    ...t.deps,
    runs: {
      ...t.deps.runs,
      finish: async () => {
        throw new Error('killed');
      },
    },
  };
  await expect(workOffRuns(dying)).rejects.toThrow('killed');
  t.deps.wait(121_000);
  await t.sweep();
  expect(t.told).toHaveLength(1);
  expect(await did(rule)).toEqual([['The app ended while it told the channel: look there whether it came.']]);
});

test('Slack is away: tried again later; the channel is closed: said in words', async () => {
  const rule = await t.rule(ON_TAG, [
    { kind: 'tag', tags: ['seen'] },
    { kind: 'notify', channel: 'C0HIRING' },
  ]);
  await t.person({ tags: ['python'] });
  t.refusal = new Error('socket hang up');
  await t.sweep();
  await t.sweep();
  expect(await t.runs(rule)).toMatchObject([{ state: 'due', attempts: 1 }]);
  t.deps.wait(61_000);
  t.refusal = null;
  await t.sweep();
  expect(t.told).toHaveLength(1);
  expect(await did(rule)).toEqual([['tag done', 'notify done']]);
  t.refusal = CLOSED;
  await t.person({ tags: ['python'] });
  await t.sweep();
  expect((await did(rule)).at(-1)).toEqual(['tag done', CLOSED.message]);
  t.refusal = new Error('socket hang up');
  await t.person({ tags: ['python'] });
  for (let tries = 0; tries < 8; tries++) {
    await t.sweep();
    t.deps.wait(129 * 60_000);
  }
  expect((await did(rule)).at(-1)).toEqual(['tag done', 'It failed 8 times; the log says why.']);
});

test('what is not there any more, or not allowed, is said in words, and the rest is done', async () => {
  const actions = await everything();
  const rule = await t.rule(ON_TAG, actions);
  const pool = await t.deps.pools.byId((actions[1] as Action & { kind: 'pool' }).pool);
  if (pool) await deletePool(t.deps, pool, { id: RILEY, role: 'admin' });
  await t.deps.sequences.change({ _id: 'letters', revision: 0 }, { deletedAt: t.deps.clock.now() });
  await t.person({ tags: ['python'] });
  await t.sweep();
  expect(await did(rule)).toEqual([
    [
      'tag done',
      'The pool is not there any more.',
      'The sequence is not there any more.',
      'remind done',
      'notify done',
    ],
  ]);
  await t.sequence('others');
  await editRule(t.deps, rule, { ...rule, actions: [{ kind: 'enrol', sequence: 'others' }] }, RILEY);
  const ben = await t.person();
  await suppress(t.deps, ben, 'opted out', 'candidate');
  await t.tag(ben, 'python');
  await t.sweep();
  expect((await did(rule)).at(-1)?.join()).toBe('They asked not to be written to any more.');
  expect(await enrolments()).toHaveLength(0);
});

test('paused or deleted before it was done, or about somebody who is gone: not done, and said so', async () => {
  const rule = await t.rule(ON_TAG, [{ kind: 'tag', tags: ['seen'] }]);
  const [ana, ben, cem] = [await t.person(), await t.person(), await t.person()];
  await t.tag(ana, 'python');
  await matchMarked(t.deps);
  const paused = await enableRule(t.deps, rule, false, RILEY);
  await t.sweep();
  const on = await enableRule(t.deps, paused, true, RILEY);
  t.deps.wait(1_000);
  await t.tag(ben, 'python');
  await matchMarked(t.deps);
  await removeRecord({ keeping: keepingStore(t.db()) }, [ben]);
  await t.sweep();
  t.deps.wait(1_000);
  await t.tag(cem, 'python');
  await matchMarked(t.deps);
  await deleteRule(t.deps, on, RILEY);
  await t.sweep();
  expect(await did(rule)).toEqual([
    ['Not done: the rule was paused before.'],
    ['Not done: they are not there any more.'],
    ['Not done: the rule was deleted before.'],
  ]);
  expect(await t.tags(cem)).toEqual(['python']);
});

test('a condition that makes no sense any more is said once for each', async () => {
  const pool = await t.pool('Bench');
  const rule = await t.rule(ON_TAG, [{ kind: 'tag', tags: ['seen'] }], { only: 'pool:bench' });
  await deletePool(t.deps, pool, { id: RILEY, role: 'admin' });
  const ana = await t.person({ tags: ['python'] });
  await t.sweep();
  expect((await did(rule))[0]?.join()).toContain('Its condition makes no sense any more: There is no pool');
  expect(await t.tags(ana)).toEqual(['python']);
});

test('somebody who was merged meanwhile is found under the id that stayed', async () => {
  const rule = await t.rule(ON_TAG, [{ kind: 'owner', owner: RILEY }]);
  const ana = await t.person();
  const [one] = await t.deps.candidates.byIds([ana]);
  await t
    .db()
    .collection<{ _id: string }>('candidates')
    .updateOne({ _id: ana }, { $set: { aliases: ['old'] } });
  const fact = {
    id: 'x',
    when: ON_TAG,
    candidateId: 'old',
    at: t.deps.clock.now(),
    chain: [],
    draftId: null,
  };
  await makeRuns(t.deps, [rule], [fact]);
  await t.sweep();
  expect(one?.owner).toBeNull();
  expect((await t.record('old'))?.owner).toBe(RILEY);
  expect(await setOwner(t.deps, { id: ana, owner: RILEY, by: RILEY, surface: 'test', chain: [] })).toBe(
    false,
  );
});
