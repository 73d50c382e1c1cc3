import { randomBytes } from 'node:crypto';
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Logger } from '#platform/logger.ts';

/**
 * A recurring sweep over collections of ours. It may run twice for the same moment (its process dies, its lock is
 * lost), so it claims what it works on; `stopping` is aborted when the app stops: finish the piece in hand and return.
 */
export type Sweep = (stopping: AbortSignal) => Promise<void>;

export interface Jobs {
  /**
   * Registers a sweep that runs every so many seconds in one of all the processes on this database, first right
   * after start(). Call before start().
   */
  every(name: string, seconds: number, sweep: Sweep): void;
  start(): Promise<void>;
  /** Takes nothing new, waits for what runs (8 seconds at most), leaves nothing locked. */
  stop(): Promise<void>;
  /**
   * Runs every sweep once, now, in this process, in the order in which they were registered: when the clock has been
   * moved, and in tests. A sweep that is running is waited for and then run again.
   * @throws AggregateError when some failed, after all have run
   */
  runAll(): Promise<void>;
}

const COLLECTION = 'agendaJobs';

/**
 * Agenda's own index, one that keeps its poll at milliseconds with a million jobs in the future (2–3 s without), and
 * one that keeps two processes which start at once from making a recurring job twice.
 */
export const jobIndexes: CollectionIndexes = {
  collection: COLLECTION,
  indexes: [
    {
      key: { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 },
      name: 'findAndLockNextJobIndex',
    },
    { key: { name: 1, disabled: 1, lockedAt: 1 } },
    { key: { name: 1, type: 1 }, unique: true, partialFilterExpression: { type: 'single' } },
  ],
};

/** All in milliseconds. The lock of a process that died ends after LOCK; a running sweep renews its own. */
const LOCK = 15_000;
const RENEWAL = 5_000;
const POLL = 1_000;
const LONG = 60_000;
const PATIENCE = 8_000;

interface Registered {
  seconds: number;
  sweep: Sweep;
  /** Its last run in this process; the next one waits for it. */
  last: Promise<void>;
}

/**
 * Recurring sweeps on Agenda. Needs `jobIndexes`. A sweep that fails is logged with its name and runs again at its
 * next time.
 */
export function createJobs(options: { db: Db; logger: Logger }): Jobs {
  const { db, logger } = options;
  const instance = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const registered = new Map<string, Registered>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let agenda: Agenda | null = null;

  const run = (name: string): Promise<void> => {
    const job = registered.get(name);
    if (!job || stopping.signal.aborted) return Promise.resolve();
    // Asked again once the one before has ended, which may be because of the stop.
    const result = job.last.then(() => (stopping.signal.aborted ? undefined : job.sweep(stopping.signal)));
    job.last = result.catch((error: unknown) => logger.error({ job: name, err: error }, 'a job failed'));
    running.add(job.last);
    void job.last.then(() => running.delete(job.last));
    return result;
  };

  return {
    every(name, seconds, sweep) {
      if (agenda) throw new Error(`The job ${name} must be registered before the jobs are started.`);
      if (registered.has(name)) throw new Error(`There is a job ${name} already.`);
      if (!(seconds >= 1)) throw new Error(`The job ${name} can run once a second at most.`);
      registered.set(name, { seconds, sweep, last: Promise.resolve() });
    },

    async start() {
      if (agenda) return;
      agenda = newAgenda(db, instance);
      agenda.on('error', (error) => logger.error({ err: error }, 'the job queue could not be read'));
      for (const [name, { seconds }] of registered) {
        // oxlint-disable-next-line typescript/no-misused-promises -- it is awaited; the rule sees the overload with done()
        agenda.define(name, (job: Job) => renewing(job, () => run(name), logger), {
          concurrency: 1,
          // Without it Agenda locks everything that is due before it runs any of it.
          lockLimit: 1,
          lockLifetime: LOCK,
        });
        await schedule(db, name, seconds);
      }
      await agenda.start();
    },

    async stop() {
      stopping.abort();
      const started = agenda;
      await started?.stop(false);
      const inTime = await Promise.race([Promise.all(running).then(() => true), after(PATIENCE, false)]);
      if (!inTime) logger.warn('a job did not end in time; another process will take it up');
      if (started) await unlock(db, instance);
    },

    async runAll() {
      const failures: unknown[] = [];
      for (const name of registered.keys()) await run(name).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} jobs failed`);
    },
  };
}

function newAgenda(db: Db, name: string): Agenda {
  return new Agenda({
    // Its indexes are jobIndexes; made there, a failure is told and not an unhandled rejection in a constructor.
    backend: new MongoBackend({ mongo: db, collection: COLLECTION, ensureIndex: false }),
    name,
    processEvery: POLL,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: LOCK,
  });
}

/** Holds on to a job's lock while it is worked on: once it ends, another process would start the same. */
async function renewing(job: Job, work: () => Promise<void>, logger: Logger): Promise<void> {
  const started = Date.now();
  let told = false;
  const timer = setInterval(() => {
    job
      .touch()
      .catch((error: unknown) => logger.warn({ job: job.attrs.name, err: error }, 'a lock was not renewed'));
    if (told || Date.now() - started < LONG) return;
    told = true;
    logger.warn({ job: job.attrs.name }, 'a job has been running for a minute');
  }, RENEWAL);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Agenda's own every() also takes the lock from a process that runs the job in this moment, so a second process that
 * starts would run it once more: this leaves a job that is there alone, but for its interval.
 */
async function schedule(db: Db, name: string, seconds: number): Promise<void> {
  const jobs = db.collection(COLLECTION);
  const now = Date.now();
  const fields = { name, type: 'single' };
  await upsertOnce(() =>
    jobs.updateOne(
      fields,
      {
        $set: { repeatInterval: `${seconds} seconds` },
        $setOnInsert: { priority: 0, nextRunAt: new Date(now), lockedAt: null, lastModifiedBy: null },
      },
      { upsert: true },
    ),
  );
  const latest = new Date(now + seconds * 1000);
  await jobs.updateOne(
    { ...fields, lockedAt: null, $or: [{ nextRunAt: null }, { nextRunAt: { $gt: latest } }] },
    { $set: { nextRunAt: latest } },
  );
}

/** Two processes may insert the same job at once; the second one then finds it there. */
async function upsertOnce(upsert: () => Promise<unknown>): Promise<void> {
  try {
    await upsert();
  } catch (error) {
    const isDuplicate = error instanceof Error && 'code' in error && error.code === 11000;
    if (!isDuplicate) throw error;
    await upsert();
  }
}

async function unlock(db: Db, instance: string): Promise<void> {
  await db
    .collection(COLLECTION)
    .updateMany({ lastModifiedBy: instance, lockedAt: { $ne: null } }, { $set: { lockedAt: null } });
}

function after<T>(milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds).unref());
}
