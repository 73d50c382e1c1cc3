import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, readlink, rename, rm, symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import type { Logger } from '#platform/logger.ts';
import type { HostMessage, HostOrder } from './engine-host.ts';
import { DatabaseError, DirectoryInUseError, EngineUnavailableError } from './errors.ts';
import { engineForThisGlibc } from './glibc.ts';

export interface EmbeddedEngine {
  /** For a driver of this or another process; it stays the same when the engine is restarted. */
  uri: string;
  /** The process id of the child that hosts the engine now; null while it is being restarted. */
  pid(): number | null;
  /** Closes the engine; every acknowledged write is on disk. */
  close(): Promise<void>;
}

/** How long the process before may take to let go of the directory, in milliseconds. */
const HANDOVER = 5_000;
/** How long an engine may take to close before it is killed; with journaled writes that loses nothing. */
const CLOSING = 10_000;
/** Between two restarts of an engine that dies again and again, in milliseconds. */
const LONGEST_PAUSE = 5_000;

/**
 * Opens a directory with the embedded engine in a child process, and starts the child again whenever it dies.
 * Connections are lost then; a driver finds the new engine by itself, since the socket's path stays the same.
 * Another process may connect by `mongodb.sock` in the directory.
 * @param directory made when it is not there
 * @throws DirectoryInUseError when another process has it open
 * @throws EngineUnavailableError when this machine has no engine that loads
 * @throws DatabaseError for anything else, such as a folder that cannot be written
 */
