import type { Clock } from '#platform/clock.ts';

/** One thing that went over the wire, as a developer wants to see it. */
export interface TrafficEntry {
  n: number;
  /** ISO time. */
  at: string;
  direction: 'to app' | 'from app';
  /** `slash_commands`, `interactive`, `events_api`, `web api` or `response_url`. */
  kind: string;
  name: string;
  body: unknown;
  /** Milliseconds until it was answered, null while it isn't. */
  ms: number | null;
  outcome: unknown;
}

export interface Traffic {
  /** Notes something sent; the function that comes back notes its answer. */
  note(entry: Pick<TrafficEntry, 'direction' | 'kind' | 'name' | 'body'>): (outcome: unknown) => void;
  after(n: number): TrafficEntry[];
}

const KEPT = 1_000;

/** Notes the newest deliveries and calls, for the inspector and for tests. */
export function traffic(clock: Clock): Traffic {
  let entries: TrafficEntry[] = [];
  let last = 0;
  return {
    note(what) {
      const started = performance.now();
      last += 1;
      const entry: TrafficEntry = {
        n: last,
        at: clock.now().toISOString(),
        ...what,
        ms: null,
        outcome: null,
      };
      entries.push(entry);
      if (entries.length >= 2 * KEPT) entries = entries.slice(-KEPT);
      return (outcome) => {
        entry.ms = Math.round((performance.now() - started) * 10) / 10;
        entry.outcome = outcome;
      };
    },
    after: (n) => entries.slice(-KEPT).filter((entry) => entry.n > n),
  };
}
