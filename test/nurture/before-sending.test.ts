import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { SendResult } from '#platform/mail/mailer.ts';
import type { NurtureDeps } from '../../src/nurture/deps.ts';
import { enrol, pauseEnrolment, stopEnrolment } from '../../src/nurture/enrol.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { confirmArrived } from '../../src/outreach/deciding/approve.ts';
import { sweepDrafts } from '../../src/outreach/sweep.ts';
import { testDatabase } from '../support/database.ts';
import { candidate, RILEY, type TestOutreach } from '../support/outreach.ts';
import { DAY_MS, nurtureWorld, step } from './world.ts';

/** Between the moment in which a step is due and the one in which its message goes out, much may happen. */
const database = testDatabase();
const world = nurtureWorld(database);
const { sequence, people, days } = world;
const LATER: SendResult = {
  outcome: 'refused',
  code: 451,
  permanent: false,
  reason: 'later',
  aboutReceiver: false,
};
let outreach: TestOutreach;
let deps: NurtureDeps;
/** What the mail server says next; when nothing is left it accepts. */
let answers: SendResult[];
let taken: string[];
beforeEach(() => {
  ({ outreach, deps } = world);
  answers = [];
  taken = [];
  outreach.mailer = {
    ...world.mailer,
    async send(mail) {
      // As a mail server does, it takes a moment: in it, the others look around.
      await setTimeout(10);
      const answer = answers.shift() ?? { outcome: 'accepted', response: '250 ok' };
      if (answer.outcome === 'accepted') taken.push(mail.to.address);
      return answer;
    },
  };
});

const drafts = () =>
  database.db().collection<{ _id: string; state: string; problem: string | null }>('drafts').find().toArray();
/** Some hours later, as the sweeps would. */
async function hours(count: number): Promise<void> {
  for (let hour = 0; hour < count; hour++) {
    outreach.wait(3_600_000);
    await sweepDrafts(outreach);
    await sweepEnrolments(deps);
  }
}
const happens = (candidateId: string, kind: 'replied' | 'applied') =>
  outreach.people.record({
    _id: `${kind}:${candidateId}`,
    candidateId,
    kind,
    direction: 'in',
    at: deps.clock.now(),
    by: 'candidate',
  });
