import { Collection, type Document } from 'mongodb';
import { afterAll, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { person } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';

/** Everything that the app asks of its database in a day's work is explained afterwards: nothing reads a whole collection. */
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>> | null = null;
afterAll(() => app?.remove());

/** Collections that stay small whatever happens: one document a job, a setting, a member of the team. */
const SMALL = ['agendaJobs', 'team', 'settings'];

it('no question of a whole day scans a collection', async () => {
  const db = database.db();
  const asked = listen();
  const [host] = database.database().client.options.hosts;
  app = await startRekindle({
    MONGODB_URI: `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${db.databaseName}`,
    SLACK_BOT_TOKEN: '',
  });
  const riley = person(app.localUrl ?? '', 'riley');
  await riley.command('/candidate add Zed Quist zed@example.com +15125550199 linkedin.com/in/zed', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Skills: ['Python'], Tags: ['Add “one-tag”'] });
  const card = await riley.lastMessage(/Zed Quist[\s\S]*Draft outreach/, 'hiring');
  for (const text of [
    '/candidate zed@example.com',
    '/candidate Zed',
    '/candidate find skill:python temp:hot',
    '/candidate find zed@example.com',
    '/candidate duplicates',
    '/rekindle',
  ])
    await riley.command(text, 'general');
  await riley.click('Log touchpoint', { channel: 'hiring', ts: card.ts });
  await riley.modal('Log touchpoint');
  await riley.submit({ Kind: 'Call' });
  await riley.click('Full history', { channel: 'hiring', ts: card.ts });
  await riley.modal();
  await riley.close();
  await riley.click('Draft outreach', { channel: 'hiring', ts: card.ts });
  await riley.modal('Draft outreach');
  await riley.submit({ Purpose: 'First contact' });
  const approval = await riley.lastMessage(/Approve & send/, '@rekindle');
  await riley.click('Approve & send', { ts: approval.ts, channel: approval.channel });
  await riley.lastMessage('Sent to', '@rekindle');
  await riley.openHome();
  await person(app.localUrl ?? '', 'morgan').command('/refer mine', 'general');
  await riley.until('the home', async () => riley.home());
  await app.runJobs();
  vi.restoreAllMocks();
  expect(asked.size).toBeGreaterThan(50);
  const scans: string[] = [];
  for (const [question, { collection, filter }] of asked) {
    if (SMALL.includes(collection) || collection.startsWith('system.') || Object.keys(filter).length === 0)
      continue;
    const plan = JSON.stringify(await db.collection(collection).find(filter).explain('queryPlanner'));
    if (plan.includes('COLLSCAN')) scans.push(question);
  }
  expect(scans).toEqual([]);
}, 60_000);

interface Asked {
  collection: string;
  filter: Document;
}

/** Notes every filter with which a collection is asked or changed, one of each shape, and lets it through. */
function listen(): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  const note = (collection: string, filter: Document) => {
    const shape = JSON.stringify(filter, (_, value) => (typeof value === 'string' ? '' : value));
    asked.set(`${collection} ${shape}`, { collection, filter });
  };
  for (const name of [
    'find',
    'findOne',
    'countDocuments',
    'updateOne',
    'updateMany',
    'deleteOne',
    'deleteMany',
    'findOneAndUpdate',
  ] as const) {
    const original = Collection.prototype[name] as (this: Collection, ...args: unknown[]) => unknown;
    vi.spyOn(Collection.prototype, name).mockImplementation(function (this: Collection, ...args: unknown[]) {
      note(this.collectionName, (args[0] ?? {}) as Document);
      return original.apply(this, args);
    } as never);
  }
  return asked;
}
