import type { Db } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_PEOPLE } from '#local/state/sample.ts';
import type { LocalWorkspace } from '#local/workspace.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { INDEXES } from '../../src/indexes.ts';
import { linkedIn } from '../imports/files.ts';
import { testDatabase } from '../support/database.ts';
import { candidate, takingMailer, testOutreach, testPeople, waitingDraft } from '../support/outreach.ts';
import { type PersonClient, person, saying, until } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { startWorkspace } from '../support/workspace.ts';

/**
 * Three processes on one database and one Slack, all started on work that is due: messages that were approved,
 * reminders, digests, an import, and clicks on one button that reach different processes. Everything once.
 */
const APPROVED = 30;
const REMINDERS = 20;
const ROWS = 2_000;
const CLICKED = 6;
const LONG_MS = 120_000;
const RECRUITERS = ['U0RILEY', 'U0ONE', 'U0TWO', 'U0THREE', 'U0FOUR'];

const database = testDatabase();
let smtp: TestSmtp;
let workspace: LocalWorkspace;
let apps: RekindleProcess[] = [];
const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = [];
const env = async (): Promise<Record<string, string>> => {
  const folder = await temporaryFolder();
  folders.push(folder);
  const [host] = database.database().client.options.hosts;
  return {
    DATA_DIR: folder.path,
    PORT: String(await freePort()),
    MONGODB_URI: `mongodb://${encodeURIComponent(host?.socketPath ?? '')}/${database.db().databaseName}`,
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    SLACK_API_URL: workspace.apiUrl,
    ADMINS: 'U0RILEY',
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Acme Talent <talent@acme.example>',
    MAIL_POSTAL_ADDRESS: 'Acme Inc., 1 Main Street, Springfield',
    PUBLIC_URL: 'none',
    INBOUND_SECRET: 'none',
    SECRET_KEY: 'one secret for three processes, 32 characters',
  };
};

