import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';

/** A folder of its own for one test; gone afterwards. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rekindle-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * The whole app in this process, on embedded defaults unless settings say otherwise, on ports that are free.
 * @param env settings as an operator would give them
 */
export async function startRekindle(
  env: Record<string, string> = {},
): Promise<App & { remove(): Promise<void> }> {
  const folder = await temporaryFolder();
  const app = await startApp(
    readConfig({ DATA_DIR: folder.path, PORT: '0', LOCAL_PORT: '0', LOG_LEVEL: 'error', ...env }),
  );
  return {
    ...app,
    async remove() {
      await app.stop(5_000);
      await folder.remove();
    },
  };
}

/** The app as `npm start` runs it, in a process that a test can kill. */
export interface RekindleProcess {
  process: ChildProcess;
  port: number;
  /** Everything it wrote so far. */
  output(): string;
  /** Resolves when the process is gone; answers its exit code, or null for a signal. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `src/main.ts` and waits until /health answers 200.
 * @throws an error with what it wrote if it ends before that
 */
export async function spawnRekindle(env: Record<string, string>): Promise<RekindleProcess> {
  const started = runRekindle({ LOCAL_PORT: '0', LOG_LEVEL: 'error', ...env });
  const port = Number(env['PORT']);
  const healthy = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };
  let gone = false;
  void started.ended.then(() => {
    gone = true;
  });
  while (!(await healthy())) {
    if (gone) throw new Error(`Rekindle ended before it was healthy:\n${started.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { ...started, port };
}

/** Starts `src/main.ts` with these settings and nothing else, and waits for nothing. */
export function runRekindle(env: Record<string, string>): Omit<RekindleProcess, 'port'> {
  const main = join(import.meta.dirname, '../../src/main.ts');
  const child = spawn(process.execPath, [main], {
    // A folder without a .env file, so that a developer's own settings stay out of tests.
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    process: child,
    output: () => output,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** A port that was free a moment ago, for a process that has to be told one. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
