import { beforeEach, expect, test, vi } from 'vitest';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { createJobs, jobIndexes } from '#platform/jobs/jobs.ts';
import { createLogger } from '#platform/logger.ts';
import { testDatabase } from '../../support/database.ts';

const { db, empty } = testDatabase();
const logger = createLogger('silent');
const soon = { timeout: 10_000, interval: 20 };
const jobs = () => db().collection('agendaJobs');

beforeEach(async () => {
  await empty();
  await ensureIndexes(db(), [jobIndexes]);
});

test('a sweep runs right after the start and then again and again', async () => {
  let runs = 0;
  const one = createJobs({ db: db(), logger });
  one.every('count', 1, async () => {
    runs += 1;
  });
  await one.start();
  await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(3), soon);
  await one.stop();
});

test('two processes on one database make one job and run it once at a time', async () => {
  const running = new Set<string>();
  const seen: string[] = [];
  let together = 0;
  const instances = ['a', 'b'].map((name) => {
    const instance = createJobs({ db: db(), logger });
    instance.every('count', 1, async () => {
      running.add(name);
      seen.push(name);
      together = Math.max(together, running.size);
      await new Promise((resolve) => setTimeout(resolve, 300));
      running.delete(name);
    });
    return instance;
  });
  await Promise.all(instances.map((instance) => instance.start()));
  expect(await jobs().countDocuments({ name: 'count' })).toBe(1);
  await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(3), soon);
  expect(together).toBe(1);
  await Promise.all(instances.map((instance) => instance.stop()));
});

test('a process that starts later leaves the lock of a running job alone', async () => {
  const work = Promise.withResolvers<void>();
  let runs = 0;
  const define = () => {
    const instance = createJobs({ db: db(), logger });
    instance.every('long', 1, () => {
      runs += 1;
      return work.promise;
    });
    return instance;
  };
  const [first, second] = [define(), define()];
  await first.start();
  await vi.waitFor(() => expect(runs).toBe(1), soon);
  const lock = (await jobs().findOne({ name: 'long' }))?.['lockedAt'];
  expect(lock).toBeInstanceOf(Date);
  await second.start();
  expect((await jobs().findOne({ name: 'long' }))?.['lockedAt']).toEqual(lock);
  work.resolve();
  await Promise.all([first.stop(), second.stop()]);
});

test('stopping waits for what runs and leaves nothing locked', async () => {
  const work = Promise.withResolvers<void>();
  let state = 'not started';
  const one = createJobs({ db: db(), logger });
  one.every('long', 1, async (stopping) => {
    state = 'running';
    stopping.addEventListener('abort', () => work.resolve());
    await work.promise;
    state = 'finished';
  });
  one.every('other', 1, async () => {});
  await one.start();
  await vi.waitFor(() => expect(state).toBe('running'), soon);
  await one.stop();
  expect(state).toBe('finished');
  await vi.waitFor(
    async () => expect(await jobs().countDocuments({ lockedAt: { $ne: null } })).toBe(0),
    soon,
  );
});

test('a run that waits for the one before it does not begin during a stop', async () => {
  let runs = 0;
  const one = createJobs({ db: db(), logger });
  one.every('long', 60, async (stopping) => {
    runs += 1;
    await new Promise((resolve) => stopping.addEventListener('abort', resolve));
  });
  await one.start();
  await vi.waitFor(() => expect(runs).toBe(1), soon);
  const queued = one.runAll();
  await one.stop();
  await queued;
  expect(runs).toBe(1);
});

test('a job whose process died is taken up when its lock has ended', async () => {
  await jobs().insertOne({
    name: 'sweep',
    type: 'single',
    priority: 0,
    repeatInterval: '1 seconds',
    nextRunAt: new Date(Date.now() - 60_000),
    lockedAt: new Date(Date.now() - 11_000),
    lastModifiedBy: 'a process that died',
  });
  let runs = 0;
  const one = createJobs({ db: db(), logger });
  one.every('sweep', 1, async () => {
    runs += 1;
  });
  await one.start();
  expect(runs).toBe(0);
  await vi.waitFor(() => expect(runs).toBeGreaterThan(0), soon);
  await one.stop();
});

test('a failure is logged with the name of the job, and the job runs again', async () => {
  const lines: string[] = [];
  const one = createJobs({
    db: db(),
    logger: createLogger('error', { write: (line) => void lines.push(line) }),
  });
  let runs = 0;
  one.every('fragile', 1, async () => {
    runs += 1;
    throw new Error('could not write to ana@example.com');
  });
  await one.start();
  await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(2), soon);
  await one.stop();
  expect(lines[0]).toContain('"job":"fragile"');
  expect(lines.join()).not.toContain('ana@');
});

test('runAll runs every sweep in order, tells failures after all have run, and needs no start', async () => {
  const ran: string[] = [];
  const one = createJobs({ db: db(), logger });
  one.every('first', 60, async () => {
    ran.push('first');
    throw new Error('no');
  });
  one.every('second', 3600, async () => void ran.push('second'));
  await expect(one.runAll()).rejects.toThrow(AggregateError);
  expect(ran).toEqual(['first', 'second']);
});

test('a changed interval counts from now, not from the old next time', async () => {
  const slow = createJobs({ db: db(), logger });
  slow.every('sweep', 3600, async () => {});
  await slow.start();
  await vi.waitFor(async () => {
    const job = await jobs().findOne({ name: 'sweep', lockedAt: null });
    expect(job?.['nextRunAt'].getTime()).toBeGreaterThan(Date.now() + 3_000_000);
  }, soon);
  await slow.stop();
  const quick = createJobs({ db: db(), logger });
  quick.every('sweep', 60, async () => {});
  await quick.start();
  const job = await jobs().findOne({ name: 'sweep' });
  expect(job?.['nextRunAt'].getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
  await quick.stop();
});

test('what cannot work is refused when it is registered', async () => {
  const one = createJobs({ db: db(), logger });
  one.every('sweep', 1, async () => {});
  expect(() => one.every('sweep', 1, async () => {})).toThrow('already');
  expect(() => one.every('quick', 0, async () => {})).toThrow('once a second');
});
