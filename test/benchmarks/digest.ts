import { join } from 'node:path';
import { type CommandStartedEvent, type Db, type Document, MongoClient } from 'mongodb';
import { candidateById } from '../../src/candidates/find.ts';
import { joiningStore } from '../../src/candidates/joining-store.ts';
import { writeDigests } from '../../src/digest/daily.ts';
import { digestMessage } from '../../src/digest/slack/message.ts';
import { touchpointStore } from '../../src/engagement/store.ts';
import { INDEXES } from '../../src/indexes.ts';
import { letterDeps } from '../../src/letter-deps.ts';
import { draftLists } from '../../src/outreach/listing-store.ts';
import { draftStore } from '../../src/outreach/store.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { poolStore } from '../../src/pools/store.ts';
import { rateInWords, recoveredRate } from '../../src/reengagement/rate.ts';
import { reengagementStore } from '../../src/reengagement/store.ts';
import { referralStore } from '../../src/referrals/store.ts';
import { reminderStore } from '../../src/reminders/store.ts';
import { teamStore } from '../../src/team/store.ts';
import { world } from '../candidates/world.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { fill, recruitersOf } from './digest-data.ts';
import { hand, many, percentile, table } from './figures.ts';
import { NOW } from './people.ts';

/**
 * `npm run bench:digest [-- CANDIDATES RECRUITERS DIRECTORY]`: the digests of one day, gathered and laid out, with every
 * question that they ask the database; a directory keeps the data. Goals for 200 recruiters over a million: 20 s, no
 * question over 100 ms. The floor is the bare driver that asks the same questions again, a recruiter's all at once.
 */
const [people = 100_000, count = 200] = process.argv.slice(2, 4).map(Number);
const kept = process.argv[4];
/** Shapes of questions that are listed, the slowest first. */
const LISTED = 12;

interface Asked {
  command: Document;
  ms: number;
  failed: boolean;
}

const folder = await temporaryFolder();
const logger = createLogger('error');
const database = await openDatabase({ uri: null, directory: kept ?? join(folder.path, 'database'), logger });
const [host] = database.client.options.hosts;
const client = new MongoClient(`mongodb://${encodeURIComponent(host?.socketPath ?? '')}`, {
  monitorCommands: true,
});
const db = client.db('rekindle');
const recruiters = recruitersOf(count);

/** The digest as features.ts puts it together; nobody is told. */
async function digestDeps(told: Document[][]) {
  const base = {
    ...(await world(db)),
    // It goes on, as it does in life: what is asked at each moment is a little different.
    clock: { now: () => new Date(NOW.getTime() + performance.now()) },
    logger,
    team: teamStore(db),
    pools: poolStore(db),
    configuredAdmins: [],
    lookUp: async (id: string) => recruiters.find((one) => one.id === id) ?? null,
  };
  const { candidates } = base;
  const outreach = {
    drafts: draftStore(db),
    lists: draftLists(db),
    people: { byId: (id: string) => candidateById({ candidates }, id) },
    clock: base.clock,
  };
  const reminding = {
    reminders: reminderStore(db),
    candidateById: outreach.people.byId,
  };
  const referring = { referrals: referralStore(db), candidates, clock: base.clock };
  const rating = {
    ...base,
    joining: joiningStore(db),
    touchpoints: touchpointStore(db),
    reengagements: reengagementStore(db),
  };
  const rateOf = async (of: { owner?: string }) => rateInWords(await recoveredRate(rating as never, of));
  const channelDigest = { channel: null, timeZone: 'UTC' };
  const letters = { ...base, outreach, reminding, referring, rateOf, channelDigest };
  const { digest } = letterDeps(db, {} as never, letters as never);
  return {
    ...digest,
    tell: async (_userId: string, parts: Parameters<typeof digestMessage>[0]) => {
      told.push(digestMessage(parts).blocks ?? []);
    },
  };
}

/** Notes every question with how long its answer took. */
function listen(): { asked: Asked[]; stop: () => void } {
  const asked: Asked[] = [];
  const begun = new Map<number, { command: Document; at: number }>();
  const start = ({ requestId, command }: CommandStartedEvent) =>
    begun.set(requestId, { command, at: performance.now() });
  const end =
    (failed: boolean) =>
    ({ requestId }: { requestId: number }) => {
      const one = begun.get(requestId);
      if (one) asked.push({ command: one.command, ms: performance.now() - one.at, failed });
    };
  const [succeeded, failed] = [end(false), end(true)];
  client.on('commandStarted', start).on('commandSucceeded', succeeded).on('commandFailed', failed);
  const stop = () =>
    client.off('commandStarted', start).off('commandSucceeded', succeeded).off('commandFailed', failed);
  return { asked, stop };
}

