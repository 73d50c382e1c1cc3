import { join } from 'node:path';
import { openDatabase } from '#platform/database/database.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { createLogger } from '#platform/logger.ts';
import { randomFrom } from '#sample/random.ts';
import { INDEXES } from '../../../src/indexes.ts';
import { startModelServer } from '../../support/model-server.ts';
import { POSTAL } from '../../support/outreach.ts';
import { temporaryFolder } from '../../support/rekindle.ts';
import { makePeople, makeSequences } from './cast.ts';
import { deciding } from './decisions.ts';
import { planEdits, planEnrolments, planFates } from './disturbances.ts';
import { type Life, newLife, type Planned } from './life.ts';
import { startMailServer } from './mail-server.ts';
import { Killed, startWorker, type Worker } from './processes.ts';
import { react } from './reactions.ts';
import type { Left, Year } from './record.ts';

export interface Options {
  seed: number;
  enrolments: number;
  days: number;
  kills: number;
  /** How much longer the jumps of the clock are than usual; 1: about four hours. */
  stride?: number;
  /** Told now and then how far it is. */
  progress?: (line: string) => void;
}

/** Both ends of daylight saving on both halves of the world, and the holidays of the winter, lie within the first four months. */
const BEGIN = new Date('2026-09-10T05:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How far the clock jumps, and how often so far. */
const STEPS = [
  { minutes: [1, 10], share: 10 },
  { minutes: [10, 30], share: 20 },
  { minutes: [30, 90], share: 30 },
  { minutes: [90, 300], share: 30 },
  { minutes: [480, 1_800], share: 8 },
  { minutes: [2_880, 5_760], share: 2 },
] as const;
/** Rounds at the end in which nobody does anything, so that all that is due is done. */
const SETTLING = 12;
/** Of what happens, this share happens while the sweeps run. */
const AT_THE_SAME_TIME = 0.25;
const ACTS_AT_ONCE = 8;
const LETTER =
  'Hi, it has been a while since we were in touch, and I have been wondering how things are going for you. Would a short call suit you in the next weeks?';

/** Lives a year: two processes on one database, people, mail, kills. @returns what the checker is given, and how it went */
export async function liveYear(options: Options): Promise<{ year: Year; errors: string[]; rounds: number }> {
  const { seed, enrolments, days } = options;
  const stack = new AsyncDisposableStack();
  await using _ = stack;
  const folder = await temporaryFolder();
  stack.defer(() => folder.remove());
  const logger = createLogger('silent');
  const directory = join(folder.path, 'database');
  const database = await openDatabase({ uri: null, directory, logger });
  stack.defer(() => database.close());
  const { db } = database;
  await ensureIndexes(db, INDEXES);
  const random = randomFrom(seed);
  const people = makePeople(random, Math.ceil(enrolments * 0.7), BEGIN);
  await db.collection<(typeof people)[number]>('candidates').insertMany(people);
  const sequences = makeSequences(BEGIN);
  await db.collection<(typeof sequences)[number]>('sequences').insertMany(sequences);
  const life = newLife(seed, db, BEGIN, people, sequences);
  life.year.postalAddress = POSTAL;

  const model = await startModelServer();
  stack.defer(() => model.close());
  model.behave({
    reply: (question) =>
      JSON.stringify(question).includes('read_answer')
        ? { sentiment: 'neutral', asksToStop: false }
        : { subject: 'Shall we talk?', body: LETTER, factsUsed: [1] },
  });
  const smtp = await startMailServer(randomFrom(seed + 1), {
    moment: () => life.moment(),
    took: (raw, begun) => react(life, raw, begun),
    refusedReceiver: (address) => void life.refused.push(address),
  });
  stack.defer(() => smtp.close());
  let processes = 0;
  const start = () =>
    startWorker(
      {
        database: `mongodb://${encodeURIComponent(join(directory, 'mongodb.sock'))}/rekindle?directConnection=true`,
        smtp: smtp.url,
        model: model.baseUrl,
        name: `process-${++processes}`,
      },
      (task) => life.year.told.push({ ...life.moment(), ...task }),
    );
  life.workers = await Promise.all([start(), start()]);
  stack.defer(async () => void (await Promise.all(life.workers.map((one) => one.kill()))));

  planEnrolments(life, enrolments, BEGIN.getTime(), days);
  planFates(life, BEGIN.getTime(), days);
  planEdits(life, BEGIN.getTime(), days);
  const lookAround = deciding(life);
  const end = BEGIN.getTime() + days * DAY;
  const killAt = plannedKills(life, options, end);
  let nextReport = life.now;
  while (life.now < end) {
    const [from, to] = random.weighted(STEPS, ({ share }) => share).minutes;
    await oneRound(life, random.int(from * 60, to * 60) * 1_000 * (options.stride ?? 1), {
      kill: (killAt[0] ?? Number.POSITIVE_INFINITY) <= life.now,
      killed: () => killAt.shift(),
      start,
      idle: smtp.idle,
    });
    await lookAround();
    if (life.now >= nextReport) {
      nextReport = life.now + 10 * DAY;
      options.progress?.(
        `${new Date(life.now).toISOString().slice(0, 10)}: round ${life.round}, ${life.year.mails.length} messages, ${life.year.kills.length} kills`,
      );
    }
  }
  life.planned = [];
  for (let index = 0; index < SETTLING; index++)
    await oneRound(life, 20 * MINUTE, { kill: false, killed: () => undefined, start, idle: smtp.idle });
  life.year.end = life.moment();
  life.year.left = await leftOver(life);
  return { year: life.year, errors: life.errors, rounds: life.round };
}

function plannedKills(life: Life, { kills }: Options, end: number): number[] {
  const begin = life.now;
  return Array.from({ length: kills }, () => begin + life.random.next() * (end - begin) * 0.7).toSorted(
    (a, b) => a - b,
  );
}

interface Hands {
  kill: boolean;
  killed: () => unknown;
  start: () => Promise<Worker>;
  idle: () => Promise<void>;
}

/** The clock jumps; what people do before, then both processes sweep, people act meanwhile, and one process may be killed. */
async function oneRound(life: Life, step: number, { kill, killed, start, idle }: Hands): Promise<void> {
  life.round++;
  life.now += step;
  await Promise.all(life.workers.map((one) => one.clock(life.now)));
  const due = life.planned.filter(({ at }) => at <= life.now);
  life.planned = life.planned.filter(({ at }) => at > life.now);
  const meanwhile = due.filter(() => life.random.chance(AT_THE_SAME_TIME));
  const first = due.filter((one) => !meanwhile.includes(one));
  await doAll(
    life,
    first.filter(({ decision }) => !decision),
    true,
  );
  await doAll(
    life,
    first.filter(({ decision }) => decision),
    true,
  );
  const busy = Promise.allSettled([
    ...life.workers.map((one) => one.sweep().catch((error: unknown) => noted(life, error))),
    doAll(life, meanwhile, false),
  ]);
  if (kill && (await somethingIsUnderWay(life, busy))) {
    killed();
    life.year.kills.push(life.round);
    await life.random.pick(life.workers).kill();
  }
  await busy;
  await idle();
  noteRefused(life);
  life.workers = await Promise.all(life.workers.map(async (one) => (one.isAlive() ? one : start())));
}

/** Receivers whom the mail server doesn't know: told to one of the processes, which may have died before it heard. */
function noteRefused(life: Life): void {
  const heard = life.year.kills.at(-1) !== life.round;
  for (const address of life.refused.splice(0)) {
    const person = life.byAddress.get(address)?._id;
    const bounced = { what: 'bounced', before: false, ...(!heard && { perhaps: true }) } as const;
    if (person) life.year.happened.push({ ...life.moment(), person, ...bounced });
  }
}

/** Kills fall where something happens: after some more messages have been taken, or at once when they have. */
async function somethingIsUnderWay(life: Life, busy: Promise<unknown>): Promise<boolean> {
  const taken = life.year.mails.length;
  const enough = life.random.int(1, 6);
  let over = false;
  void busy.then(() => {
    over = true;
  });
  while (!over && life.year.mails.length < taken + enough)
    await new Promise((resolve) => setImmediate(resolve));
  return !over;
}

async function doAll(life: Life, all: Planned[], before: boolean): Promise<void> {
  const rest = [...all];
  await Promise.all(
    Array.from({ length: ACTS_AT_ONCE }, async () => {
      for (let one = rest.shift(); one; one = rest.shift()) {
        const { run, decision } = one;
        // Whoever hears nothing because the process died asks again.
        await run(before).catch((error: unknown) => {
          if (error instanceof Killed || isCutOff(error)) life.plan(life.now, run, decision);
          else noted(life, error);
        });
      }
    }),
  );
}

const isCutOff = (error: unknown) => error instanceof TypeError && error.message === 'fetch failed';

function noted(life: Life, error: unknown): void {
  if (error instanceof Killed) return;
  const text = String(error);
  // Things are asked of people who have been erased.
  if (!text.includes('not there any more')) life.errors.push(text);
}

async function leftOver(life: Life): Promise<Left[]> {
  const { draftId } = await import('./check/identity.ts');
  const drafts = new Map(
    (
      await life.db
        .collection<{ _id: string; state: string }>('drafts')
        .find({}, { projection: { state: 1 } })
        .toArray()
    ).map(({ _id, state }) => [_id, state]),
  );
  const enrolments = await life.db
    .collection<
      Omit<Left, 'id' | 'person' | 'nextAt' | 'steps'> & {
        _id: string;
        candidateId: string;
        nextAt: Date;
        history: { step: string; variant: number; at: Date }[];
      }
    >('enrolments')
    .find()
    .toArray();
  return enrolments.map(({ _id, candidateId, sequence, state, stop, step, nextAt, history }) => ({
    id: _id,
    person: candidateId,
    sequence,
    state,
    stop,
    step,
    nextAt: nextAt.getTime(),
    steps: history.map((one) => ({ step: one.step, variant: one.variant, at: one.at.getTime() })),
    draft: drafts.get(draftId(_id, step)) ?? null,
  }));
}