/** Somebody whose first message the mail server has put off. */
async function putOff(): Promise<{ id: string; enrolment: string }> {
  answers = [LATER];
  const one = await sequence([step()]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  await days(3);
  expect((await drafts()).map(({ state }) => state)).toEqual(['approved']);
  const [enrolment] = await deps.enrolments.running([ana?._id ?? '']);
  return { id: ana?._id ?? '', enrolment: enrolment?._id ?? '' };
}

test.each([
  ['answers', (id: string) => happens(id, 'replied')],
  ['applies', (id: string) => happens(id, 'applied')],
  ['is taken out', (_: string, enrolment: string) => stopEnrolment(deps, enrolment, 'left', RILEY)],
])('whoever %s while the mail server puts a message off does not get it', async (_, happen) => {
  const { id, enrolment } = await putOff();
  await happen(id, enrolment);
  await hours(30);
  expect(taken).toEqual([]);
  expect((await drafts()).map(({ state }) => state)).toEqual(['discarded']);
});

test('whoever has become hot meanwhile gets a person; whoever is paused, or in a paused sequence, waits', async () => {
  const hot = await putOff();
  outreach.people.temperature = () => 'hot';
  await hours(2);
  expect(await drafts()).toMatchObject([
    { state: 'waiting', problem: expect.stringContaining('hot by now') },
  ]);
  await stopEnrolment(deps, hot.enrolment, 'left', RILEY);
  outreach.people.temperature = () => 'cold';
  await database.empty();
  const paused = await putOff();
  await pauseEnrolment(deps, paused.enrolment, true, RILEY);
  await hours(60);
  expect(taken).toEqual([]);
  await pauseEnrolment(deps, paused.enrolment, false, RILEY);
  await hours(72);
  expect(taken).toHaveLength(1);
});

test('two processes, two sequences, one person, one moment: one message', { timeout: 60_000 }, async () => {
  const all = people(12);
  for (const one of [await sequence([step()]), await sequence([step()])])
    for (const { _id } of all) await enrol(deps, one, _id, RILEY);
  outreach.wait(3 * DAY_MS);
  await Promise.all(
    [deps, { ...deps, outreach: { ...outreach, processId: 'two' } }].map((one) => sweepEnrolments(one)),
  );
  expect(taken).toHaveLength(all.length);
  expect(new Set(taken)).toEqual(new Set(all.map(({ emails }) => emails[0])));
  // The other one follows in another week, and nobody had to be asked.
  await days(12);
  await hours(72);
  expect(taken).toHaveLength(24);
  expect(new Set((await drafts()).map(({ state }) => state))).toEqual(new Set(['sent']));
});

test('what may have arrived counts: no second message in the week of one whose fate nobody knows', async () => {
  answers = [{ outcome: 'unclear', reason: 'The connection broke off.' }];
  const [ana] = people(1);
  for (const one of [await sequence([step()]), await sequence([step({ delayDays: 2 })])])
    await enrol(deps, one, ana?._id ?? '', RILEY);
  await days(5);
  expect(taken).toEqual([]);
  await days(8);
  expect(taken).toHaveLength(1);
});

test('a message of which somebody says that it arrived counts from when it was tried, not from its approval', async () => {
  answers = [LATER, LATER, LATER, { outcome: 'unclear', reason: 'The connection broke off.' }];
  const [ana] = people(1);
  await enrol(deps, await sequence([step()]), ana?._id ?? '', RILEY);
  await days(3);
  const approved = deps.clock.now();
  await hours(30);
  const [draft] = await drafts();
  expect(draft?.state).toBe('unclear');
  const on = { draftId: draft?._id ?? '', version: 1, by: RILEY, isRecruiter: true };
  await confirmArrived(outreach, on);
  const sent = outreach.people.touchpoints.find(({ kind }) => kind === 'message sent');
  expect(sent?.at.getTime()).toBeGreaterThan(approved.getTime());
});

test('more than a sender may send in a day: the rest goes the next day, by itself', {
  timeout: 60_000,
}, async () => {
  const one = await sequence([step()]);
  const all = people(70);
  for (const [index, person] of all.entries()) {
    outreach.people.candidates.set(person._id, { ...person, emails: [`p@firm${index}.example`] });
    await enrol(deps, one, person._id, RILEY);
  }
  outreach.wait(3 * DAY_MS);
  await sweepEnrolments(deps);
  expect(taken).toHaveLength(50);
  await hours(30);
  expect(taken).toHaveLength(70);
});

test('resumed, the delay still holds', async () => {
  const one = await sequence([step({ delayDays: 10 })]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  const [enrolment] = await deps.enrolments.running([ana?._id ?? '']);
  await pauseEnrolment(deps, enrolment?._id ?? '', true, RILEY);
  await pauseEnrolment(deps, enrolment?._id ?? '', false, RILEY);
  await days(9);
  expect(taken).toEqual([]);
  await days(8);
  expect(taken).toHaveLength(1);
});

test('what stands in the place of a removed step waits for its own delay', async () => {
  const [first, second] = [step({ delayDays: 1 }), step({ delayDays: 8 })];
  const one = await sequence([first, second]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  await deps.sequences.change({ _id: one._id, revision: 0 }, { steps: [second] });
  await days(9);
  expect(taken).toEqual([]);
  await days(7);
  expect(taken).toHaveLength(1);
});

test('a step that was moved behind the one they are at is not done again', async () => {
  const [first, second] = [
    step({ kind: 'task', variants: [{ subject: '', message: 'Call' }], withoutApproval: null }),
    step({ delayDays: 8 }),
  ];
  const one = await sequence([first, second]);
  const [ana] = people(1);
  await enrol(deps, one, ana?._id ?? '', RILEY);
  await days(3);
  expect(world.tasks).toHaveLength(1);
  await deps.sequences.change({ _id: one._id, revision: 0 }, { steps: [second, first] });
  await days(30);
  expect(world.tasks).toHaveLength(1);
  expect(await world.states()).toEqual(['done']);
});

test('whose zone nobody knows is written to in the working hours of the sender, by itself', async () => {
  const one = await sequence([step()], {
    owner: { id: RILEY, name: 'Riley Park', timeZone: 'Asia/Tokyo' },
  });
  const lost = candidate({ place: { city: null, country: null, timeZone: null } });
  outreach.people.candidates.set(lost._id, lost);
  await enrol(deps, one, lost._id, RILEY);
  await hours(100);
  expect(taken).toHaveLength(1);
  expect((await drafts()).map(({ state }) => state)).toEqual(['sent']);
});
