import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { type DailyDeps, writeDigests } from '../../src/digest/daily.ts';
import { PARTS, type Part } from '../../src/digest/digest.ts';
import { digestMessage } from '../../src/digest/slack/register.ts';
import { digestStore } from '../../src/digest/store.ts';
import { world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { candidate } from '../support/outreach.ts';

/** When somebody's digest comes, on the real engine; what stands in it is the story's. */
const database = testDatabase();
let deps: DailyDeps;
let now: Date;
let zone: string;
let told: { userId: string; parts: Part[] }[];
let isAway: boolean;
let waits: boolean;

beforeEach(async () => {
  await database.empty();
  told = [];
  zone = 'Europe/Berlin';
  isAway = false;
  waits = true;
  deps = {
    ...(await world(database.db())),
    clock: { now: () => now },
    logger: createLogger('silent'),
    digests: digestStore(database.db()),
    waiting: async () => ({ title: '', empty: '', lines: waits ? [{ text: 'A message waits' }] : [] }),
    remindersDue: async () => [],
    poolsBelow: async () => [],
    lineOf: ({ name }, why) => ({ text: `${name}: ${why}` }),
    recruiters: async () => [{ id: 'U0RILEY', timeZone: zone }],
    async tell(userId, parts) {
      if (isAway) throw new Error('Slack is away');
      told.push({ userId, parts });
    },
  };
});

async function look(...moments: string[]): Promise<number> {
  for (const moment of moments) {
    now = new Date(moment);
    await writeDigests(deps);
  }
  return told.length;
}

test('at 09:00 where they are, once a day, on working days', async () => {
  // A Friday in Berlin: UTC+1.
  expect(await look('2026-11-20T07:59:00Z')).toBe(0);
  expect(await look('2026-11-20T08:00:00Z', '2026-11-20T08:01:00Z', '2026-11-20T12:00:00Z')).toBe(1);
  expect(await look('2026-11-21T09:00:00Z', '2026-11-22T09:00:00Z')).toBe(1);
  expect(await look('2026-11-23T08:00:00Z')).toBe(2);
});

test('down at 09:00: late, once; not after 18:00', async () => {
  expect(await look('2026-11-20T14:30:00Z', '2026-11-20T15:00:00Z')).toBe(1);
  told = [];
  expect(await look('2026-11-23T17:00:00Z', '2026-11-23T20:00:00Z')).toBe(0);
  expect(await look('2026-11-24T16:59:00Z')).toBe(1);
});

test('summer time ends: 09:00 all the same', async () => {
  expect(await look('2026-10-23T06:59:00Z')).toBe(0);
  expect(await look('2026-10-23T07:00:00Z')).toBe(1);
  expect(await look('2026-10-26T07:00:00Z')).toBe(1);
  expect(await look('2026-10-26T08:00:00Z')).toBe(2);
});

test('summer time begins: 09:00 all the same, in Europe and two weeks before in America', async () => {
  expect(await look('2027-03-26T07:59:00Z')).toBe(0);
  expect(await look('2027-03-26T08:00:00Z')).toBe(1);
  expect(await look('2027-03-29T06:59:00Z')).toBe(1);
  expect(await look('2027-03-29T07:00:00Z', '2027-03-29T08:00:00Z')).toBe(2);
  told = [];
  zone = 'America/New_York';
  expect(await look('2027-03-12T13:59:00Z')).toBe(0);
  expect(await look('2027-03-12T14:00:00Z')).toBe(1);
  expect(await look('2027-03-15T12:59:00Z')).toBe(1);
  expect(await look('2027-03-15T13:00:00Z', '2027-03-15T14:00:00Z')).toBe(2);
});

test('who moves to another zone gets one a date', async () => {
  expect(await look('2026-11-19T08:00:00Z')).toBe(1);
  zone = 'America/New_York';
  expect(await look('2026-11-19T14:00:00Z')).toBe(1);
  expect(await look('2026-11-20T14:00:00Z')).toBe(2);
  // Eastwards over the date line and back: the 23rd begins in Tokyo, and is over when it begins in New York.
  zone = 'Asia/Tokyo';
  expect(await look('2026-11-22T23:59:00Z')).toBe(2);
  expect(await look('2026-11-23T00:00:00Z')).toBe(3);
  zone = 'America/New_York';
  expect(await look('2026-11-23T14:00:00Z', '2026-11-23T20:00:00Z')).toBe(3);
  expect(await look('2026-11-24T14:00:00Z')).toBe(4);
});

test('two processes write one; what could not be told is tried again; nothing to say is not said', async () => {
  now = new Date('2026-11-20T08:00:00Z');
  await Promise.all([writeDigests(deps), writeDigests(deps)]);
  expect(told).toHaveLength(1);
  isAway = true;
  expect(await look('2026-11-23T08:00:00Z')).toBe(1);
  isAway = false;
  expect(await look('2026-11-23T08:15:00Z')).toBe(2);
  waits = false;
  expect(await look('2026-11-24T08:00:00Z', '2026-11-24T10:00:00Z')).toBe(2);
});

test('two processes and forty people: one digest each', async () => {
  const forty = Array.from({ length: 40 }, (_, index) => ({ id: `U${index}`, timeZone: zone }));
  const other = { ...deps, digests: digestStore(database.db()), recruiters: async () => forty.toReversed() };
  now = new Date('2026-11-20T08:00:00Z');
  await Promise.all([writeDigests({ ...deps, recruiters: async () => forty }), writeDigests(other)]);
  expect(told.map(({ userId }) => userId).toSorted()).toEqual(forty.map(({ id }) => id).toSorted());
});

test('a process that died while it gathered: taken up when its lease ends; one that died while it told: never twice', async () => {
  const at = new Date('2026-11-20T08:00:00Z');
  expect(await deps.digests.claim('U0RILEY:2026-11-20', at, new Date('2026-11-20T08:02:00Z'))).toBe(true);
  expect(await look('2026-11-20T08:01:00Z')).toBe(0);
  expect(await look('2026-11-20T08:02:00Z', '2026-11-20T08:10:00Z')).toBe(1);
  // The one that was slow, and not dead, comes too late.
  expect(await deps.digests.telling('U0RILEY:2026-11-20', at, now)).toBe(false);
  const next = new Date('2026-11-23T08:00:00Z');
  await deps.digests.claim('U0RILEY:2026-11-23', next, next);
  expect(await deps.digests.telling('U0RILEY:2026-11-23', next, next)).toBe(true);
  expect(await look('2026-11-23T08:05:00Z', '2026-11-23T12:00:00Z')).toBe(1);
});

test('as somebody has set it', async () => {
  await deps.digests.keepSettings({ _id: 'U0RILEY', hour: 14, days: [6], parts: ['approvals'] });
  expect(await look('2026-11-20T08:00:00Z', '2026-11-20T14:00:00Z')).toBe(0);
  expect(await look('2026-11-21T12:59:00Z')).toBe(0);
  expect(await look('2026-11-21T13:00:00Z')).toBe(1);
  await deps.digests.keepSettings({ _id: 'U0RILEY', hour: 9, days: [], parts: ['approvals'] });
  expect(await look('2026-11-23T08:00:00Z')).toBe(1);
});

test('however full the day: at most 45 blocks', () => {
  const lines = Array.from({ length: 4 }, () => ({ text: 'x', person: candidate() }));
  const parts = (Object.keys(PARTS) as (keyof typeof PARTS)[]).map(
    (id): Part => ({ id, total: null, lines }),
  );
  expect(digestMessage(parts).blocks?.length).toBeLessThanOrEqual(45);
});
