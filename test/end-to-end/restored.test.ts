import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { callControl, type PersonClient, person } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';
import { sendFromCard } from '../support/send-from-card.ts';

/** What docs/operators.md has an operator do after a restore, word for word: what went out before doesn't go out again. */
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
beforeAll(async () => {
  const [host] = database.database().client.options.hosts;
  app = await startRekindle({
    MONGODB_URI: `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${database.db().databaseName}`,
    SLACK_BOT_TOKEN: '',
  });
  riley = person(app.localUrl ?? '', 'riley');
}, 60_000);
afterAll(() => app?.remove());

/** Sweeps leave a draft alone for a moment after each change. */
const later = () => callControl(app.localUrl ?? '', 'clock', { minutes: 5 });
const mails = () => callControl<{ id: string }[]>(app.localUrl ?? '', 'mails');

/** The lines that mongosh is given, with the driver's collections in the place of mongosh's. */
async function asTheGuideSays(db: Db): Promise<void> {
  const guide = await readFile(join(import.meta.dirname, '../../docs/operators.md'), 'utf8');
  const [, lines = ''] = /--eval '\n([\s\S]*?)'\n/.exec(guide) ?? [];
  const statements = lines.split(/;\s*/).filter((line) => line.trim() !== '');
  expect(statements).toHaveLength(3);
  const shell = new Proxy({}, { get: (_, name) => db.collection(String(name)) });
  for (const statement of statements) await (runInNewContext(statement, { db: shell }) as Promise<unknown>);
}

it('a message that was approved when the backup was made is decided by a person', {
  timeout: 60_000,
}, async () => {
  const db = database.db();
  await riley.command('/nurture', 'hiring');
  await riley.lastMessage('Silver medalists', 'hiring');
  await riley.command('/candidate add Zed Quist zed@example.com', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Location: 'Austin, United States' });
  const card = await riley.lastMessage(/Zed Quist[\s\S]*Draft outreach/, 'hiring');
  await sendFromCard(riley, card.ts);
  expect(await mails()).toHaveLength(1);

  // As a backup has it that was made between the approval and the sending.
  const set = { state: 'approved', sendAt: null, ended: null, lease: null };
  await db.collection('drafts').updateOne({ state: 'sent' }, { $set: set });
  await db.collection('touchpoints').deleteMany({ kind: 'message sent' });
  await db.collection('candidates').updateMany({}, { $set: { 'engagement.lastContactedAt': null } });
  await db.collection('rules').insertOne({ enabled: true, when: { kind: 'tag', value: 'go' }, revision: 1 });
  await asTheGuideSays(db);
  expect(await db.collection('rules').countDocuments({ enabled: true })).toBe(0);
  await later();
  expect(await mails()).toHaveLength(1);
  expect(await db.collection('sequences').countDocuments({ state: 'active' })).toBe(0);
  expect(await db.collection('sequences').countDocuments({ state: 'paused' })).toBeGreaterThan(3);

  const unclear = await riley.lastMessage(/restored from a backup[\s\S]*It arrived/, '@rekindle');
  await riley.click('It arrived', { ts: unclear.ts, channel: unclear.channel });
  await riley.lastMessage('Sent to Zed Quist', '@rekindle');
  await later();
  expect(await mails()).toHaveLength(1);
});
