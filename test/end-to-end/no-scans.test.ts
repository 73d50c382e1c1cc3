import { type AnyBulkWriteOperation, Collection, type Db, type Document, FindCursor } from 'mongodb';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { callControl, type PersonClient, person, saying } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';
import { sendFromCard } from '../support/send-from-card.ts';

/** Everything that the app asks of its database in a day's work is explained afterwards: nothing reads a whole collection. */
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>> | null = null;
// A spy on a spy would call itself.
afterEach(() => vi.restoreAllMocks());
afterAll(() => app?.remove());

/** Collections that stay small whatever happens: one document a job, a setting, a member of the team, a sequence, a rule. */
const SMALL = ['agendaJobs', 'team', 'settings', 'sequences', 'rules'];

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
  await sendFromCard(riley, card.ts);
  await riley.command('/role open', 'general');
  await riley.modal('Open role');
  await riley.submit({ Title: 'Python developer', 'Must-have skills': ['Python'], Channel: 'hiring' });
  const list = await riley.lastMessage('Matches for Python developer', 'hiring');
  await riley.click('Shortlist', { channel: 'hiring', ts: list.ts });
  await riley.lastMessage(/Matches for Python developer[\s\S]*\*Shortlisted\*/, 'hiring');
  for (const text of [
    '/role',
    '/role python',
    '/candidate find role:"python developer"',
    '/candidate find role:none',
  ])
    await riley.command(text, 'general');
  await rules(riley);
  await riley.openHome();
  const morgan = person(app.localUrl ?? '', 'morgan');
  await morgan.write('@rekindle refer Yann Ott yann@example.com', 'referrals');
  const mention = await morgan.lastMessage('nothing is taken', 'referrals');
  await morgan.click('Refer someone', { channel: 'referrals', ts: mention.ts });
  await morgan.modal('Refer someone');
  await morgan.submit({ 'How do you know them': 'Friend or family', 'Do they know?': 'Yes' });
  await morgan.lastMessage('Thank you for referring', '@rekindle');
  await riley.lastMessage('refers *Yann Ott*', '@rekindle');
  await riley.click('Accept', { within: 'Yann Ott', channel: '@rekindle' });
  await morgan.lastMessage('was accepted', '@rekindle');
  await morgan.command('/refer mine', 'general');
  await morgan.command('/refer leaderboard', 'general');
  await riley.command('/refer bonuses', 'general');
  await riley.until('the home', async () => riley.home());
  // Whatever was asked has its answer: one that comes after the clock was moved finds nobody.
  await morgan.lastMessage('Your referrals', 'general');
  await morgan.lastMessage('accepted and hired', 'general');
  await riley.lastMessage('no referral bonuses', 'general');
  await keepWarm(riley, app.localUrl ?? '');
  await app.runJobs();
  expect((await fetch(`http://127.0.0.1:${app.port}/metrics`)).status).toBe(200);
  vi.restoreAllMocks();
  expect(asked.size).toBeGreaterThan(100);
  const collections = new Set([...asked.values()].map(({ collection }) => collection));
  for (const one of [
    'sequences',
    'enrolments',
    'reminders',
    'digest_settings',
    'drafts',
    'pools',
    'pool_days',
  ])
    expect(collections).toContain(one);
  expect(await scansAmong(db, asked)).toEqual([]);
}, 180_000);

it('would find one, however it is asked', async () => {
  const db = database.db();
  const asked = listen();
  const enrolments = db.collection('enrolments');
  await enrolments.findOne({ 'history.at': new Date() });
  await enrolments.distinct('sequence', { by: 'x' });
  await enrolments.aggregate([{ $match: { place: 1 } }, { $count: 'n' }]).toArray();
  await enrolments.aggregate([{ $group: { _id: '$state' } }]).toArray();
  await enrolments.bulkWrite([{ updateOne: { filter: { putOff: 'x' }, update: { $set: { place: 1 } } } }]);
  await enrolments.findOne({ candidateId: 'x', state: 'active' });
  vi.restoreAllMocks();
  expect((await scansAmong(db, asked)).map((question) => question.split(' ')[1])).toEqual([
    '{"history.at":""}',
    '{"by":""}',
    '{"place":1}',
    'everything',
    '{"putOff":""}',
  ]);
});

/** Sequences, reminders and the digest, for some weeks of the clock. */
async function keepWarm(riley: PersonClient, url: string): Promise<void> {
  const now = new Date();
  const monday = new Date(now.getTime() + (((8 - now.getUTCDay()) % 7) + 7) * 86_400_000);
  monday.setUTCHours(16, 0, 0, 0);
  await callControl(url, 'clock', { minutes: Math.ceil((monday.getTime() - now.getTime()) / 60_000) });
  await riley.command('/nurture', 'general');
  await riley.lastMessage('Silver medalists', 'general');
  await riley.command('/candidate add Ana Warm ana@example.com', 'general');
  await riley.modal('Add candidate');
  await riley.submit({ Location: 'Austin, United States' });
  const card = await riley.lastMessage(/Ana Warm[\s\S]*Enrol in sequence/, 'general');
  await riley.click('Enrol in sequence', { channel: 'general', ts: card.ts });
  await riley.modal('Enrol in sequence');
  await riley.submit({ Sequence: 'After an event' });
  await riley.lastMessage('Ana Warm is in', '@rekindle');
  await riley.click('Remind me', { channel: 'general', ts: card.ts });
  await riley.modal('Remind me');
  await riley.submit({ When: 'Tomorrow', Note: 'Ask about the move' });
  await riley.lastMessage('I will remind you', '@rekindle');
  for (let day = 0; day < 3; day++) await callControl(url, 'clock', { minutes: 24 * 60 });
  const reminder = await riley.lastMessage('You wanted to be reminded of *Ana Warm*', '@rekindle');
  const draft = await riley.lastMessage('Draft for Ana Warm', '@rekindle');
  await riley.click('Approve & send', { channel: '@rekindle', ts: draft.ts });
  await riley.lastMessage('Sent to Ana Warm', '@rekindle');
  for (const text of ['/digest', '/nurture After an event', '/candidate reminders', '/rekindle'])
    await riley.command(text, 'general');
  const digest = await riley.lastMessage('Your day', 'general');
  expect(saying(digest)).toContain('Follow-ups due');
  await riley.lastMessage('Your reminders', 'general');
  const page = await riley.lastMessage(/Ana Warm\*, step/, 'general');
  await riley.click('Pause', { channel: 'general', ts: page.ts });
  await riley.lastMessage('Resume', 'general');
  await riley.click('Resume', { channel: 'general', ts: page.ts });
  await riley.click('Done', { channel: '@rekindle', ts: reminder.ts });
  await riley.lastMessage('Done.', '@rekindle');
  await callControl(url, 'clock', { minutes: 14 * 24 * 60 });
  const [mail] = (await callControl<{ id: string; to: string[] }[]>(url, 'mails')).filter(({ to }) =>
    to.includes('ana@example.com'),
  );
  await callControl(url, `mails/${mail?.id}/answer`, { text: 'Gladly, when?' });
  await riley.lastMessage('Ana Warm* answered', '@rekindle');
  await riley.openHome();
}

