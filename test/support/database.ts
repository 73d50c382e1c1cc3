import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { type Database, openDatabase } from '#platform/database/database.ts';
import { createLogger } from '#platform/logger.ts';

/**
 * A database of its own for a test file: the real engine in a temporary folder, closed and removed after the last
 * test. Call it at the top of the file; `db()` is there from the first hook or test on, `empty()` deletes every
 * document of every collection and leaves the indexes.
 */
export function testDatabase(): { db: () => Db; database: () => Database; empty: () => Promise<void> } {
  let directory = '';
  let database: Database | null = null;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rekindle-test-'));
    database = await openDatabase({ uri: null, directory, logger: createLogger('silent') });
  });
  afterAll(async () => {
    await database?.close();
    await rm(directory, { recursive: true, force: true });
  });
  const opened = (): Database => {
    if (!database)
      throw new Error('the database is there from the first hook or test on, not while a file loads');
    return database;
  };
  return {
    database: opened,
    db: () => opened().db,
    async empty() {
      for (const collection of await opened().db.collections()) await collection.deleteMany({});
    },
  };
}
