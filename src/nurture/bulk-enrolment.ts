import type { Position } from '#candidates/query/ask.ts';

/** Everybody of a query on their way into a sequence; worked off page by page, and taken up again after a crash. */
export interface BulkEnrolment {
  /** Derived from the submission: the same one twice is done once. */
  _id: string;
  sequence: string;
  query: string;
  /** Who asked for it, and the zone that times in the query mean. */
  by: string;
  timeZone: string;
  /** Behind whom the next page begins. */
  after: Position | null;
  seen: number;
  counts: BulkCounts;
  lease: { by: string; until: Date } | null;
}

export interface BulkCounts {
  enrolled: number;
  /** Were in the sequence before. */
  already: number;
  /** May not be written to. */
  refused: number;
}

/** People who are enrolled at once. */
export const MOST_ENROLLED = 500;