/** `candidates.find {"tokens":…}`: the same for everybody who asks it. */
function shapeOf(command: Document): string {
  const name = Object.keys(command)[0] ?? '';
  const filter = command['filter'] ?? command['pipeline'] ?? command['query'] ?? '';
  const shape = JSON.stringify(filter, (key, value) =>
    key !== '' && (typeof value === 'string' || typeof value === 'number' || value instanceof Date)
      ? '…'
      : value,
  );
  const hint = command['hint'] ? ` by ${Object.keys(command['hint']).join(',')}` : '';
  return `${command[name]}.${name} ${shape.replaceAll('"', '').replaceAll('|', '/')}${hint}`;
}

async function bare(into: Db, asked: readonly Asked[]): Promise<void> {
  const reads = asked.filter(({ command }) => ['find', 'aggregate'].includes(Object.keys(command)[0] ?? ''));
  await Promise.all(
    reads.map(({ command: { lsid: _session, $db: _database, ...command } }) =>
      into.command(command).catch(() => undefined),
    ),
  );
}

async function round(name: string) {
  const told: Document[][] = [];
  const deps = await digestDeps(told);
  await db.collection('digests').deleteMany({});
  const { asked, stop } = listen();
  const took: number[] = [];
  const ofEach: Asked[][] = [];
  for (const one of recruiters) {
    const before = asked.length;
    const began = performance.now();
    await writeDigests({ ...deps, recruiters: async () => [one] });
    took.push(performance.now() - began);
    ofEach.push(asked.slice(before));
  }
  stop();
  let bareMs = 0;
  for (const each of ofEach) {
    const began = performance.now();
    await bare(database.db, each);
    bareMs += performance.now() - began;
  }
  const total = took.reduce((sum, ms) => sum + ms, 0);
  const ms = asked.map((one) => one.ms);
  const slow = ms.filter((one) => one > 100).length;
  hand({
    operation: `digest of one recruiter, ${name}`,
    over: `${many(people, 'candidates')}, ${count} recruiters in ${(total / 1_000).toFixed(1)} s`,
    ms: took,
    perSecond: count / (total / 1_000),
    floor: `the same questions by the bare driver, all at once, ${(bareMs / 1_000).toFixed(1)} s`,
    ratio: total / bareMs,
    goal: `200 in ≤ 20 s; no question over 100 ms (${slow} of ${asked.length})`,
    isMet: total / count <= 100 && slow === 0,
  });
  return {
    asked,
    row: {
      what: name,
      digests: told.length,
      'blocks, most': Math.max(...told.map((blocks) => blocks.length)),
      'all, s': (total / 1_000).toFixed(1),
      'one, p50 ms': percentile(took, 50).toFixed(0),
      'one, p95 ms': percentile(took, 95).toFixed(0),
      questions: asked.length,
      'question p50 ms': percentile(ms, 50).toFixed(1),
      'p95 ms': percentile(ms, 95).toFixed(1),
      'max ms': Math.max(...ms).toFixed(0),
      'over 100 ms': slow,
      'bare, s': (bareMs / 1_000).toFixed(1),
      ratio: (total / bareMs).toFixed(2),
    },
  };
}

function slowest(asked: readonly Asked[]) {
  const shapes = Map.groupBy(asked, ({ command }) => shapeOf(command));
  return [...shapes]
    .map(([shape, all]) => ({ shape, all, ms: all.map((one) => one.ms) }))
    .toSorted((a, b) => Math.max(...b.ms) - Math.max(...a.ms))
    .slice(0, LISTED)
    .map(({ shape, all, ms }) => ({
      times: all.length,
      'given up': all.filter(({ failed }) => failed).length,
      'p50 ms': percentile(ms, 50).toFixed(1),
      'p95 ms': percentile(ms, 95).toFixed(1),
      'max ms': Math.max(...ms).toFixed(0),
      question: shape.slice(0, 260),
    }));
}

try {
  const seconds = await fill(database.db, people, recruiters);
  const began = performance.now();
  await ensureIndexes(database.db, INDEXES);
  console.error(
    `${people} people in ${seconds.toFixed(0)} s, indexes in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
  );
  const rounds = [await round('first time'), await round('once more')];
  console.log(
    table(
      `Digests of ${count} recruiters over ${people.toLocaleString('en')} candidates`,
      rounds.map(({ row }) => row),
    ),
  );
  for (const { row, asked } of rounds) console.log(table(`Slowest questions, ${row.what}`, slowest(asked)));
} finally {
  await client.close();
  await database.close();
  await folder.remove();
}