export async function openEmbeddedEngine(directory: string, logger: Logger): Promise<EmbeddedEngine> {
  const files = join(resolve(directory), 'engine');
  const link = join(resolve(directory), 'mongodb.sock');
  await mkdir(files, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new DatabaseError(`The data directory ${directory} cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  });
  const library = await engineForThisGlibc(join(resolve(directory), 'engine-library'));
  // The path of a Unix socket has room for 107 bytes; a data directory may be longer.
  const room = await mkdtemp(join(tmpdir().length <= 40 ? tmpdir() : '/tmp', 'rekindle-'));
  const socket = join(room, 'mongodb.sock');

  let child: ChildProcess | null = null;
  let closing = false;
  let restarting = Promise.resolve();

  const start = async (): Promise<void> => {
    const started = await startHost(files, library, room);
    try {
      // Before anybody can connect: the setting does not outlive a restart.
      await setUp(started.socketPath);
      await pointTo(started.socketPath, socket);
    } catch (error) {
      await stopHost(started.child);
      throw error;
    }
    if (isGone(started.child)) throw new DatabaseError('the engine died at once');
    child = started.child;
    child.once('exit', (code, signal) => {
      child = null;
      if (closing) return;
      logger.error({ code, signal }, 'the database engine stopped unexpectedly; starting it again');
      restarting = startAgain();
    });
  };
  const startAgain = async (): Promise<void> => {
    for (let pause = 100; !closing; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      try {
        await start();
        logger.info('the database engine runs again');
        return;
      } catch (error) {
        logger.error({ err: error }, 'the database engine could not be started again');
        await wait(pause);
      }
    }
  };

  try {
    await startWhenFree(start, link, directory);
    await removeLeftRoom(link, room);
    await pointTo(socket, link);
  } catch (error) {
    await rm(room, { recursive: true, force: true });
    throw error;
  }
  return {
    uri: uriOf(socket),
    pid: () => child?.pid ?? null,
    async close() {
      closing = true;
      await restarting;
      if (child) await stopHost(child);
      await rm(link, { force: true });
      await rm(room, { recursive: true, force: true });
    },
  };
}

function uriOf(socket: string): string {
  return `mongodb://${encodeURIComponent(socket)}/rekindle?directConnection=true`;
}

/** Waits for a process that is just closing the directory, but not for one that goes on serving it. */
async function startWhenFree(start: () => Promise<void>, link: string, directory: string): Promise<void> {
  const deadline = Date.now() + HANDOVER;
  for (;;) {
    try {
      await start();
      return;
    } catch (error) {
      if (!(error instanceof HostError && error.why === 'in use')) throw inWords(error, directory);
      if (Date.now() > deadline || (await answers(link)))
        throw new DirectoryInUseError(directory, await shorter(link));
      await wait(100);
    }
  }
}

class HostError extends Error {
  readonly why: 'unavailable' | 'in use' | 'other';
  constructor(why: 'unavailable' | 'in use' | 'other', message: string) {
    super(message);
    this.name = 'HostError';
    this.why = why;
  }
}

function inWords(error: unknown, directory: string): unknown {
  if (!(error instanceof HostError)) return error;
  if (error.why === 'unavailable') return new EngineUnavailableError(error.message, { cause: error });
  return new DatabaseError(`The data directory ${directory} could not be opened: ${error.message}`, {
    cause: error,
  });
}

function startHost(
  files: string,
  library: string | null,
  room: string,
): Promise<{ child: ChildProcess; socketPath: string }> {
  // The engine makes its own socket in the folder for temporary files: let that be ours, which is short and private.
  const env: NodeJS.ProcessEnv = { ...process.env, TMPDIR: room };
  if (library !== null) env['NAPI_RS_NATIVE_LIBRARY_PATH'] ??= library;
  const program = fileURLToPath(new URL('./engine-host.ts', import.meta.url));
  const child = fork(program, [files], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    const died = (code: number | null, signal: string | null) =>
      reject(new HostError('other', `the engine's process ended while it started (${signal ?? code})`));
    child.once('exit', died);
    child.once('error', reject);
    child.once('message', (message: HostMessage) => {
      child.off('exit', died);
      if (message.kind === 'ready') resolve({ child, socketPath: message.socketPath });
      else reject(new HostError(message.why, message.message));
    });
  });
}

/** Megabytes of the engine's cache at least; it is as many by itself. */
const LEAST_CACHE_MB = 256;

/**
 * A quarter of this machine's memory, or of what a container may take: MongoDB by itself takes half, but here the app
 * stands beside it. Of a hundred thousand people the indexes alone don't fit into what the engine takes by itself, and
 * whoever writes then waits for pages.
 */
export function cacheMb(memory: number, limit: number | undefined): number {
  return Math.max(LEAST_CACHE_MB, Math.floor(Math.min(memory, limit || memory) / 4 / 2 ** 20));
}

/**
 * Tells the engine how much to keep in memory, and to choose plans by trying them. Its default chooses, for some queries,
 * a query engine that this build leaves out, and they fail with “the slot-based execution engine is not part of this build”.
 */
async function setUp(socketPath: string): Promise<void> {
  const client = new MongoClient(uriOf(socketPath), { serverSelectionTimeoutMS: 5_000 });
  try {
    await client.db('admin').command({
      setParameter: 1,
      internalQueryPlanRanker: 'multiPlanning',
      wiredTigerEngineRuntimeConfig: `cache_size=${cacheMb(totalmem(), process.constrainedMemory())}M`,
    });
  } finally {
    await client.close();
  }
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stopHost(child: ChildProcess): Promise<void> {
  if (isGone(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tooLong = setTimeout(() => child.kill('SIGKILL'), CLOSING);
  child.send('close' satisfies HostOrder, () => {});
  await gone;
  clearTimeout(tooLong);
}

/** Makes `link` lead to `target` in one step, so that whoever connects finds the old or the new one. */
async function pointTo(target: string, link: string): Promise<void> {
  const fresh = `${link}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, link);
}

/** A process that was killed leaves its folder of sockets behind; the directory is ours now, so nobody uses it. */
async function removeLeftRoom(link: string, ours: string): Promise<void> {
  const left = await readlink(link).catch(() => null);
  if (left === null) return;
  const room = dirname(left);
  if (room !== ours && /[/]rekindle-\w{6}$/.test(room)) await rm(room, { recursive: true, force: true });
}

/** A path that a driver can connect to: the link in the data directory, or what it leads to if it is too long. */
async function shorter(link: string): Promise<string> {
  return link.length <= 100 ? link : await readlink(link).catch(() => link);
}

/** Whether somebody listens behind a socket. */
function answers(link: string): Promise<boolean> {
  return new Promise((resolve) => {
    readlink(link)
      .then((path) => {
        const probe = connect(path);
        probe.once('connect', () => {
          probe.destroy();
          resolve(true);
        });
        probe.once('error', () => resolve(false));
      })
      .catch(() => resolve(false));
  });
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
