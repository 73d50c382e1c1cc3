import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { newCandidate } from '../../src/candidates/capture.ts';
import type { Draft } from '../../src/outreach/draft.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { profile } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { type PersonClient, person, type SeenMessage, saying } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';

/** A day with nothing in it, and one with 5,000 of everything. */
const MANY = 5_000;
const DAY_MS = 86_400_000;
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
let harper: PersonClient;

beforeAll(async () => {
  const [host] = database.database().client.options.hosts;
  const uri = `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${database.db().databaseName}`;
  app = await startRekindle({ MONGODB_URI: uri, SLACK_BOT_TOKEN: '' });
  riley = person(app.localUrl ?? '', 'riley');
  harper = person(app.localUrl ?? '', 'harper');
}, 60_000);
afterAll(() => app?.remove());

const idOf = async (someone: PersonClient) => {
  await someone.write('hello', 'general');
  return (await someone.messages('general')).findLast(({ text }) => text === 'hello')?.user ?? '';
};

/** All of one part, as its button shows it. */
async function showAll(digest: SeenMessage, part: string): Promise<SeenMessage> {
  const block = digest.blocks.find((one) => (one['accessory'] as { value?: string })?.value === part);
  expect(block?.['accessory']).toMatchObject({ text: { text: 'Show all' } });
  const before = (await riley.messages('hiring')).length;
  await riley.act({
    channel: digest.channel,
    ts: digest.ts,
    blockId: String(block?.['block_id']),
    actionId: 'digest_show',
  });
  return riley.until(`all of ${part}`, async () =>
    (await riley.messages('hiring')).slice(before).findLast(({ text }) => text !== 'Your day'),
  );
}

it('nothing to say: says so when asked', async () => {
  const id = await idOf(harper);
  await database
    .db()
    .collection<{ _id: string }>('team')
    .updateOne({ _id: id }, { $set: { role: 'recruiter' } }, { upsert: true });
  await harper.command('/digest', 'hiring');
  await harper.lastMessage('Nothing needs you at the moment.', 'hiring');
});

it('5,000 of everything: at most 45 blocks, honest totals, and the rest behind Show all', {
  timeout: 60_000,
}, async () => {
  const id = await idOf(riley);
  await fill(id);
  await riley.command('/digest', 'hiring');
  const digest = await riley.lastMessage('Your day', 'hiring');
  expect(digest.blocks.length).toBeLessThanOrEqual(45);
  for (const part of ['They answered', 'Newly hot'])
    expect(saying(digest)).toContain(`${part}* (more than 1,000)`);
  for (const part of ['approvals', 'followUps', 'answers', 'hot'])
    expect((await showAll(digest, part)).blocks.length).toBeGreaterThan(5);
});

it('a total below 1,000 is the total', { timeout: 60_000 }, async () => {
  await database
    .db()
    .collection('candidates')
    .updateMany({ name: /^Person [1-9]\d\d/ }, { $set: { 'engagement.lastAnswer': null } });
  await riley.command('/digest', 'hiring');
  await riley.lastMessage('They answered* (100)', 'hiring');
});

/** People of Riley's who answered an hour ago, a draft and a reminder about each. */
async function fill(id: string): Promise<void> {
  const now = new Date();
  const at = new Date(now.getTime() - 3_600_000);
  const people = Array.from({ length: MANY }, (_, index): Candidate => {
    const typed = profile({ name: `Person ${index}`, email: `p${index}@example.com`, owner: id });
    const one = newCandidate(typed, id, now, {});
    const heat = at.getTime() / DAY_MS / 45 + Math.log2(15);
    const answered = { heat, lastAt: at, lastEngagedAt: at, lastAnswer: { at, sentiment: 'positive' } };
    return { ...one, engagement: { ...one.engagement, ...answered } };
  });
  const sender = { id, name: 'Riley Park', timeZone: 'UTC' };
  const drafts = people.map(
    ({ _id }, index): Partial<Draft> => ({
      _id: `draft-${_id}`,
      candidateId: _id,
      requester: sender,
      sender,
      batchId: null,
      state: 'waiting',
      versions: [],
      version: 1,
      messageIds: [`<full-${index}@example.com>`],
      lapsesAt: new Date(now.getTime() + 14 * DAY_MS),
      createdAt: at,
      updatedAt: at,
    }),
  );
  const reminders = people.map(
    ({ _id }, index): Reminder => ({
      _id: `reminder-${_id}`,
      by: id,
      timeZone: 'UTC',
      candidateId: _id,
      note: `${index} `.padEnd(500, 'x'),
      dueAt: at,
      state: 'open',
      toldAt: at,
      at,
    }),
  );
  const db = database.db();
  await db.collection<Candidate>('candidates').insertMany(people);
  await db.collection<Partial<Draft>>('drafts').insertMany(drafts);
  await db.collection<Reminder>('reminders').insertMany(reminders);
}
