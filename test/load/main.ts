import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Candidate } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import { NAMES } from '#sample/names.ts';
import { randomFrom } from '#sample/random.ts';
import { benchmarkPerson, benchmarkProfile } from '../benchmarks/people.ts';
import { childrenMb, residentMb } from '../support/memory.ts';
import { startModelServer } from '../support/model-server.ts';
import { callControl, person, type SeenMessage, saying } from '../support/person.ts';
import { freePort, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { startWorkspace } from '../support/workspace.ts';
import { ACTS, type Worker } from './acts.ts';
import { type Entry, type Report, report } from './report.ts';

/**
 * `npm run load -- [MINUTES] [PEOPLE] [SEED]` (by default 10, 50, 1): so many people at once in a local workspace, over Slack's wire protocol, with
 * sweeps, digests, imports and inbound mail beside them. The app runs in a process of its own, the workspace with its mailbox and
 * the model in this one. Ends with 1 when an acknowledgement was missed, somebody was shown an error, or memory grew.
 */
const [minutes = 10, count = 50, seed = 1] = process.argv.slice(2).map(Number);
const KNOWN = 20_000;
const AT_ONCE = 2_000;
const THINKING_MS = { from: 1_000, to: 4_000 };
const LOOK_MS = 5_000;
const ANSWER_MS = 3_000;
const IMPORT_MS = 120_000;
const IMPORTED = 2_000;
const SECRET = 'a-secret-for-the-load-test-0123456789';

/** Those whose 09:00 has passed get their digest at once, the others three minutes after the beginning. */
const ZONES = ['America/New_York', 'America/Chicago'];
const random = randomFrom(seed);
const first = Object.values(NAMES).flatMap((one) => one.first);
const people = Array.from({ length: count }, (_, index) => {
  const name = `${first[index % first.length]} Load${index}`;
  return {
    id: `U0LOAD${String(index).padStart(2, '0')}`,
    name: `load${index}`,
    realName: name,
    displayName: name,
    email: `load${index}@rekindle.example`,
    timeZone: ZONES[index % ZONES.length] ?? 'UTC',
    kind: 'member' as const,
    admin: index === 0,
    botId: null,
    sample: false,
  };
});

const folder = await temporaryFolder();
const port = await freePort();
const inbound = { url: `http://127.0.0.1:${port}/mail/inbound`, secret: SECRET };
const workspace = await startWorkspace({
  directory: join(folder.path, 'workspace'),
  mail: { inbound },
  people,
});
const { url } = workspace;
const model = await startModelServer();
model.behave({
  reply: (question) =>
    JSON.stringify(question).includes('read_answer')
      ? { sentiment: 'positive', asksToStop: false }
      : {
          subject: 'Shall we talk?',
          body: 'Hi,\n\nwould you be open to a short call?\n\nBest',
          factsUsed: [1],
        },
});
const app = await spawnRekindle({
  NODE_OPTIONS: `--import=${join(import.meta.dirname, 'shift-clock.ts')}`,
  LOAD_CLOCK_OFFSET_MS: process.env['LOAD_CLOCK_OFFSET_MS'] ?? '0',
  SLACK_BOT_TOKEN: workspace.botToken,
  SLACK_APP_TOKEN: workspace.appToken,
  SLACK_API_URL: workspace.apiUrl,
  SMTP_URL: workspace.smtpUrl ?? '',
  MAIL_FROM: 'talent@acme.example',
  MAIL_POSTAL_ADDRESS: 'Acme Inc., 1 Main Street, Springfield',
  INBOUND_SECRET: SECRET,
  OPENAI_API_KEY: 'none',
  OPENAI_BASE_URL: model.baseUrl,
  OPENAI_MODEL: 'test',
  PUBLIC_URL: `http://127.0.0.1:${port}`,
  ADMINS: people.map(({ id }) => id).join(','),
  DATA_DIR: join(folder.path, 'app'),
  PORT: String(port),
});

async function fill(): Promise<void> {
  const socket = join(folder.path, 'app/database/mongodb.sock');
  const client = await MongoClient.connect(
    `mongodb://${encodeURIComponent(socket)}/rekindle?directConnection=true`,
  );
  const owners = people.map(({ id }) => id);
  for (let from = 0; from < KNOWN; from += AT_ONCE) {
    const made = Array.from({ length: AT_ONCE }, (_, index) => benchmarkPerson(from + index, owners));
    await client
      .db()
      .collection<Candidate>('candidates')
      .insertMany(made.map(({ candidate }) => candidate));
    await client
      .db()
      .collection<Touchpoint>('touchpoints')
      .insertMany(made.flatMap(({ touchpoints }) => touchpoints));
  }
  await client.close();
}
await fill();

const begun = performance.now();
const end = begun + minutes * 60_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const found: Report = { entries: [], memory: [], failed: [], acts: {}, shown: [], log: '', mails: 0 };

async function work(number: number): Promise<void> {
  const id = people[number]?.id ?? '';
  const own = randomFrom(seed * 1_000 + number);
  const worker: Worker = { id, url, client: person(url, id), random: own, known: KNOWN, number, done: 0 };
  const names = Object.keys(ACTS);
  await wait(own.int(0, THINKING_MS.to));
  while (performance.now() < end) {
    const name = own.weighted(names, (one) => ACTS[one]?.share ?? 0);
    worker.done++;
    found.acts[name] = (found.acts[name] ?? 0) + 1;
    await ACTS[name]?.act(worker).catch(async (error: unknown) => {
      found.failed.push(`${name}: ${String(error)}`);
      await worker.client.close().catch(() => undefined);
    });
    await wait(own.int(THINKING_MS.from, THINKING_MS.to));
  }
}

async function every(ms: number, what: () => Promise<unknown>): Promise<void> {
  while (performance.now() < end) {
    await wait(ms);
    await what().catch((error: unknown) => found.failed.push(`beside: ${String(error)}`));
  }
}

let last = 0;
async function look(): Promise<void> {
  const some = await callControl<Entry[]>(url, `traffic?after=${last}`);
  const answered = some.filter(({ ms }) => ms !== null);
  // What isn't answered yet is looked at again the next time.
  const open = some.find(({ ms, direction }) => ms === null && direction === 'to app');
  const whole = open ? answered.filter(({ n }) => n < open.n) : answered;
  last = Math.max(last, ...whole.map(({ n }) => n));
  found.entries.push(
    ...whole.map(({ kind, direction, ms, outcome, n }) => ({ kind, direction, ms, outcome, n })),
  );
  const pid = app.process.pid ?? 0;
  found.memory.push({
    at: (performance.now() - begun) / 60_000,
    app: residentMb(pid),
    engine: childrenMb(pid),
  });
}

async function answerSomebody(): Promise<void> {
  const mails = await callControl<{ id: string }[]>(url, 'mails');
  found.mails = mails.length;
  if (mails.length === 0) return;
  const { id } = random.pick(mails);
  await callControl(url, `mails/${id}/answer`, { text: 'Thank you, that sounds good. Next week?' });
}

let imports = 0;
async function importSome(): Promise<void> {
  const from = KNOWN + imports++ * IMPORTED;
  const rows = Array.from({ length: IMPORTED }, (_, index) => {
    const { name, emails, company, headline } = benchmarkProfile(from + index);
    const [firstName = '', lastName = ''] = name.split(' ');
    const cells = [firstName, lastName, '', emails[0], company, headline, '1 Mar 2024'];
    return cells.map((cell) => `"${(cell ?? '').replaceAll('"', '')}"`).join(',');
  });
  const importer = person(url, people[0]?.id ?? '');
  await importer.command('/candidate import', 'hiring');
  const { id } = await importer.modal('Import candidates');
  await importer.upload({
    name: `load${imports}.csv`,
    content: `First Name,Last Name,URL,Email Address,Company,Position,Connected On\n${rows.join('\n')}\n`,
    viewId: id,
  });
  const { outcome } = await importer.submit();
  if (outcome !== 'closed') throw new Error(`import: ${outcome}`);
}

await Promise.all([
  ...people.map((_, number) => work(number)),
  every(LOOK_MS, look),
  every(ANSWER_MS, answerSomebody),
  importSome().then(() => every(IMPORT_MS, importSome)),
]);
await look();
for (const { id } of people)
  found.shown.push(
    ...(await callControl<SeenMessage[]>(url, `messages?as=${id}`))
      .filter((message) => message.user === workspace.botUserId)
      .map(saying),
  );
found.log = app.output();
const { text, isGood } = report(found, { minutes, count, seed });
console.log(text);
await app.kill('SIGTERM');
await workspace.close();
await model.close();
await folder.remove();
process.exit(isGood ? 0 : 1);
