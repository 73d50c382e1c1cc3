import type { MongoClient } from 'mongodb';
import type { Logger } from '#platform/logger.ts';

/**
 * A heartbeat gives up by itself after the driver's connectTimeoutMS (5 s here). One that has neither come back nor
 * failed after this many milliseconds never will.
 */
const STUCK_AFTER_MS = 8_000;

/**
 * Starts a monitor of the driver again when its heartbeat hangs. Seen with mongodb 7.8.0 in about one of eight stops
 * of an engine under use: a heartbeat that begins in the very moment in which the connection breaks is neither
 * answered nor failed, and the driver then never looks for the server again, so that the app stayed without its
 * database until it was restarted.
 * @returns ends the watch
 */
export function watchHeartbeats(
  client: MongoClient,
  logger: Logger,
  stuckAfterMs = STUCK_AFTER_MS,
): () => void {
  // Of each server by itself: that the others beat says nothing of one that hangs.
  const timers = new Map<string, NodeJS.Timeout>();
  const forget = (server: string) => {
    clearTimeout(timers.get(server));
    timers.delete(server);
  };
  const started = ({ connectionId }: { connectionId: string }) => {
    forget(connectionId);
    const timer = setTimeout(() => {
      timers.delete(connectionId);
      const restarted = restartMonitor(client, connectionId);
      logger.warn({ server: connectionId, restarted }, 'the database driver was stuck and looks again');
    }, stuckAfterMs);
    timers.set(connectionId, timer.unref());
  };
  const heard = ({ connectionId }: { connectionId: string }) => forget(connectionId);
  const gone = ({ address }: { address: string }) => forget(address);
  client.on('serverHeartbeatStarted', started);
  client.on('serverHeartbeatSucceeded', heard);
  client.on('serverHeartbeatFailed', heard);
  client.on('serverClosed', gone);
  return () => {
    for (const server of timers.keys()) forget(server);
    client.off('serverHeartbeatStarted', started);
  };
}

type Monitor = { close?(): void; connect?(): void };
/** What is used of the driver's insides; the driver offers no public way. Held against the real one by a test. */
interface Insides {
  topology?: { s?: { servers?: Map<string, { monitor?: Monitor | null }> } };
}

/**
 * Drops the connection by which a server is watched, and begins anew.
 * @param server its address, as heartbeats name it
 * @returns whether it is watched at all
 */
export function restartMonitor(client: MongoClient, server: string): boolean {
  const monitor = (client as unknown as Insides).topology?.s?.servers?.get(server)?.monitor;
  if (!monitor?.close || !monitor.connect) return false;
  monitor.close();
  monitor.connect();
  return true;
}
