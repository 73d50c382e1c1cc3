import { beforeEach, expect, test } from 'vitest';
import { lateSteps } from '../../src/nurture/backlog.ts';
import type { NurtureDeps } from '../../src/nurture/deps.ts';
import { enrol, pauseEnrolment } from '../../src/nurture/enrol.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { candidate, RILEY, type TestOutreach } from '../support/outreach.ts';
import { BODY, DAY_MS, type NurtureWorld, nurtureWorld, step } from './world.ts';

/** Sequences on the real engine, with people kept in memory and a mailer that counts. */
const database = testDatabase();
const world = nurtureWorld(database);
const { sequence, people, days, states } = world;
let outreach: TestOutreach;
let deps: NurtureDeps;
let mailer: NurtureWorld['mailer'];
let tasks: string[];
beforeEach(() => {
  ({ outreach, deps, mailer, tasks } = world);
});

test('two processes on one database: each step once', async () => {
  const one = await sequence([
    step(),
    step({ delayDays: 6 }),
    step({ kind: 'task', variants: [{ subject: '', message: 'Call' }], withoutApproval: null }),
  ]);
  const all = people(60);
  outreach.writing = { ...outreach.writing, dailyCap: 1_000 };
  for (const { _id } of all) expect(await enrol(deps, one, _id, RILEY)).toBe('enrolled');
  await days(25, [deps, { ...deps, outreach: { ...outreach, processId: 'two' } }]);
  expect(mailer.taken).toHaveLength(120);
  expect(new Set(mailer.taken).size).toBe(120);
  expect(tasks.toSorted()).toEqual(all.map(({ _id }) => _id).toSorted());
  expect(new Set(await states())).toEqual(new Set(['done']));
});

test('a process that dies after claiming, or after writing: taken up when its lease ends, and nothing twice', async () => {
  const one = await sequence([step(), step({ delayDays: 8 })]);
  const [ana] = people(1);
  if (!ana) throw new Error('nobody');
  await enrol(deps, one, ana._id, RILEY);
  outreach.wait(DAY_MS * 3);
  const now = deps.clock.now();
  await deps.enrolments.claimDue(one._id, 'dead', now, new Date(now.getTime() + 120_000), 10);
  await sweepEnrolments(deps);
  expect(mailer.taken).toHaveLength(0);
  outreach.wait(121_000);
  // It dies between the mail and its own note of it.
  const dying: NurtureDeps = {
    ...deps,
    enrolments: {
      ...deps.enrolments,
      move: async () => {
        throw new Error('killed');
      },
    },
  };
  await sweepEnrolments(dying);
  expect(mailer.taken).toHaveLength(1);
  outreach.wait(121_000);
  await sweepEnrolments(deps);
  await days(2);
  expect(mailer.taken).toHaveLength(1);
  await days(12);
  expect(mailer.taken).toHaveLength(2);
});

const ENDS: [stop: string, happen: (id: string) => Promise<unknown>][] = [
  [
    'answered',
    (id: string) =>
      outreach.people.record({
        _id: 'r',
        candidateId: id,
        kind: 'replied',
        direction: 'in',
        at: deps.clock.now(),
        by: 'candidate',
      }),
  ],
  ['opted out', (id: string) => outreach.people.suppress(id, 'opted out', 'candidate')],
  ['bounced', (id: string) => outreach.people.suppress(id, 'bounced', 'mail')],
  [
    'applied',
    (id: string) =>
      outreach.people.record({
        _id: 'a',
        candidateId: id,
        kind: 'applied',
        direction: 'in',
        at: deps.clock.now(),
        by: 'candidate',
      }),
  ],
  [
    'hired',
    async (id: string) =>
      void outreach.people.candidates.set(id, { ...candidate(), _id: id, stage: 'hired' }),
  ],
  ['gone', async (id: string) => void outreach.people.candidates.delete(id)],
];

test.each(ENDS)('stops when they %s', async (stop, happen) => {
  const one = await sequence([step(), step({ delayDays: 8 })]);
  const [ana] = people(1);
  if (!ana) throw new Error('nobody');
  await enrol(deps, one, ana._id, RILEY);
  await days(4);
  expect(mailer.taken).toHaveLength(1);
  await happen(ana._id);
  await days(20);
  expect(mailer.taken).toHaveLength(1);
  expect(await states()).toEqual([stop]);
});

test('whoever is warm enough leaves; hot people get a person, whatever was ticked', async () => {
  const leaving = await sequence([step()], { stopAt: 'warm' });
  const asked = await sequence([step()]);
  const [ana, ben] = people(2);
  await enrol(deps, leaving, ana?._id ?? '', RILEY);
  await enrol(deps, asked, ben?._id ?? '', RILEY);
  outreach.people.temperature = () => 'hot';
  await days(5);
  expect(mailer.taken).toHaveLength(0);
  expect(new Set(await states())).toEqual(new Set(['waiting', 'warm']));
});