/** A rule of each trigger, its dry run and its history. */
async function rules(riley: PersonClient): Promise<void> {
  const triggers = [
    { When: 'Someone gets a tag', Tag: 'one-tag' },
    { When: 'Someone comes to a stage', Stage: 'engaged' },
    { When: 'Someone comes into a pool', Pool: 'Austin evenings' },
    { When: 'Someone comes into a pool', Pool: 'Machine learning bench' },
    { When: 'Something happens with someone', 'What happens': 'There is a call with someone' },
    { When: 'Someone has been silent for some time', 'Days without engagement': '30' },
  ];
  for (const [index, { When, ...field }] of triggers.entries()) {
    await riley.command('/nurture rules new', 'general');
    await riley.modal('New rule');
    await riley.fill({ When });
    const [label = '', value = ''] = Object.entries(field)[0] ?? [];
    await riley.until(`the field ${label}`, async () =>
      saying((await riley.views()).at(-1) ?? { blocks: [] })
        .split('\n')
        .includes(label),
    );
    const filled = { Name: `Rule ${index}`, [label]: value, 'Only people who fit': 'has:email' };
    expect(await riley.submit({ ...filled, 'Remind the owner in days': 2 })).toMatchObject({
      outcome: 'closed',
    });
    const said = await riley.lastMessage(`Rule ${index}`, '@rekindle');
    await riley.click('Dry run', { channel: '@rekindle', ts: said.ts });
    await riley.lastMessage(
      new RegExp(`Rule ${index}\\*: (?:It would have matched|This pool lives)`),
      '@rekindle',
    );
    await riley.click('History', { channel: '@rekindle', ts: said.ts });
    await riley.lastMessage(`“Rule ${index}” off yet`, '@rekindle');
  }
  await riley.command('/candidate add Yan Quist yan@example.com #one-tag', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({});
}

interface Asked {
  collection: string;
  /** Null: every document, whichever. */
  filter: Document | null;
  /** With its order and its index, where it has them. */
  cursor?: FindCursor;
}

/** Questions that read a whole collection. */
async function scansAmong(db: Db, asked: ReadonlyMap<string, Asked>): Promise<string[]> {
  const scans: string[] = [];
  for (const [question, { collection, filter, cursor }] of asked) {
    if (SMALL.includes(collection) || collection.startsWith('system.')) continue;
    if (filter !== null && Object.keys(filter).length === 0) continue;
    const asking = cursor?.clone() ?? (filter && db.collection(collection).find(filter));
    const plan = asking && (await asking.explain('queryPlanner'));
    if (plan === null || JSON.stringify(plan).includes('COLLSCAN')) scans.push(question);
  }
  return scans;
}

/** Notes every filter with which a collection is asked or changed, one of each shape, and lets it through. */
function listen(): Map<string, Asked> {
  const asked = new Map<string, Asked>();
  const note = (collection: string, filter: Document | null, answer: unknown) => {
    const shape =
      filter && JSON.stringify(filter, (_, value) => (typeof value === 'string' ? '' : (value as unknown)));
    asked.set(`${collection} ${shape ?? 'everything'}`, {
      collection,
      filter,
      ...(answer instanceof FindCursor && { cursor: answer }),
    });
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
    'findOneAndDelete',
    'distinct',
    'aggregate',
    'bulkWrite',
  ] as const) {
    const original = Collection.prototype[name] as (this: Collection, ...args: unknown[]) => unknown;
    vi.spyOn(Collection.prototype, name).mockImplementation(function (this: Collection, ...args: unknown[]) {
      const answer = original.apply(this, args);
      for (const filter of filtersOf(name, args)) note(this.collectionName, filter, answer);
      return answer;
    } as never);
  }
  return asked;
}

/** What a call of the driver asks for; null for a pipeline that begins with everything. */
function filtersOf(name: string, args: readonly unknown[]): (Document | null)[] {
  if (name === 'distinct') return [(args[1] ?? {}) as Document];
  if (name === 'aggregate') return [(args[0] as Document[])[0]?.['$match'] ?? null];
  if (name === 'bulkWrite')
    return (args[0] as AnyBulkWriteOperation[]).flatMap((write) => {
      const filter = (Object.values(write)[0] as Document)['filter'] as Document | undefined;
      return filter ? [filter] : [];
    });
  return [(args[0] ?? {}) as Document];
}
