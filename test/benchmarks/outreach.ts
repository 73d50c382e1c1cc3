import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { INDEXES } from '../../src/indexes.ts';
import { batchStore } from '../../src/outreach/batch/batch-store.ts';
import { planBatch, workOffBatches } from '../../src/outreach/batch/work-off.ts';
import { receiveMail } from '../../src/outreach/inbound/receive.ts';
import { draftLists } from '../../src/outreach/listing-store.ts';
import { sweepDrafts } from '../../src/outreach/sweep.ts';
import { peopleFor } from '../../src/outreach-deps.ts';
import { atOnce } from '../../src/platform/at-once.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createModel } from '../../src/platform/llm/model.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createMailer } from '../../src/platform/mail/mailer.ts';
import { world } from '../candidates/world.ts';
import { bounce, reply } from '../support/mails.ts';
import { startModelServer } from '../support/model-server.ts';
import { candidate, REQUEST, RILEY, testOutreach } from '../support/outreach.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { startSmtp } from '../support/smtp.ts';
import { hand, table } from './figures.ts';

/**
 * `npm run bench:outreach`: drafts a minute with a model that takes two seconds, sends a second beside nodemailer's own
 * pool with as many connections and the same messages, and inbound mails a minute of which one in a hundred bounces; on
 * the real engine, all touchpoints and temperatures included.
 */
const DRAFTS = 100;
const SENDS = 1_000;
const INBOUND = 10_000;
const CONNECTIONS = 5;
const NOW = new Date('2026-11-20T15:30:00Z');

const folder = await temporaryFolder();
const logger = createLogger('silent');
const { db, close } = await openDatabase({ uri: null, directory: join(folder.path, 'database'), logger });
await ensureIndexes(db, INDEXES);
const [smtp, server] = await Promise.all([startSmtp(), startModelServer()]);
const base = await world(db);
const people = peopleFor({ ...base, logger } as never);
const mailer = createMailer({ smtpUrl: smtp.url, logger });
const outreach = await testOutreach(db, { people: people as never, mailer, clock: { now: () => NOW } });
Object.assign(outreach.messages, { domainPerHour: 1_000_000, senderPerDay: 1_000_000 });
outreach.writing = { ...outreach.writing, dailyCap: 100, in7Days: 1_000, in90Days: 1_000 };
const deps = {
  ...outreach,
  batches: batchStore(db),
  lists: draftLists(db),
  show: async () => {},
  showBatch: async () => {},
};

const everybody = Array.from({ length: SENDS }, (_, index) =>
  candidate({
    name: `Person${index} Test`,
    emails: [`p${index}@example.com`],
    keys: [`email:p${index}@example.com`],
  }),
);
await db.collection<(typeof everybody)[number]>('candidates').insertMany(everybody);
const since = (began: number) => (performance.now() - began) / 1_000;

// Drafts: batches of 50, each twenty questions at a time.
server.behave({
  afterMs: 2_000,
  answer: {
    subject: 'A word about your work',
    body: 'Hello, it has been a while since we were in touch, and I would like to hear how things are going. Would a short call suit you?\n\nRiley Park',
    factsUsed: [1],
  },
});
const model = createModel({ apiKey: 'k', baseUrl: server.baseUrl, model: 'm', logger });
for (let from = 0; from < DRAFTS; from += 50)
  await planBatch(deps, {
    deliveryId: `bench-${from}`,
    by: { id: RILEY, name: 'Riley Park' },
    what: 'pool:Bench',
    request: REQUEST,
    candidateIds: everybody.slice(from, from + 50).map(({ _id }) => _id),
  });
const draftsBegan = performance.now();
await workOffBatches({ ...deps, model });
const draftSeconds = since(draftsBegan);
const floorSeconds = (Math.ceil(50 / 20) * 2 * DRAFTS) / 50;
hand({
  operation: 'drafts by a model that takes 2 s, 20 at a time',
  over: `${DRAFTS} drafts`,
  ms: [],
  perSecond: DRAFTS / draftSeconds,
  floor: `the model alone, ${floorSeconds} s`,
  ratio: draftSeconds / floorSeconds,
  goal: null,
  isMet: null,
});
console.log(
  table('Drafts with a model that takes 2 s, 20 at a time', [
    {
      drafts: DRAFTS,
      seconds: draftSeconds.toFixed(1),
      'a minute': Math.round((DRAFTS / draftSeconds) * 60),
      'the model alone (s)': floorSeconds,
      ratio: (draftSeconds / floorSeconds).toFixed(2),
    },
  ]),
);