test('two sequences never write to one person in the same week', async () => {
  const [ana] = people(1);
  for (const one of [
    await sequence([step()]),
    await sequence([step()]),
    await sequence([step({ delayDays: 2 })]),
  ])
    await enrol(deps, one, ana?._id ?? '', RILEY);
  outreach.writing = { ...outreach.writing, in7Days: 50, in90Days: 50 };
  const at: number[] = [];
  for (let day = 0; day < 40; day++) {
    const before = mailer.taken.length;
    await days(1);
    if (mailer.taken.length > before) at.push(day);
    expect(mailer.taken.length - before).toBeLessThanOrEqual(1);
  }
  expect(at).toHaveLength(3);
  for (const [index, day] of at.entries())
    if (index > 0) expect(day - (at[index - 1] ?? 0)).toBeGreaterThanOrEqual(7);
});

test('a step with a gap, or one that the checks point at, is asked about', async () => {
  const one = await sequence([
    step({ variants: [{ subject: 'Hello', message: `${BODY}\nHow is {{ company }}?` }] }),
  ]);
  const lacking = candidate({ company: null });
  outreach.people.candidates.set(lacking._id, lacking);
  await enrol(deps, one, lacking._id, RILEY);
  await days(4);
  expect(mailer.taken).toHaveLength(0);
  const [draft] = await outreach.drafts.waitingFor(RILEY, 5);
  expect(draft?.versions[0]?.body).toContain('[company]');
  expect(draft?.versions[0]?.findings).toMatchObject([{ kind: 'placeholder' }]);
});

test('paused, a person or a whole sequence: nothing happens, and then it goes on', async () => {
  const one = await sequence([step()]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  const enrolment = await database.db().collection<{ _id: string }>('enrolments').findOne();
  expect(await pauseEnrolment(deps, enrolment?._id ?? '', true, RILEY)).toBe(true);
  await days(10);
  expect(mailer.taken).toHaveLength(0);
  await pauseEnrolment(deps, enrolment?._id ?? '', false, RILEY);
  await deps.sequences.change({ _id: one._id, revision: 0 }, { state: 'paused' });
  await days(10);
  expect(mailer.taken).toHaveLength(0);
  await deps.sequences.change({ _id: one._id, revision: 1 }, { state: 'active' });
  await days(5);
  expect(mailer.taken).toHaveLength(1);
});

test('nothing goes out in the name of an owner who has left, until another one is named; Slack being away holds nobody', async () => {
  const one = await sequence([step()]);
  const [ana, ben] = people(2);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  const { colleague } = outreach;
  outreach.colleague = async () => null;
  await days(10);
  expect(mailer.taken).toHaveLength(0);
  const held = await database.db().collection('enrolments').findOne();
  expect(held?.['putOff']).toContain('owner is not in this workspace any more');
  outreach.colleague = colleague;
  await days(5);
  expect(mailer.taken).toHaveLength(1);
  await enrol(deps, one, ben?._id ?? '', RILEY);
  outreach.colleague = () => Promise.reject(new Error('Slack is away'));
  await days(5);
  expect(mailer.taken).toHaveLength(2);
});

test('edited while people are inside: a removed step is skipped, a new one is sent', async () => {
  const [first, second, third] = [step(), step({ delayDays: 8 }), step({ delayDays: 8 })];
  const one = await sequence([first, second]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  await days(3);
  expect(mailer.taken).toHaveLength(1);
  await deps.sequences.change({ _id: one._id, revision: 0 }, { steps: [first, third] });
  await days(30);
  expect(mailer.taken).toHaveLength(2);
  expect(await states()).toEqual(['done']);
  await deps.sequences.change({ _id: one._id, revision: 1 }, { deletedAt: deps.clock.now() });
});

test('away, by an automatic answer: a week of silence', async () => {
  const one = await sequence([step({ delayDays: 3 })]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  await days(3);
  await outreach.people.record({
    _id: 'ooo',
    candidateId: ana?._id ?? '',
    kind: 'status',
    direction: 'in',
    at: deps.clock.now(),
    by: 'rekindle',
    note: 'An automatic answer came back (out of office, most likely)',
  });
  await days(5);
  expect(mailer.taken).toHaveLength(0);
  await days(6);
  expect(mailer.taken).toHaveLength(1);
});

test('a sweep that is behind says so', async () => {
  const one = await sequence([step({ delayDays: 0 })]);
  for (const { _id } of people(3)) await enrol(deps, one, _id, RILEY);
  expect(await lateSteps(deps)).toEqual([]);
  outreach.wait(180_000);
  expect(await lateSteps(deps)).toEqual(['Sequences are behind: 3 steps are due for more than two minutes.']);
});
