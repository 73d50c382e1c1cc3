import type { Position } from '#candidates/query/ask.ts';

/** A whole search result on its way into a pool; worked off page by page, and taken up again after a crash. */
export interface Addition {
  /** Derived from the submission: the same one twice is done once. */
  _id: string;
  pool: string;
  query: string;
  /** Who asked for it, and the zone that times in the query mean. */
  by: string;
  timeZone: string;
  /** Behind whom the next page begins. */
  after: Position | null;
  seen: number;
  added: number;
  lease: { by: string; until: Date } | null;
}

/** People of one search result who are put into a pool at most. */
export const MOST_ADDED = 10_000;
