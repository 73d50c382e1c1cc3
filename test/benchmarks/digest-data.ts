import type { Db } from 'mongodb';
import type { Asker } from '../../src/candidates/search.ts';
import type { Draft } from '../../src/outreach/draft.ts';
import type { Pool, PoolDay } from '../../src/pools/pool.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { type Random, randomFrom } from '../../src/sample/random.ts';
import { benchmarkPerson, NOW } from './people.ts';

/** What 200 recruiters have collected in four years, from a seed. */

const AT_ONCE = 2_000;
const DAY_MS = 86_400_000;
const DRAFTS = 100;
const REMINDERS = 100;
const POOLS = 4;
/** At NOW, a Friday at 12:00 UTC, it is between 09:00 and 18:00 in all of them. */
const ZONES = ['Europe/Berlin', 'Europe/London', 'Africa/Nairobi', 'Asia/Kolkata', 'America/Sao_Paulo'];
/** Every tenth recruiter has three times as many people as the others. */
const BUSY_EVERY = 10;
const BUSY = 3;
/** Of drafts, by how often; the rest was sent. */
const OPEN_STATES = { waiting: 0.03, unclear: 0.01, failed: 0.01, discarded: 0.1 } as const;
const BOUNCED = 0.01;

export function recruitersOf(count: number): Asker[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `U${String(index).padStart(5, '0')}`,
    timeZone: ZONES[index % ZONES.length] ?? 'UTC',
  }));
}

/** Adds what is missing; the indexes are made afterwards. @returns seconds */
export async function fill(db: Db, people: number, recruiters: readonly Asker[]): Promise<number> {
  const began = performance.now();
  const candidates = db.collection<{ _id: string }>('candidates');
  const owners = recruiters.flatMap(({ id }, index) =>
    Array.from({ length: index % BUSY_EVERY === 0 ? BUSY : 1 }, () => id),
  );
  for (let from = await candidates.estimatedDocumentCount(); from < people; from += AT_ONCE)
    await candidates.insertMany(
      Array.from({ length: Math.min(AT_ONCE, people - from) }, (_, i) => personAt(from + i, owners)),
      { ordered: false },
    );
  if ((await db.collection('team').estimatedDocumentCount()) === 0)
    for (const [index, { id }] of recruiters.entries()) await fillOf(db, id, index, people);
  return (performance.now() - began) / 1_000;
}

function personAt(index: number, owners: readonly string[]) {
  const random = randomFrom(index * 31 + 5);
  const { candidate } = benchmarkPerson(index, owners);
  if (!random.chance(BOUNCED)) return candidate;
  const facets = [':is:bounced', ':is:suppressed'];
  return {
    ...candidate,
    suppressions: [{ reason: 'bounced' as const, at: NOW, by: 'mail' }],
    facets: [...candidate.facets, ...facets],
    tokens: [...candidate.tokens, ...facets],
  };
}

async function fillOf(db: Db, id: string, index: number, people: number): Promise<void> {
  const random = randomFrom(index * 97 + 11);
  const somebody = () =>
    random
      .int(0, people - 1)
      .toString(16)
      .padStart(24, '0');
  const numbered = <T>(count: number, make: (key: string, number: number) => T): T[] =>
    Array.from({ length: count }, (_, number) => make(`${id}-${number}`, number));
  await db
    .collection<Draft>('drafts')
    .insertMany(numbered(DRAFTS, (key) => draft(key, id, somebody(), random)));
  await db
    .collection<Reminder>('reminders')
    .insertMany(numbered(REMINDERS, (key) => reminder(key, id, somebody(), random)));
  const pools = numbered(POOLS, (key) => pool(key, id));
  await db.collection<Pool>('pools').insertMany(pools);
  await db.collection<PoolDay>('pool_days').insertMany(pools.flatMap((one) => poolDays(one, random)));
  // Last: who is in the team has everything.
  await db.collection<{ _id: string }>('team').insertOne({ _id: id, role: 'recruiter' } as { _id: string });
}

function draft(key: string, id: string, candidateId: string, random: Random): Draft {
  const dice = random.next();
  let upTo = 0;
  const open = Object.entries(OPEN_STATES).find(([, share]) => dice < (upTo += share))?.[0];
  const at = new Date(NOW.getTime() - random.int(1, open === undefined ? 1_000 : 13) * DAY_MS);
  const person = { id, name: 'R', timeZone: 'UTC' };
  return {
    _id: `draft-${key}`,
    candidateId,
    requester: person,
    sender: person,
    batchId: null,
    request: { purpose: 'follow-up', role: '', tone: 'friendly', mention: '', channel: 'email' },
    state: (open ?? 'sent') as Draft['state'],
    versions: [
      {
        number: 1,
        subject: 'A word',
        body: 'x'.repeat(600),
        facts: [],
        factsUsed: [],
        findings: [],
        origin: 'template',
        by: id,
        at,
        promptVersion: null,
        model: null,
        instruction: null,
        note: null,
      },
    ],
    version: 1,
    rewrite: null,
    lease: null,
    approval: null,
    attempt: null,
    attempts: [],
    ended: null,
    problem: null,
    message: null,
    messageIds: [`<${key}@example.com>`],
    revision: 1,
    stale: false,
    unrecorded: [],
    lapsesAt: new Date(at.getTime() + 14 * DAY_MS),
    createdAt: at,
    updatedAt: at,
  };
}

/** Most were done long ago; some are due today or late, the rest is to come. */
function reminder(key: string, by: string, candidateId: string, random: Random): Reminder {
  const days = random.int(-300, 60);
  const isDone = days < 0 && !random.chance(0.01);
  const dueAt = new Date(NOW.getTime() + days * DAY_MS);
  return {
    _id: `reminder-${key}`,
    by,
    timeZone: 'UTC',
    candidateId,
    note: 'Ask how the move went',
    dueAt,
    state: isDone ? 'done' : 'open',
    toldAt: days < 0 ? dueAt : null,
    at: new Date(dueAt.getTime() - 30 * DAY_MS),
  };
}

function pool(key: string, owner: string): Pool {
  return {
    _id: `pool-${key}`,
    name: `Pool ${key}`,
    key: `pool ${key.toLowerCase()}`,
    query: null,
    purpose: null,
    owner,
    targetSize: 50,
    cadenceDays: 90,
    askedAt: null,
    deletedAt: null,
    createdAt: NOW,
    revision: 0,
  };
}

function poolDays({ _id }: Pool, random: Random): PoolDay[] {
  const size = random.int(20, 80);
  return Array.from({ length: 90 }, (_, ago) => {
    const day = new Date(NOW.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
    const none = { hot: 0, warm: 0, cold: size, ready: 0, engaged: 0, answered: 0 };
    return { _id: `${_id}:${day}`, pool: _id, day, size, ...none };
  });
}
