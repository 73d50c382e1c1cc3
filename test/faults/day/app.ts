import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort, type RekindleProcess, runRekindle, temporaryFolder } from '../../support/rekindle.ts';

/** How long a start may take on a busy machine, in milliseconds. */
const START_MS = 90_000;

/** The app in processes that are killed and started again on the same data. */
export interface KilledApp {
  url: string;
  webhook: string;
  /** @returns milliseconds until it was healthy @throws Error when it ends instead, or takes too long */
  start(): Promise<number>;
  /** SIGKILL, and gone when it resolves. */
  kill(): Promise<void>;
  /** SIGKILL to the database engine, which is a child of the app. @returns false where there is none to be found */
  killEngine(): Promise<boolean>;
  healthy(): Promise<boolean>;
  /** What all processes wrote so far. */
  output(): string;
  /** Its database, past the app: only while it runs. */
  database(): MongoClient;
  remove(): Promise<void>;
}

export const INBOUND_SECRET = 'a secret of the random day';

export async function killedApp(smtpUrl: string): Promise<KilledApp> {
  const folder = await temporaryFolder();
  const [port, localPort] = [await freePort(), await freePort()];
  const env = {
    DATA_DIR: folder.path,
    PORT: String(port),
    LOCAL_PORT: String(localPort),
    LOG_LEVEL: 'warn',
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'Acme Talent <talent@acme.example>',
    MAIL_POSTAL_ADDRESS: 'Acme Inc., 1 Main Street, Springfield',
    INBOUND_SECRET: INBOUND_SECRET.replaceAll(' ', '-'),
  };
  let app: Omit<RekindleProcess, 'port'> | null = null;
  let written = '';
  const healthy = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };
  return {
    url: `http://127.0.0.1:${localPort}`,
    webhook: `http://127.0.0.1:${port}/mail/inbound`,
    healthy,
    async start() {
      const began = performance.now();
      const started = runRekindle(env);
      app = started;
      let ended = false;
      void started.ended.then(() => {
        ended = true;
      });
      while (!(await healthy())) {
        if (ended) throw new Error(`it ended instead of starting:\n${started.output().slice(-2_000)}`);
        if (performance.now() - began > START_MS) throw new Error('it is not healthy in 90 seconds');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return performance.now() - began;
    },
    async kill() {
      await app?.kill('SIGKILL');
      written += app?.output() ?? '';
      app = null;
    },
    async killEngine() {
      const pid = await engineOf(app?.process.pid ?? 0);
      if (pid !== null) process.kill(pid, 'SIGKILL');
      return pid !== null;
    },
    output: () => written + (app?.output() ?? ''),
    database: () => {
      const socket = join(folder.path, 'database', 'mongodb.sock');
      return new MongoClient(`mongodb://${encodeURIComponent(socket)}/rekindle?directConnection=true`);
    },
    remove: () => folder.remove(),
  };
}

/** The process that hosts the engine of an app; null where /proc tells of none. */
export async function engineOf(parent: number): Promise<number | null> {
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const [stat, line] = await Promise.all(
      ['stat', 'cmdline'].map((file) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '')),
    );
    // Behind the name of the program, which may have blanks and brackets: state, then the parent.
    const [, ofParent] = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
    if (Number(ofParent) === parent && (line ?? '').includes('engine-host')) return Number(name);
  }
  return null;
}
