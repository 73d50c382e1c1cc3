import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '#platform/database/database.ts';
import { cacheMb, openEmbeddedEngine } from '#platform/database/embedded-engine.ts';
import { DatabaseError, DirectoryInUseError } from '#platform/database/errors.ts';
import { createLogger } from '#platform/logger.ts';

const logger = createLogger('silent');
const soon = { timeout: 15_000, interval: 20 };
let directory = '';
let opened: Database[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rekindle-test-'));
  opened = [];
});
afterEach(async () => {
  for (const database of opened) await database.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(where = directory): Promise<Database> {
  const database = await openDatabase({ uri: null, directory: where, logger });
  opened.push(database);
  return database;
}

test('what was written is there after closing and opening again', async () => {
  const first = await open();
  expect(first.kind).toBe('embedded');
  expect(first.db.databaseName).toBe('rekindle');
  await first.db.collection('kept').insertOne({ word: 'ready' });
  await first.close();
  expect(await first.ping()).toBe(false);
  const second = await open();
  expect(await second.ping()).toBe(true);
  expect(await second.db.collection('kept').findOne()).toMatchObject({ word: 'ready' });
});

test('a directory in use is told, with its name and what can be done, and its user is not disturbed', async () => {
  const first = await open();
  const error = await open().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DirectoryInUseError);
  expect(String(error)).toContain(directory);
  expect(String(error)).toContain('DATA_DIR');
  expect(await first.ping()).toBe(true);
  const uri = /MONGODB_URI=(\S+)/.exec(String(error))?.[1] ?? '';
  const joined = await openDatabase({ uri, directory, logger });
  opened.unshift(joined);
  await first.db.collection('kept').insertOne({ word: 'shared' });
  expect(await joined.db.collection('kept').countDocuments()).toBe(1);
});

test('a path longer than a socket’s may be works', async () => {
  const database = await open(join(directory, 'a-rather-long-name-'.repeat(8)));
  expect(await database.ping()).toBe(true);
});

test('a directory that cannot be used is told in words', async () => {
  await writeFile(join(directory, 'a file'), '');
  await expect(open(join(directory, 'a file'))).rejects.toThrow(DatabaseError);
});

test('when the engine is killed the client recovers by itself, and no acknowledged write is lost', async () => {
  const engine = await openEmbeddedEngine(directory, logger);
  const database = await openDatabase({ uri: engine.uri, directory, logger });
  const numbers = database.db.collection<{ _id: number }>('numbers');
  const acknowledged: number[] = [];
  let writing = true;
  let next = 0;
  const writer = (async () => {
    while (writing) {
      const _id = next++;
      await numbers.insertOne({ _id }).then(
        () => acknowledged.push(_id),
        () => {},
      );
    }
  })();
  for (const kill of [1, 2]) {
    const before = acknowledged.length;
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 50), soon);
    const pid = engine.pid();
    if (pid === null) throw new Error(`the engine did not come back before kill ${kill}`);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect([null, pid]).not.toContain(engine.pid()), soon);
  }
  const after = acknowledged.length;
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(after), soon);
  writing = false;
  await writer;
  const found = new Set((await numbers.find().toArray()).map(({ _id }) => _id));
  expect(acknowledged.filter((one) => !found.has(one))).toEqual([]);
  expect(await planRanker(database)).toBe('multiPlanning');
  await database.close();
  await engine.close();
});

test('an engine whose parent was killed ends by itself and lets go of the directory', async () => {
  const program = join(import.meta.dirname, 'opener.ts');
  const parent = fork(program, [directory], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ engine }] = (await once(parent, 'message')) as [{ engine: number }];
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(engine)).toBe(false), soon);
  const database = await open();
  expect(await database.db.collection('kept').countDocuments()).toBe(1);
});

test('signals of the terminal’s group leave the engine to its parent', async () => {
  const engine = await openEmbeddedEngine(directory, logger);
  const database = await openDatabase({ uri: engine.uri, directory, logger });
  const pid = engine.pid() ?? 0;
  process.kill(pid, 'SIGINT');
  process.kill(pid, 'SIGTERM');
  expect(await database.ping()).toBe(true);
  await database.db.collection('kept').insertOne({ word: 'still here' });
  expect(engine.pid()).toBe(pid);
  await database.close();
  await engine.close();
  expect(isRunning(pid)).toBe(false);
  expect(await readdir(directory)).toEqual(['engine']);
});

async function planRanker({ client }: Database): Promise<unknown> {
  const answer = await client.db('admin').command({ getParameter: 1, internalQueryPlanRanker: 1 });
  return answer['internalQueryPlanRanker'];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('keeps a quarter of the memory that it may take, and 256 MB at least', async () => {
  const GB = 2 ** 30;
  expect(cacheMb(16 * GB, undefined)).toBe(4_096);
  // In no container: the kernel's word for “no limit”, or none at all.
  expect(cacheMb(16 * GB, 2 ** 63)).toBe(4_096);
  expect(cacheMb(16 * GB, 0)).toBe(4_096);
  expect(cacheMb(64 * GB, 2 * GB)).toBe(512);
  expect(cacheMb(GB / 2, undefined)).toBe(256);
  const { db } = await open();
  const { wiredTiger } = await db.command({ serverStatus: 1 });
  const expected = cacheMb(totalmem(), process.constrainedMemory());
  expect(wiredTiger.cache['maximum bytes configured'] / 2 ** 20).toBe(expected);
});
