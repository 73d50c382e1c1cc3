import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { callControl, type PersonClient, person } from '../support/person.ts';
import { startRekindle, temporaryFolder } from '../support/rekindle.ts';

/**
 * Somebody of whom everything is held is erased through Slack; afterwards every collection, and every file that the
 * app writes, is searched for them.
 */
const database = testDatabase();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let app: Awaited<ReturnType<typeof startRekindle>>;
let riley: PersonClient;
let harper: PersonClient;

beforeAll(async () => {
  folder = await temporaryFolder();
  const [host] = database.database().client.options.hosts;
  app = await startRekindle({
    DATA_DIR: folder.path,
    MONGODB_URI: `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${database.db().databaseName}`,
  });
  riley = person(app.localUrl ?? '', 'riley');
  harper = person(app.localUrl ?? '', 'harper');
});
afterAll(async () => {
  await app?.remove();
  await folder?.remove();
});

/** What names the person, and words that only they brought in. */
const THEIRS = [
  'zenobia',
  'quillfeather',
  '7700900461',
  'quillf',
  'glassblowing',
  'moonlighting',
  'stained glass',
  'her brother',
  'kestrelworks',
];
const EMAIL = 'zenobia@quillfeather.example';

/** Where one of these words stands, in the database and in the app's files. */
async function traces(): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, text: string) => {
    const said = text.toLowerCase();
    for (const word of THEIRS) if (said.includes(word)) found.push(`${word} in ${where}`);
  };
  for (const collection of await database.db().collections())
    for (const document of await collection.find().toArray())
      look(`${collection.collectionName} ${String(document._id)}`, JSON.stringify(document));
  for (const entry of await readdir(folder.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // The database's own files are the database's: it is another process with its own folder here.
    if (entry.isFile() && !path.startsWith(join(folder.path, 'database')))
      look(path.slice(folder.path.length), (await readFile(path)).toString('utf8').replace(/=\r?\n/g, ''));
  }
  return found;
}

const cardOf = (text: string) => riley.asks(`/candidate ${text}`);

it('holds a great deal at first', async () => {
  await harper
    .write(`Zenobia Quillfeather <${EMAIL}> does stained glass`, 'referrals')
    .then(({ ts }) => harper.shortcut('refer_person', { channel: 'referrals', ts }));
  await harper.modal('Refer someone');
  expect(
    await harper.submit({
      'How do you know them': 'Friend or family',
      'Do they know?': 'Not yet',
      Note: 'Heard it from her brother',
    }),
  ).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('refers *Zenobia Quillfeather*', '@rekindle');
  await harper.write(`@rekindle refer Zenobia Quillfeather ${EMAIL}`, 'general');
  await harper.lastMessage('until then nothing is taken', 'general');
  const card = await cardOf(EMAIL);
  await riley.click('Edit', { channel: 'hiring', ts: card.ts });
  await riley.modal('Edit candidate');
  expect(
    await riley.submit({
      Phone: '+447700900461',
      'Profile link': 'linkedin.com/in/quillf',
      Headline: 'Glassblowing lead',
      Company: 'Kestrelworks',
      Skills: ['Add “Glassblowing”'],
      Tags: ['Add “moonlighting”'],
      Note: 'Moonlighting on weekends',
    }),
  ).toMatchObject({ outcome: 'closed' });
  // Somebody like her, who is then merged into her record.
  await riley.command('/candidate add Zenobia Quilfeather z.q@kestrelworks.example', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Company: 'Kestrelworks', Location: 'Leeds, United Kingdom' });
  await app.runJobs();
  const whole = await cardOf(EMAIL);
  await riley.click('Find duplicates', { channel: 'hiring', ts: whole.ts });
  await riley
    .lastMessage('may be the same person as', 'hiring')
    .then(({ ts }) => riley.click('Merge', { channel: 'hiring', ts }));
  await riley.lastMessage(/^Merged/, 'hiring');
  const merged = await cardOf(EMAIL);
  await riley.click('Draft outreach', { channel: 'hiring', ts: merged.ts });
  await riley.modal('Draft outreach');
  await riley.submit({ Purpose: 'First contact', Mention: 'stained glass' });
  const approval = await riley.lastMessage(/Approve & send/, '@rekindle');
  await riley.click('Approve & send', { ts: approval.ts, channel: approval.channel });
  await riley.lastMessage('Sent to', '@rekindle');
  const [mail] = await callControl<{ id: string; to: string[] }[]>(app.localUrl ?? '', 'mails').then(
    (mails) => mails.filter(({ to }) => to.includes(EMAIL)),
  );
  await callControl(app.localUrl ?? '', `mails/${mail?.id}/answer`, {
    text: 'Yes, let us talk about stained glass',
  });
  await riley.lastMessage(/stained glass/, '@rekindle');
  await riley.command('/candidate find zenobia glassblowing', 'hiring');
  const list = await riley.lastMessage('1 person for “zenobia', 'hiring');
  await riley.click('Export', { channel: 'hiring', ts: list.ts });
  await riley.until('the file', async () =>
    (await riley.messages('@rekindle')).some(({ files }) =>
      files.some(({ name }) => name.startsWith('candidates-')),
    ),
  );
  expect((await traces()).length).toBeGreaterThan(20);
});

