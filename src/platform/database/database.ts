import { setTimeout } from 'node:timers/promises';
import {
  type Db,
  MongoClient,
  type MongoClientOptions,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import type { Logger } from '#platform/logger.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from './embedded-engine.ts';
import { DatabaseError, EngineUnavailableError } from './errors.ts';
import { watchHeartbeats } from './heartbeat-watch.ts';
import { openMemoryServer } from './memory-server.ts';
import { watchStuckOperations } from './stuck-operations.ts';
import { JOURNALED, writeConcernFor } from './write-concern.ts';

export interface Database {
  db: Db;
  client: MongoClient;
  kind: 'real' | 'embedded' | 'memory server';
  /** Whether the database answers now; takes 2 seconds at most and never throws. */
  ping(): Promise<boolean>;
  /** Lets go of the connections, then of an engine of our own. */
  close(): Promise<void>;
}

const PING_LIMIT = 2_000;
/** How long a database that does not answer is waited for at the start, in milliseconds. */
const PATIENCE = 60_000;

const OPTIONS: MongoClientOptions = {
  appName: 'rekindle',
  // Above what a URI says, since “never twice” rests on it; a replica set is asked for more.
  writeConcern: JOURNALED,
  readPreference: 'primary',
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  // The driver's own 10 s would keep /health wrong for as long after the database has come back.
  heartbeatFrequencyMS: 2_000,
  ignoreUndefined: true,
};

/**
 * Connects to `uri`; without one it opens the embedded engine under `directory`, and where that does not run,
 * mongodb-memory-server. Writes are journaled when they are acknowledged. A URI that names no database means
 * `rekindle`.
 * @throws DatabaseError with a sentence that says what to do: wrong credentials or address, no answer within a
 *   minute, the directory in use (DirectoryInUseError), no engine for this machine
 */
export async function openDatabase(options: {
  uri: string | null;
  directory: string;
  logger: Logger;
}): Promise<Database> {
  const { uri, directory, logger } = options;
  if (uri !== null) return connect('real', uri, async () => {}, logger);
  const engine = await openEngineIfThereIsOne(directory, logger);
  if (engine instanceof EngineUnavailableError) return openOwnServer(directory, engine, logger);
  return connect('embedded', engine.uri, () => engine.close(), logger);
}

async function openEngineIfThereIsOne(
  directory: string,
  logger: Logger,
): Promise<EmbeddedEngine | EngineUnavailableError> {
  try {
    return await openEmbeddedEngine(directory, logger);
  } catch (error) {
    if (error instanceof EngineUnavailableError) return error;
    throw error;
  }
}

async function openOwnServer(
  directory: string,
  unavailable: EngineUnavailableError,
  logger: Logger,
): Promise<Database> {
  logger.warn({ err: unavailable }, 'no embedded database engine here; trying mongodb-memory-server');
  try {
    const server = await openMemoryServer(directory);
    return await connect('memory server', server.uri, server.close, logger);
  } catch (error) {
    throw new DatabaseError(
      `Rekindle needs a MongoDB. Set MONGODB_URI, for example mongodb://localhost:27017/rekindle. ` +
        `(${unavailable.message} ${error instanceof Error ? error.message : String(error)})`,
      { cause: error },
    );
  }
}

async function connect(
  kind: Database['kind'],
  uri: string,
  release: () => Promise<void>,
  logger: Logger,
): Promise<Database> {
  try {
    const client = newClient(uri);
    logComingAndGoing(client, logger);
    const watches = [watchHeartbeats(client, logger), watchStuckOperations(client, logger)];
    await connectPatiently(client, logger);
    const hello = await client.db('admin').command({ hello: 1 });
    const db = client.db(namesDatabase(uri) ? undefined : 'rekindle', {
      writeConcern: writeConcernFor(hello),
    });
    return {
      db,
      client,
      kind,
      ping: () => answers(db),
      async close() {
        for (const end of watches) end();
        await client.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function newClient(uri: string): MongoClient {
  try {
    return new MongoClient(uri, OPTIONS);
  } catch (error) {
    throw new DatabaseError(`MONGODB_URI cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

/** A database that starts beside us may need a while; a wrong password will not get better. */
async function connectPatiently(client: MongoClient, logger: Logger): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      await client.connect();
      await client.db('admin').command({ ping: 1 });
      return;
    } catch (error) {
      const mayGetBetter = error instanceof MongoServerSelectionError && Date.now() < deadline;
      if (mayGetBetter) {
        logger.warn({ reason: messageOf(error) }, 'the database does not answer yet; trying again');
        continue;
      }
      await client.close();
      throw new DatabaseError(inWords(error), { cause: error });
    }
  }
}

function inWords(error: unknown): string {
  if (error instanceof MongoServerSelectionError)
    return `The database does not answer: ${error.message}. Check the address in MONGODB_URI, and that it may be reached from here.`;
  if (error instanceof MongoServerError && (error.code === 18 || error.code === 8000))
    return 'The database refuses the user name or password in MONGODB_URI.';
  return `The database cannot be used: ${messageOf(error)}. Check MONGODB_URI.`;
}

function logComingAndGoing(client: MongoClient, logger: Logger): void {
  let away = false;
  client.on('serverHeartbeatFailed', ({ failure }) => {
    if (!away) logger.warn({ reason: failure.message }, 'the database is away');
    away = true;
  });
  client.on('serverHeartbeatSucceeded', () => {
    if (away) logger.info('the database is back');
    away = false;
  });
}

async function answers(db: Db): Promise<boolean> {
  // The driver's own limit begins when it has found the server, which may take it 5 seconds.
  const tooLate = new AbortController();
  const asked = db.command({ ping: 1 }, { timeoutMS: PING_LIMIT }).then(
    () => true,
    () => false,
  );
  const limit = setTimeout(PING_LIMIT, false, { signal: tooLate.signal }).catch(() => false);
  const answer = await Promise.race([asked, limit]);
  tooLate.abort();
  return answer;
}

/** Whether a path stands behind the hosts: the driver itself would quietly take `test`. */
function namesDatabase(uri: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]/.test(uri);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
