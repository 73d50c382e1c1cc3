/** The p-th percentile by the nearest rank; NaN for no samples. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** A table in Markdown, to be copied into a note as it is. */
export function table(title: string, rows: readonly Record<string, string | number>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    `\n${title}\n`,
    line(names),
    line(names.map(() => '---')),
    ...rows.map((row) => line(names.map((name) => row[name] ?? ''))),
    '',
  ].join('\n');
}

/** What `npm run bench` puts into its one table. */
export interface Figure {
  operation: string;
  /** How much there was of what the operation works on, e.g. 1,000,000 candidates. */
  over: string;
  /** Milliseconds; empty for what is counted by the second. */
  ms: readonly number[];
  perSecond?: number;
  /** Measured in the same run: what it is, and how much. */
  floor: string;
  /** To the floor, in the direction in which less is better; null without one. */
  ratio: number | null;
  /** The goal of the issue that asked for it, and whether it is met; null where none was set. */
  goal: string | null;
  isMet: boolean | null;
}

export type Line = Record<
  | 'operation'
  | 'over'
  | 'p50 ms'
  | 'p95 ms'
  | 'p99 ms'
  | 'a second'
  | 'floor'
  | 'ratio'
  | 'goal'
  | 'met'
  | 'MB',
  string
>;

/** Hands a figure to the process that gathers them; does nothing when a benchmark runs by itself. */
export function hand(figure: Figure): void {
  const { operation, over, ms, perSecond, floor, ratio, goal, isMet } = figure;
  const at = (p: number) => (ms.length === 0 ? '' : percentile(ms, p).toFixed(1));
  const line: Line = {
    operation,
    over,
    'p50 ms': at(50),
    'p95 ms': at(95),
    'p99 ms': at(99),
    'a second': perSecond === undefined ? '' : Math.round(perSecond).toLocaleString('en'),
    floor,
    ratio: ratio?.toFixed(2) ?? '',
    goal: goal ?? '',
    met: isMet === null ? '' : isMet ? 'yes' : '**no**',
    MB: Math.round(process.resourceUsage().maxRSS / 1_000).toLocaleString('en'),
  };
  process.send?.(line);
}

/** `p95 of 12.3 ms` */
export const p95Of = (ms: readonly number[]) => `p95 of ${percentile(ms, 95).toFixed(1)} ms`;

/** 1000000 is `1,000,000 candidates`. */
export const many = (count: number, what: string) => `${count.toLocaleString('en')} ${what}`;