// Sends: everybody gets a template draft, approved; the sweep sends them.
await db.collection('drafts').deleteMany({});
for (let from = 0; from < SENDS; from += 50)
  await planBatch(deps, {
    deliveryId: `send-${from}`,
    // Fifty a day are what one sender may: twenty senders.
    by: { id: `U0SENDER${from}`, name: 'Riley Park' },
    what: 'pool:Bench',
    request: REQUEST,
    candidateIds: everybody.slice(from, from + 50).map(({ _id }) => _id),
  });
await workOffBatches(deps);
await db.collection('drafts').updateMany({ state: 'waiting' }, [
  {
    $set: {
      state: 'approved',
      sendAt: null,
      updatedAt: new Date(0),
      approval: { by: RILEY, at: NOW, version: 1, confirmed: [] },
    },
  },
]);
smtp.taken.length = 0;
const sendsBegan = performance.now();
while (smtp.taken.length < SENDS) await sweepDrafts(deps);
const sendSeconds = since(sendsBegan);

const raw = smtp.taken.slice(0, SENDS);
const pool = createTransport({
  url: smtp.url,
  pool: true,
  maxConnections: CONNECTIONS,
  maxMessages: Infinity,
} as never);
const bareBegan = performance.now();
await Promise.all(
  raw.map((message, index) =>
    pool.sendMail({ envelope: { from: 'talent@acme.example', to: [`p${index}@example.com`] }, raw: message }),
  ),
);
const bareSeconds = since(bareBegan);
pool.close();
const single = createTransport(smtp.url);
const singleBegan = performance.now();
await atOnce(raw.slice(0, 300), CONNECTIONS, async (message) => {
  await single.sendMail({ envelope: { from: 'talent@acme.example', to: ['x@example.com'] }, raw: message });
});
const singleSeconds = (since(singleBegan) * SENDS) / 300;
const rate = (seconds: number) => Math.round(SENDS / seconds);
for (const [floor, seconds] of [
  ['nodemailer, a connection a message', singleSeconds],
  ['nodemailer’s pool', bareSeconds],
] as const)
  hand({
    operation: 'sends over SMTP on loopback',
    over: `${SENDS} messages`,
    ms: [],
    perSecond: SENDS / sendSeconds,
    floor: `${floor}, ${rate(seconds)} a second`,
    ratio: sendSeconds / seconds,
    goal: '≥ 0.7 of nodemailer',
    isMet: seconds / sendSeconds >= 0.7,
  });
console.log(
  table(`Sends over SMTP on loopback, ${CONNECTIONS} connections`, [
    {
      ours: `${rate(sendSeconds)}/s`,
      'nodemailer, a connection a message': `${rate(singleSeconds)}/s`,
      share: (singleSeconds / sendSeconds).toFixed(2),
      'nodemailer’s pool': `${rate(bareSeconds)}/s`,
      'share of the pool': (bareSeconds / sendSeconds).toFixed(2),
    },
  ]),
);

// Inbound: answers to those messages, and bounces.
const ids = raw.map((message) => /^Message-ID: (\S+)/im.exec(message)?.[1] ?? '');
const mails = Array.from({ length: INBOUND }, (_, index) => {
  const inReplyTo = ids[index % ids.length] ?? '';
  const text =
    index % 100 === 0
      ? bounce({ recipient: `p${index % SENDS}@example.com`, status: '4.2.2', messageId: inReplyTo })
      : reply({ from: `p${index % SENDS}@example.com`, inReplyTo, text: `Thank you, number ${index}.` });
  return Buffer.from(text.toString().replace(/^Message-ID: .*$/im, `Message-ID: <in-${index}@example.com>`));
});
const counts: Record<string, number> = {};
const inboundBegan = performance.now();
await atOnce(mails, 10, async (mail) => {
  const received = await receiveMail(deps, mail);
  counts[received] = (counts[received] ?? 0) + 1;
});
const inboundSeconds = since(inboundBegan);
const parseBegan = performance.now();
const { parseInbound } = await import('../../src/platform/mail/parse.ts');
for (const mail of mails) await parseInbound(mail);
const parseSeconds = since(parseBegan);
hand({
  operation: 'inbound mails',
  over: `${INBOUND} answers, 1% bounces`,
  ms: [],
  perSecond: INBOUND / inboundSeconds,
  floor: `parsing alone, ${parseSeconds.toFixed(1)} s`,
  ratio: inboundSeconds / parseSeconds,
  goal: '≥ 10,000 a minute',
  isMet: (INBOUND / inboundSeconds) * 60 >= 10_000,
});
console.log(
  table('Inbound mails', [
    {
      mails: INBOUND,
      seconds: inboundSeconds.toFixed(1),
      'a minute': Math.round((INBOUND / inboundSeconds) * 60),
      'parsing alone (s)': parseSeconds.toFixed(1),
      outcome: Object.entries(counts)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
    },
  ]),
);

mailer.close();
await Promise.all([smtp.close(), server.close()]);
await close();
await folder.remove();