it('exports all of it as JSON', async () => {
  const card = await cardOf(EMAIL);
  await riley.click('Export data', { channel: 'hiring', ts: card.ts });
  const message = await riley.until('the file', async () =>
    (await riley.messages('@rekindle')).find(({ files }) => files.some(({ name }) => name.endsWith('.json'))),
  );
  const held: Record<string, unknown> = JSON.parse(
    await (await fetch(new URL(message.files[0]?.url ?? '', app.localUrl ?? ''))).text(),
  );
  for (const part of ['record', 'touchpoints', 'drafts', 'merges', 'referrals', 'changes'])
    expect(held).toHaveProperty(part);
  const said = JSON.stringify(held).toLowerCase();
  for (const word of THEIRS) expect(said).toContain(word);
});

it('is for admins, and wants the name', async () => {
  await riley.command('/rekindle team', 'general');
  await riley.modal('Team');
  await riley.submit({ Person: 'Harper', Role: 'Recruiter' });
  await harper.lastMessage('recruiter', '@rekindle');
  await harper.command(`/candidate ${EMAIL}`, 'general');
  const card = await harper.lastMessage(/Draft outreach/, 'general');
  await harper.click('Erase', { channel: 'general', ts: card.ts });
  await harper.lastMessage('Sorry, this is for admins', 'general');
  const own = await cardOf(EMAIL);
  await riley.click('Erase', { channel: 'hiring', ts: own.ts });
  await riley.modal('Erase candidate');
  expect(await riley.submit({ 'Type their full name to confirm': 'Zenobia' })).toMatchObject({
    outcome: 'errors',
  });
  await riley.close();
});

it('leaves nothing behind', async () => {
  const card = await cardOf(EMAIL);
  await riley.click('Erase', { channel: 'hiring', ts: card.ts });
  await riley.modal('Erase candidate');
  expect(await riley.submit({ 'Type their full name to confirm': 'Zenobia Quillfeather' })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('Erased. Nothing of this person is held any more.', '@rekindle');
  await app.runJobs();
  expect(await traces()).toEqual([]);
  expect(await database.db().collection('erasures').findOne()).toMatchObject({
    state: 'erased',
    figures: { source: 'Referral' },
  });
  const about = await database.db().collection('audit').find({ action: 'candidate edited' }).toArray();
  expect(about.some(({ before, after }) => before === null && after === null)).toBe(true);
});

it('an import doesn’t bring them back, and says why; nor does a modal, until an admin allows it', async () => {
  await riley.command('/candidate import', 'hiring');
  await riley.modal('Import candidates');
  await riley.upload({ name: 'again.csv', content: `Candidate Name,Primary Email Address\nZ Q,${EMAIL}\n` });
  await riley.submit();
  await riley.lastMessage('0 new, 0 updated, 0 unchanged, 1 refused', '@rekindle');
  await riley.command(`/candidate add Z Q ${EMAIL}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit()).toMatchObject({
    outcome: 'errors',
    errors: { 'Full name': expect.stringContaining('asked to be erased') },
  });
  await riley.close();
  await riley.command('/rekindle privacy', 'hiring');
  await riley.modal('Privacy');
  expect(await riley.submit({ 'Allow somebody again who was erased': EMAIL })).toMatchObject({
    outcome: 'closed',
  });
  await riley.lastMessage('Nobody is erased by themselves', '@rekindle');
  await riley.command(`/candidate add Z Q ${EMAIL}`, 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
});