/** A zone in which it is between ten and eleven in the morning now, so that digests are due. */
function morning(): string {
  const ahead = 10 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

beforeAll(async () => {
  const folder = await temporaryFolder();
  folders.push(folder);
  smtp = await startSmtp({ delayMs: 20 });
  const [riley] = SAMPLE_PEOPLE;
  if (!riley) throw new Error('nobody');
  workspace = await startWorkspace({
    directory: folder.path,
    people: RECRUITERS.map((id) => ({ ...riley, id, name: id.slice(2).toLowerCase(), timeZone: morning() })),
  });
  await ensureIndexes(database.db(), INDEXES);
  await seed(database.db());
  apps = await Promise.all([1, 2, 3].map(async () => spawnRekindle(await env())));
}, LONG_MS);
afterAll(async () => {
  await Promise.all(apps.map((app) => app.kill('SIGTERM')));
  await Promise.all([smtp?.close(), workspace?.close()]);
  for (const folder of folders) await folder.remove();
});

const of = (index: number): string => RECRUITERS[index % RECRUITERS.length] ?? '';

async function seed(db: Db): Promise<void> {
  const people = Array.from({ length: APPROVED + CLICKED }, (_, i) => {
    const email = `p${i}@d${i}.example`;
    return candidate({ name: `Person${i} Test`, emails: [email], keys: [`email:${email}`], owner: of(i) });
  });
  const collection = <T extends object>(name: string) => db.collection<T & { _id: string }>(name);
  await collection('candidates').insertMany(people);
  await collection('team').insertMany(RECRUITERS.map((_id) => ({ _id, role: 'recruiter' })));
  await collection('digest_settings').insertMany(
    RECRUITERS.map((_id) => ({
      _id,
      hour: 9,
      days: [1, 2, 3, 4, 5, 6, 7],
      parts: ['approvals', 'followUps', 'failures'],
    })),
  );
  const now = Date.now();
  await collection('reminders').insertMany(
    Array.from({ length: REMINDERS }, (_, i) => ({
      _id: `reminder${i}`,
      by: of(i),
      timeZone: 'UTC',
      candidateId: people[i]?._id ?? '',
      note: `note ${i}.`,
      dueAt: new Date(now - 60_000),
      state: 'open',
      toldAt: null,
      at: new Date(now - 86_400_000),
    })),
  );
  const deps = await testOutreach(db, { people: testPeople(people), mailer: takingMailer() });
  for (const [i, one] of people.slice(0, APPROVED).entries()) {
    const { _id } = await waitingDraft(deps, one._id);
    const who = { id: of(i), name: 'Somebody', timeZone: 'UTC' };
    const approval = { by: of(i), at: new Date(now), version: 1, confirmed: ['outside working hours'] };
    await collection('drafts').updateOne(
      { _id },
      {
        $set: {
          state: 'approved',
          approval,
          sendAt: null,
          requester: who,
          sender: who,
          lapsesAt: new Date(now + 9e8),
        },
      },
    );
  }
}

const dm = async (id: string) =>
  (await person(workspace.url, id).messages('@rekindle')).map((message) => ({
    ...message,
    said: saying(message),
  }));
const allDms = async () => (await Promise.all(RECRUITERS.map(dm))).flat();
const messageIds = () => smtp.taken.map((raw) => /^Message-ID: (.+)$/im.exec(raw)?.[1] ?? '');

it('what was approved goes out once, reminders and digests come once, an import counts once', {
  timeout: 2 * LONG_MS,
}, async () => {
  const riley = person(workspace.url, 'U0RILEY');
  await upload(riley);
  await until('all messages', async () => smtp.taken.length >= APPROVED, LONG_MS);
  await until(
    'all reminders and digests',
    async () => {
      const said = (await allDms()).map((message) => message.said);
      const digests = said.filter((one) => one.includes('Your day')).length;
      return (
        said.filter((one) => one.includes('You wanted to be reminded')).length >= REMINDERS &&
        digests >= RECRUITERS.length
      );
    },
    LONG_MS,
  );
  const done = await until(
    'the import',
    async () => (await dm('U0RILEY')).find(({ said }) => said.includes('is imported')),
    LONG_MS,
  );
  expect(done.said).toContain(`${ROWS.toLocaleString('en-US')} new, 0 updated, 0 unchanged, 1 refused`);
  await clickEverywhere(riley);
  // Everything is looked at once more.
  await sweepsAgain();

  const total = APPROVED + CLICKED;
  expect(smtp.taken).toHaveLength(total);
  expect(new Set(messageIds()).size).toBe(total);
  const db = database.db();
  expect(await db.collection('drafts').countDocuments({ state: 'sent' })).toBe(total);
  expect(await db.collection('touchpoints').countDocuments({ kind: 'message sent' })).toBe(total);
  expect(await db.collection('candidates').countDocuments({ name: / Tester$/ })).toBe(ROWS);
  const said = (await allDms()).map((message) => message.said);
  for (let i = 0; i < REMINDERS; i++)
    expect(said.filter((one) => one.includes('You wanted') && one.includes(`note ${i}.`))).toHaveLength(1);
  for (const id of RECRUITERS)
    expect((await dm(id)).filter((message) => message.said.includes('Your day'))).toHaveLength(1);
  expect(await db.collection('deliveries').countDocuments()).toBeGreaterThan(CLICKED);
  expect(apps.map((app) => app.output()).join('')).not.toContain('"level":50');
});

async function upload(riley: PersonClient): Promise<void> {
  await riley.command('/candidate import', 'hiring');
  await riley.modal('Import candidates');
  await riley.upload({ name: 'many.csv', content: `${linkedIn(ROWS)}Nobody,Known,,,Acme,CEO,1 Mar 2024\n` });
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
}

/** Drafts for some, each approved by three clicks at once, which go round among the connections. */
async function clickEverywhere(riley: PersonClient): Promise<void> {
  for (let i = APPROVED; i < APPROVED + CLICKED; i++) {
    await riley.command(`/outreach p${i}@d${i}.example`, 'hiring');
    await riley.modal('Draft outreach');
    expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  }
  const waiting = await until(
    'drafts to approve',
    async () => {
      const found = (await dm('U0RILEY')).filter(({ said }) => said.includes('Approve & send'));
      return found.length === CLICKED && found;
    },
    LONG_MS,
  );
  await Promise.all(
    waiting.flatMap(({ ts, channel }) =>
      [1, 2, 3].map(() => riley.click('Approve & send', { ts, channel }).catch(() => undefined)),
    ),
  );
  await until('what was clicked', async () => smtp.taken.length >= APPROVED + CLICKED, LONG_MS);
  await until(
    'all noted',
    async () =>
      (await database.db().collection('drafts').countDocuments({ state: 'sent' })) >= APPROVED + CLICKED,
    LONG_MS,
  );
}

/** Makes every recurring job due, and waits until it has been run. */
async function sweepsAgain(): Promise<void> {
  const jobs = database.db().collection('agendaJobs');
  const began = new Date();
  await jobs.updateMany({ lockedAt: null }, { $set: { nextRunAt: began } });
  await until(
    'another round of sweeps',
    async () => (await jobs.countDocuments({ lastFinishedAt: { $lt: began } })) === 0,
    LONG_MS,
  );
}
