import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Act } from './acts.ts';
import type { Order, Report } from './process.ts';
import type { Addresses } from './process-deps.ts';

/** The process was killed before it answered: whoever asked asks again. */
export class Killed extends Error {}

export interface Worker {
  port: number;
  clock(now: number): Promise<void>;
  sweep(): Promise<void>;
  act(act: Act): Promise<unknown>;
  /** SIGKILL, and gone when it resolves. */
  kill(): Promise<void>;
  isAlive(): boolean;
}

export type ToldTask = (task: { person: string; sequence: string; text: string }) => void;

/** Without the number that an answer is found by. */
type Bare<T> = T extends unknown ? Omit<T, 'id'> : never;

/** Starts one process of the year and waits until it takes orders. */
export async function startWorker(addresses: Addresses, told: ToldTask): Promise<Worker> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'process.ts'), [JSON.stringify(addresses)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = Promise.withResolvers<number>();
  const gone = Promise.withResolvers<void>();
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let alive = true;
  let count = 0;
  child.on('message', (report: Report) => {
    if ('ready' in report) return ready.resolve(report.ready);
    if ('told' in report) return told(report.told);
    const asked = open.get(report.id);
    open.delete(report.id);
    if ('answer' in report) asked?.resolve(report.answer);
    else asked?.reject(new Error(report.failed));
    return undefined;
  });
  child.once('exit', () => {
    alive = false;
    ready.reject(new Killed('it ended before it was ready'));
    for (const asked of open.values()) asked.reject(new Killed('killed'));
    open.clear();
    gone.resolve();
  });
  const order = (what: Bare<Order>): Promise<unknown> => {
    if (!alive) return Promise.reject(new Killed('killed'));
    const id = ++count;
    const asked = Promise.withResolvers<unknown>();
    open.set(id, asked);
    child.send({ ...what, id }, (error) => {
      if (error && open.delete(id)) asked.reject(new Killed('killed'));
    });
    return asked.promise;
  };
  const port = await ready.promise;
  return {
    port,
    clock: async (now) => void (await order({ do: 'clock', now })),
    sweep: async () => void (await order({ do: 'sweep' })),
    act: (act) => order({ do: 'act', act }),
    async kill() {
      child.kill('SIGKILL');
      await gone.promise;
    },
    isAlive: () => alive,
  };
}
