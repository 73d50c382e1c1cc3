/** Two records that may be the same person. */
export interface Pair {
  /** Both ids in order, with a colon between. */
  _id: string;
  /** Candidate ids, in order. */
  people: [string, string];
  /** 0 to 100, see likeness.ts. */
  score: number;
  /** What they share, in words. */
  reasons: string[];
  /** `open` waits for a person; the others are decisions, which a later look doesn't undo. */
  state: 'open' | 'merged' | 'not the same';
  at: Date;
  /** Slack user id. */
  decidedBy: string | null;
  decidedAt: Date | null;
}

/** A place in the queue: behind this pair. */
export interface QueuePosition {
  score: number;
  id: string;
}

/** The two ids of a pair in their order, and its own. */
export function pairOf(a: string, b: string): Pick<Pair, '_id' | 'people'> {
  const people: [string, string] = a < b ? [a, b] : [b, a];
  return { _id: people.join(':'), people };
}
