import { percentile, table } from '../benchmarks/figures.ts';

/** One thing that went over the wire between workspace and app. */
export interface Entry {
  n: number;
  kind: string;
  direction: string;
  /** Until it was answered. */
  ms: number | null;
  outcome: unknown;
}

/** Megabytes resident, `at` minutes from the beginning. */
export interface Memory {
  at: number;
  app: number;
  engine: number;
}

export interface Report {
  entries: Entry[];
  memory: Memory[];
  /** What people could not do, in words. */
  failed: string[];
  acts: Record<string, number>;
  /** Everything that the app said to anybody. */
  shown: string[];
  log: string;
  mails: number;
}

/** What Slack gives. */
const ACKNOWLEDGED_MS = 3_000;
const GROWTH = 0.1;
const LISTED = 12;

/** @returns `isGood`: no acknowledgement was missed, no error shown or logged, and memory grew by less than a tenth in the second half */
export function report(
  found: Report,
  { minutes, count, seed }: { minutes: number; count: number; seed: number },
): { text: string; isGood: boolean } {
  const toApp = found.entries.filter(({ direction }) => direction === 'to app');
  const missed = toApp.filter(
    ({ ms, outcome }) => (ms ?? Infinity) > ACKNOWLEDGED_MS || outcome === 'timeout',
  );
  const errors = found.shown.filter((text) => text.includes('Something went wrong'));
  const logged = found.log.split('\n').filter((line) => /"level":(50|60)|\b(ERROR|FATAL)\b/.test(line));
  const told = (what: RegExp) => found.shown.filter((text) => what.test(text)).length;
  const growth = { app: growthOf(found.memory, 'app'), engine: growthOf(found.memory, 'engine') };
  const kinds = Map.groupBy(toApp, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, some]) => {
    const ms = some.map((one) => one.ms ?? Infinity);
    return {
      'acknowledgement of': kind,
      times: some.length,
      'p50 ms': percentile(ms, 50).toFixed(1),
      'p95 ms': percentile(ms, 95).toFixed(1),
      'p99 ms': percentile(ms, 99).toFixed(1),
      'most ms': Math.max(...ms).toFixed(0),
    };
  });
  const isGood =
    missed.length === 0 &&
    errors.length === 0 &&
    logged.length === 0 &&
    growth.app < GROWTH &&
    toApp.length > 0;
  const text = [
    table(`${count} people for ${minutes} minutes, seed ${seed}`, rows),
    `Acknowledgements missed: ${missed.length}. Errors shown: ${errors.length}. Errors logged: ${logged.length}.`,
    `Done: ${Object.entries(found.acts)
      .map(([name, times]) => `${times} ${name}`)
      .join(
        ', ',
      )}; ${found.mails} mails sent, ${told(/^Your day/)} digests, ${told(/ is imported: /)} imports, ${found.shown.length} messages shown.`,
    `Memory of the app: ${megabytes(found.memory, 'app')}; in the second half ${percent(growth.app)}.`,
    `Memory of the engine: ${megabytes(found.memory, 'engine')}; in the second half ${percent(growth.engine)}.`,
    ...(found.failed.length > 0 ? [`What people could not do, ${found.failed.length} times:`] : []),
    ...[...Map.groupBy(found.failed, (one) => one.slice(0, 160))]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .slice(0, LISTED)
      .map(([what, times]) => `  ${times.length} × ${what}`),
    ...errors.slice(0, LISTED),
    ...logged.slice(0, LISTED),
  ].join('\n');
  return { text, isGood };
}

/** From the third quarter of the time to the fourth, by their means. */
function growthOf(memory: readonly Memory[], of: 'app' | 'engine'): number {
  const mean = (some: readonly Memory[]) => some.reduce((sum, one) => sum + one[of], 0) / some.length;
  const [half, quarter] = [Math.floor(memory.length / 2), Math.floor((memory.length * 3) / 4)];
  return mean(memory.slice(quarter)) / mean(memory.slice(half, quarter)) - 1;
}

function megabytes(memory: readonly Memory[], of: 'app' | 'engine'): string {
  const at = (share: number) => memory[Math.floor((memory.length - 1) * share)]?.[of].toFixed(0) ?? '–';
  return `${at(0)} MB at first, ${at(0.5)} MB half-way, ${at(1)} MB at the end`;
}

const percent = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)}%`;
