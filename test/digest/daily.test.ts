import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { type DailyDeps, writeDigests } from '../../src/digest/daily.ts';
import { type ChannelDigest, type Line, PARTS, type Part, type PartId } from '../../src/digest/digest.ts';
import { digestMessage, readPlace, writePlace } from '../../src/digest/slack/message.ts';
import { digestStore } from '../../src/digest/store.ts';
import { letterDeps } from '../../src/letter-deps.ts';
import { teamStore } from '../../src/team/store.ts';
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
let channel: ChannelDigest;
const nothing = async () => ({ lines: [], total: 0 });

beforeEach(async () => {
  await database.empty();
  told = [];
  zone = 'Europe/Berlin';
  isAway = false;
  waits = true;
  channel = { channel: null, timeZone: 'UTC' };
  deps = {
    ...(await world(database.db())),
    clock: { now: () => now },
    logger: createLogger('silent'),
    digests: digestStore(database.db()),
    waiting: async () => ({ lines: waits ? [{ text: 'A message waits' }] : [], total: Number(waits) }),
    remindersDue: nothing,
    poolsBelow: nothing,
    referralsWaiting: nothing,
    inDoubt: nothing,
    recovered: async () => null,
    channelDigest: channel,
    async tellChannel(id, parts) {
      if (isAway) throw new Error('Slack is away');
      told.push({ userId: id, parts });
    },
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

test('two processes and forty people: one digest each', { timeout: 60_000 }, async () => {
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

test('a channel gets one of everybody’s day, once, at 09:00 of the zone that is set', async () => {
  Object.assign(channel, { channel: 'C0HIRING', timeZone: 'Asia/Tokyo' });
  // 09:00 in Tokyo is 01:00 in Berlin.
  expect(await look('2026-11-19T23:59:00Z')).toBe(0);
  now = new Date('2026-11-20T00:00:00Z');
  await Promise.all([writeDigests(deps), writeDigests(deps)]);
  expect(told.map(({ userId }) => userId)).toEqual(['C0HIRING']);
  expect(await look('2026-11-20T03:00:00Z')).toBe(1);
  isAway = true;
  expect(await look('2026-11-23T00:00:00Z')).toBe(1);
  isAway = false;
  expect(await look('2026-11-23T00:10:00Z')).toBe(2);
});

const PEOPLE = Array.from({ length: 50 }, () => candidate());
const BUTTONS = ['a', 'b', 'c'].map((text) => ({ text, actionId: text, value: text }));
const LONG: Line[] = Array.from({ length: 4 }, () => ({ text: 'x', buttons: BUTTONS }));
const full = (id: PartId): Part => ({
  id,
  total: null,
  lines: LONG,
  isMore: true,
  people: PEOPLE,
  note: 'x',
});

test.each([true, false])('however full the day: at most 45 blocks (of a team: %s)', (isTeam) => {
  const { blocks = [] } = digestMessage((Object.keys(PARTS) as PartId[]).map(full), isTeam);
  expect(blocks.length).toBeLessThanOrEqual(45);
  // Each part has a line, and the button to the others.
  expect(JSON.stringify(blocks).match(/digest_show/g)).toHaveLength(9);
  expect(JSON.stringify(blocks).match(/"text":"x"/g)?.length).toBeGreaterThanOrEqual(9);
  const quiet = digestMessage([{ ...full('cold'), people: [] }]);
  expect(JSON.stringify(quiet).match(/"line_cold_/g)).toHaveLength(4);
});

test('what buttons carry fits into Slack’s 2,000 characters, and only a place of ours is read', () => {
  const values = JSON.stringify(digestMessage([full('cold')])).match(/"value":"[^"]*"/g) ?? [];
  expect(Math.max(...values.map(({ length }) => length))).toBeLessThan(2_000);
  expect(readPlace('team:cold:40')).toEqual({ id: 'cold', skip: 40, isTeam: true, after: null });
  const after = { value: -1_000_000.25, id: '0123456789abcdef01234567' };
  for (const value of [after.value, new Date('2026-11-20T12:00:00Z')]) {
    const place = { id: 'hot' as const, skip: 80, isTeam: false, after: { ...after, value } };
    expect(readPlace(writePlace(place))).toEqual(place);
  }
  for (const value of ['', 'constructor', 'cold:-1', 'cold:1e9', 'team:', null])
    expect(readPlace(value)).toBeNull();
});

test('a process that fails after another one has taken its day over doesn’t give back what was told', async () => {
  const gathering = Promise.withResolvers<{ lines: Line[]; total: number }>();
  const slow: DailyDeps = { ...deps, waiting: () => gathering.promise };
  now = new Date('2026-11-20T08:00:00Z');
  const failing = writeDigests(slow);
  await expect.poll(() => database.db().collection('digests').countDocuments()).toBe(1);
  expect(await look('2026-11-20T08:03:00Z')).toBe(1);
  gathering.reject(new Error('the database was away'));
  await failing;
  expect(await look('2026-11-20T08:10:00Z')).toBe(1);
});

test('who has left the workspace is written no letter, which Slack would refuse each minute', async () => {
  const base = {
    team: teamStore(database.db()),
    configuredAdmins: ['U0RILEY', 'U0GONE'],
    lookUp: async (id: string) => ({ id, timeZone: 'UTC', outsider: id === 'U0GONE' }),
  };
  const { digest, hygiene } = letterDeps(database.db(), {} as never, base as never);
  for (const { recruiters } of [digest, hygiene])
    expect((await recruiters()).map(({ id }) => id)).toEqual(['U0RILEY']);
});
