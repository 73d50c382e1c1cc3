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
export function watchHeartbeats(client: MongoClient, logger: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  const heard = () => clearTimeout(timer);
  const started = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      logger.warn({ monitors: restartMonitors(client) }, 'the database driver was stuck and looks again');
    }, STUCK_AFTER_MS).unref();
  };
  client.on('serverHeartbeatStarted', started);
  client.on('serverHeartbeatSucceeded', heard);
  client.on('serverHeartbeatFailed', heard);
  return () => {
    clearTimeout(timer);
    client.off('serverHeartbeatStarted', started);
  };
}

/** What is used of the driver's insides; the driver offers no public way. Held against the real one by a test. */
interface Insides {
  topology?: { s?: { servers?: Map<string, { monitor?: { close?(): void; connect?(): void } | null }> } };
}

/** Drops each monitor's connection and begins anew. @returns how many monitors there were */
export function restartMonitors(client: MongoClient): number {
  const servers = [...((client as unknown as Insides).topology?.s?.servers?.values() ?? [])];
  const monitors = servers.flatMap(({ monitor }) => (monitor?.close && monitor.connect ? [monitor] : []));
  for (const monitor of monitors) {
    monitor.close?.();
    monitor.connect?.();
  }
  return monitors.length;
}
