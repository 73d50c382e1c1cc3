import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '#platform/database/database.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from '#platform/database/embedded-engine.ts';
import { DatabaseError } from '#platform/database/errors.ts';
import { writeConcernFor } from '#platform/database/write-concern.ts';
import { createLogger } from '#platform/logger.ts';

const soon = { timeout: 15_000, interval: 50 };
let directory = '';
let engine: EmbeddedEngine;
let gate: ReturnType<typeof gateTo>;
let database: Database | null = null;
let lines: string[] = [];
const logger = createLogger('info', { write: (line) => void lines.push(line) });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rekindle-test-'));
  engine = await openEmbeddedEngine(directory, createLogger('silent'));
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  lines = [];
  database = null;
  gate = gateTo(decodeURIComponent(new URL(engine.uri).host));
});
afterEach(async () => {
  await database?.close();
  await gate.shut();
});

/** A database server on TCP that can go away and come back: a door before the embedded engine. */
function gateTo(socketPath: string) {
  const open = new Set<Socket>();
  let server: Server | null = null;
  return {
    async open(port = 0): Promise<number> {
      const opened = createServer((socket) => {
        const engineSide = connect(socketPath);
        for (const side of [socket, engineSide]) {
          open.add(side);
          side.on('error', () => {}).on('close', () => open.delete(side));
        }
        socket.pipe(engineSide).pipe(socket);
      });
      server = opened;
      await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
      return (opened.address() as AddressInfo).port;
    },
    async shut(): Promise<void> {
      for (const socket of open) socket.destroy();
      const closing = server;
      server = null;
      if (closing) await new Promise((resolve) => closing.close(resolve));
    },
  };
}

const uriOf = (port: number, path = '') => `mongodb://127.0.0.1:${port}${path}`;

test('an address is used as a real database; one that names no database means rekindle', async () => {
  const port = await gate.open();
  database = await openDatabase({ uri: uriOf(port), directory, logger });
  expect(database.kind).toBe('real');
  expect(database.db.databaseName).toBe('rekindle');
  await database.close();
  database = await openDatabase({ uri: uriOf(port, '/people?directConnection=true'), directory, logger });
  expect(database.db.databaseName).toBe('people');
  // Asked for by a majority, an engine that stands alone acknowledges before its journal is on disk.
  expect(database.db.writeConcern).toMatchObject({ w: 1, journal: true });
});

test('a database that goes away is told once, is pinged as away, and is found again', async () => {
  const port = await gate.open();
  database = await openDatabase({ uri: uriOf(port), directory, logger });
  const opened = database;
  await gate.shut();
  expect(await opened.ping()).toBe(false);
  await vi.waitFor(() => expect(lines.join()).toContain('the database is away'), soon);
  await gate.open(port);
  await vi.waitFor(async () => expect(await opened.ping()).toBe(true), soon);
  await vi.waitFor(() => expect(lines.join()).toContain('the database is back'), soon);
  expect(lines.filter((line) => line.includes('is away'))).toHaveLength(1);
});

test('a database that starts after us is waited for', async () => {
  const port = await gate.open();
  await gate.shut();
  const opening = openDatabase({ uri: uriOf(port), directory, logger });
  await vi.waitFor(() => expect(lines.join()).toContain('the database is away'), soon);
  await gate.open(port);
  database = await opening;
  expect(await database.ping()).toBe(true);
});

test('an address that cannot be one is told in words', async () => {
  const opening = openDatabase({ uri: 'mongodb://', directory, logger });
  await expect(opening).rejects.toThrow(/^MONGODB_URI cannot be used/);
});

test('a machine with neither engine nor server is told to set MONGODB_URI', async () => {
  vi.stubEnv('NAPI_RS_NATIVE_LIBRARY_PATH', join(directory, 'no-such-library.node'));
  vi.stubEnv('MONGOMS_RUNTIME_DOWNLOAD', 'false');
  const elsewhere = join(directory, 'elsewhere');
  const error = await openDatabase({ uri: null, directory: elsewhere, logger }).catch(
    (thrown: unknown) => thrown,
  );
  vi.unstubAllEnvs();
  expect(error).toBeInstanceOf(DatabaseError);
  expect(String(error)).toContain('Set MONGODB_URI');
  expect(String(error)).toContain('engine does not run on this machine');
});

test.each([
  { server: 'one that stands alone', hello: { isWritablePrimary: true }, w: 1 },
  { server: 'a member of a replica set', hello: { isWritablePrimary: true, setName: 'rs0' }, w: 'majority' },
  { server: 'the router of a sharded cluster', hello: { msg: 'isdbgrid' }, w: 'majority' },
])('writes to $server are journaled, and acknowledged by $w', ({ hello, w }) => {
  expect(writeConcernFor(hello)).toMatchObject({ w, journal: true });
});
