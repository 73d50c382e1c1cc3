import type { MongoClient } from 'mongodb';
import type { Logger } from '#platform/logger.ts';

const LOOK_MS = 1_000;

/**
 * Ends operations that the driver would wait for for ever. Seen with mongodb 7.8.0 whenever an engine was killed under
 * use: an operation that is about to write to its connection, or has just written, when the connection closes, waits
 * for a socket that is gone (`writeCommand` for its `drain`, `readMany` for its data) and is neither answered nor
 * failed. A sweep stood still until the app was restarted, and a person never got an answer.
 * @returns ends the watch
 */
export function watchStuckOperations(client: MongoClient, logger: Logger): () => void {
  const timer = setInterval(() => {
    const operations = failStuckOperations(client);
    if (operations > 0)
      logger.warn({ operations }, 'operations on broken connections to the database were given up');
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/** What is used of the driver's insides; the driver offers no public way. Held against the real one by a test. */
interface Connection {
  closed?: boolean;
  error?: Error | null;
  socket?: NodeJS.EventEmitter;
  dataEvents?: { throw(error: Error): Promise<unknown> } | null;
}
interface Insides {
  topology?: { s?: { servers?: Map<string, { pool?: { checkedOut?: Set<Connection> } }> } };
}

/**
 * Fails what waits on connections that are closed, as the loss of the connection would have: reads, and writes that may
 * be repeated, are tried again by the driver.
 * @returns how many there were
 */
export function failStuckOperations(client: MongoClient): number {
  const servers = [...((client as unknown as Insides).topology?.s?.servers?.values() ?? [])];
  const closed = servers.flatMap(({ pool }) => [...(pool?.checkedOut ?? [])]).filter((one) => one.closed);
  return closed.filter(failOperation).length;
}

function failOperation({ error, socket, dataEvents }: Connection): boolean {
  const lost = error ?? new Error('The connection to the database is closed.');
  if (dataEvents) {
    dataEvents.throw(lost).catch(() => undefined);
    return true;
  }
  // Whoever waits for “drain” listens to errors, too; without a listener an error would end the process.
  if (!socket || socket.listenerCount('drain') === 0 || socket.listenerCount('error') === 0) return false;
  socket.emit('error', lost);
  return true;
}
