import { beforeEach, expect, test } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { type DailyDeps, writeDigests } from '../../src/digest/daily.ts';
import { digestStore } from '../../src/digest/store.ts';
import { enrol } from '../../src/nurture/enrol.ts';
import { sweepEnrolments } from '../../src/nurture/sweep.ts';
import { approve } from '../../src/outreach/deciding/approve.ts';
import { sendDraft } from '../../src/outreach/sending/send.ts';
import { sweepDrafts } from '../../src/outreach/sweep.ts';
import { type ReminderDeps, remind, tellDue } from '../../src/reminders/remind.ts';
import { reminderIndexes, reminderStore } from '../../src/reminders/store.ts';
import { world as candidateWorld } from '../candidates/world.ts';
import { nurtureWorld, step } from '../nurture/world.ts';
import { testDatabase } from '../support/database.ts';
import { mustBe, RILEY, waitingDraft } from '../support/outreach.ts';

/**
 * A machine's clock that is set an hour back or a week ahead, between any two looks of the sweeps: what was done is not
 * done again, and what is due is not forgotten. (Forward by days and weeks is played by many tests in test/end-to-end.)
 */
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const database = testDatabase();
const world = nurtureWorld(database);
beforeEach(() => ensureIndexes(database.db(), [reminderIndexes]));

const jump = (ms: number) => world.outreach.wait(ms);

test('reminders: told once', async () => {
  const told: string[] = [];
  const deps: ReminderDeps = {
    reminders: reminderStore(database.db()),
    clock: world.deps.clock,
    logger: world.outreach.logger,
    candidateById: async () => world.people(1)[0] ?? null,
    tellReminder: async ({ note }) => void told.push(note),
  };
  const ask = (note: string, inMs: number) =>
    remind(deps, {
      by: RILEY,
      timeZone: 'UTC',
      candidateId: 'x',
      note,
      dueAt: new Date(deps.clock.now().getTime() + inMs),
      deliveryId: note,
    });
  await ask('soon', 60_000);
  await ask('in three days', 3 * 24 * HOUR);
  jump(2 * 60_000);
  await tellDue(deps);
  jump(-HOUR);
  await tellDue(deps);
  jump(HOUR);
  await tellDue(deps);
  expect(told).toEqual(['soon']);
  jump(WEEK);
  await Promise.all([tellDue(deps), tellDue(deps)]);
  jump(-HOUR);
  await tellDue(deps);
  expect(told).toEqual(['soon', 'in three days']);
});

test('digests: one a day, and the day that a jump skipped is not made up for', async () => {
  let told = 0;
  let now = new Date('2026-11-23T09:05:00Z');
  const nothing = async () => ({ lines: [], total: 0 });
  const deps: DailyDeps = {
    ...(await candidateWorld(database.db())),
    clock: { now: () => now },
    logger: world.outreach.logger,
    digests: digestStore(database.db()),
    waiting: async () => ({ lines: [{ text: 'A message waits' }], total: 1 }),
    remindersDue: nothing,
    poolsBelow: nothing,
    referralsWaiting: nothing,
    inDoubt: nothing,
    recovered: async () => null,
    channelDigest: { channel: null, timeZone: 'UTC' },
    tellChannel: async () => undefined,
    lineOf: ({ name }) => ({ text: name }),
    recruiters: async () => [{ id: RILEY, timeZone: 'UTC' }],
    tell: async () => void told++,
  };
  const look = async (ms: number) => {
    now = new Date(now.getTime() + ms);
    await writeDigests(deps);
    return told;
  };
  expect(await look(0)).toBe(1);
  expect(await look(-HOUR)).toBe(1);
  expect(await look(HOUR)).toBe(1);
  expect(await look(WEEK)).toBe(2);
  expect(await look(-HOUR)).toBe(2);
  expect(await look(24 * HOUR)).toBe(2); // 08:05 of the next day
  expect(await look(HOUR)).toBe(3);
});

test('a message that is approved: once, however the clock jumps between its claim and its end', async () => {
  const [ana] = world.people(1);
  if (!ana) throw new Error('nobody');
  const { outreach, mailer } = world;
  const { _id: draftId } = await waitingDraft(outreach, ana._id);
  await approve(outreach, { draftId, version: 1, by: RILEY, isRecruiter: true, confirmed: [] });
  const jumping = {
    ...outreach,
    mailer: {
      ...mailer,
      send: (mail: Parameters<typeof mailer.send>[0]) => {
        jump(-HOUR);
        return mailer.send(mail);
      },
    },
  };
  await sendDraft(jumping, draftId);
  for (const ms of [0, HOUR, -HOUR, WEEK, -HOUR]) {
    jump(ms);
    await sweepDrafts(outreach);
  }
  expect(mailer.taken).toHaveLength(1);
  expect(await mustBe(outreach, draftId)).toMatchObject({ state: 'sent' });
});

test('what a dead process held is taken up an hour later at the latest when the clock went back by one', async () => {
  const [ana] = world.people(1);
  if (!ana) throw new Error('nobody');
  const { outreach } = world;
  const { _id: draftId } = await waitingDraft(outreach, ana._id);
  await approve(outreach, { draftId, version: 1, by: RILEY, isRecruiter: true, confirmed: [] });
  const now = outreach.clock.now();
  await outreach.drafts.claimSending(draftId, 'dead', 'dead', now, new Date(now.getTime() + 75_000));
  jump(-HOUR);
  await sweepDrafts(outreach);
  expect(await mustBe(outreach, draftId)).toMatchObject({ state: 'sending' });
  jump(HOUR + 76_000);
  await sweepDrafts(outreach);
  expect(await mustBe(outreach, draftId)).toMatchObject({ state: 'unclear' });
  expect(world.mailer.taken).toEqual([]);
});

test('a sequence: each step once, none left out, a week at least between two', async () => {
  const { outreach, deps, mailer } = world;
  outreach.writing = { ...outreach.writing, dailyCap: 1_000 };
  const one = await world.sequence([step(), step({ delayDays: 6 }), step({ delayDays: 6 })]);
  const people = world.people(6);
  for (const { _id } of people) await enrol(deps, one, _id, RILEY);
  const sent: number[] = [];
  // Monday at ten in Chicago, again and again an hour back, and a week on.
  jump(3 * 24 * HOUR + HOUR);
  // What was put off at the edge of seven days goes out the day after.
  const week = [WEEK, -HOUR, HOUR, 24 * HOUR, -HOUR, HOUR];
  for (const ms of [0, -HOUR, HOUR, ...week, ...week, ...week, ...week]) {
    jump(ms);
    await Promise.all(
      [deps, { ...deps, outreach: { ...outreach, processId: 'two' } }].map((each) => sweepEnrolments(each)),
    );
    sent.push(mailer.taken.length);
  }
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  expect(sent.at(-1)).toBe(18);
  expect(new Set(mailer.taken).size).toBe(18);
  expect(new Set(await world.states())).toEqual(new Set(['done']));
});
