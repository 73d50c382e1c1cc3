import { MongoClient } from 'mongodb';
import { afterEach, expect, it } from 'vitest';
import { failStuckOperations, watchStuckOperations } from '#platform/database/stuck-operations.ts';
import { createLogger } from '#platform/logger.ts';
import { testDatabase } from '../../support/database.ts';

/** The driver of mongodb 7.8.0, held to what it does when a connection breaks in a bad moment. */
const database = testDatabase();
let client: MongoClient | null = null;
afterEach(async () => {
  await client?.close(true);
});

interface Insides {
  topology: { s: { servers: Map<string, { pool: { checkedOut: Set<{ socket: { destroy(): void } }> } }> } };
}

/** A read whose connection breaks between the driver's decision to write and its writing. */
async function readOverBreakingConnection(): Promise<{ opened: MongoClient; reading: Promise<unknown> }> {
  const [host] = database.database().client.options.hosts;
  const opened = new MongoClient(`mongodb://${encodeURIComponent(host?.socketPath ?? '')}/rekindle`, {
    monitorCommands: true,
  });
  client = opened;
  await opened.db().command({ ping: 1 });
  opened.once('commandStarted', () => {
    for (const { pool } of (opened as unknown as Insides).topology.s.servers.values())
      for (const { socket } of pool.checkedOut) socket.destroy();
  });
  return { opened, reading: opened.db().collection('anything').findOne({}) };
}

const after = (milliseconds: number) =>
  new Promise((resolve) => setTimeout(() => resolve('still waiting'), milliseconds));

it('without the watch such a read is never answered; once given up, the driver repeats it', async () => {
  const { opened, reading } = await readOverBreakingConnection();
  // When this fails the driver has been mended, and the watch can go.
  expect(await Promise.race([reading, after(1_500)])).toBe('still waiting');
  expect(failStuckOperations(opened)).toBe(1);
  expect(await reading).toBeNull();
  expect(failStuckOperations(opened)).toBe(0);
});

it('the watch does so by itself, and leaves what works alone', async () => {
  const { opened, reading } = await readOverBreakingConnection();
  const lines: string[] = [];
  const end = watchStuckOperations(opened, createLogger('warn', { write: (line) => void lines.push(line) }));
  expect(await reading).toBeNull();
  expect(await opened.db().collection('anything').insertOne({ one: 1 })).toMatchObject({
    acknowledged: true,
  });
  end();
  expect(lines.filter((line) => line.includes('were given up'))).toHaveLength(1);
});
