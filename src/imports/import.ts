import type { Candidate } from '#candidates/candidate.ts';
import type { Field } from './fields.ts';
import type { TableStyle } from './reading/style.ts';

/** How rows of an import ended. */
export interface Counts {
  new: number;
  updated: number;
  unchanged: number;
  refused: number;
}

export const NO_COUNTS: Counts = { new: 0, updated: 0, unchanged: 0, refused: 0 };

/**
 * A file on its way in.
 *
 * `uploaded` → (`mapping` →) `running` → `done`; `failed` and `cancelled` end it too. Whoever works on it holds the
 * lease; one whose lease has run out is taken up by the sweep.
 */
export interface Import {
  _id: string;
  /** Slack user id, and where the progress message stands. */
  by: string;
  message: { channel: string; ts: string } | null;
  /** Slack's id of the file, its name and bytes. */
  file: { id: string; name: string; size: number | null };
  /** Of the copy in our database; null before it is there. */
  copyId: string | null;
  /** What everybody new gets. */
  source: Candidate['source']['kind'];
  tags: string[];
  owner: string | null;
  /** The event on whose list everybody of the file is put; null or missing: none. */
  event?: { id: string; name: string; attended: boolean } | null;
  state: 'uploaded' | 'mapping' | 'running' | 'done' | 'failed' | 'cancelled';
  /** How the file is written, what its columns are called, and what they mean; null before it was looked into. */
  table: { style: TableStyle; format: string | null; header: string[]; mapping: (Field | null)[] } | null;
  /** Rows behind the header that are worked off. */
  position: number;
  counts: Counts;
  /** Of the batch that is being written: where it ends, and its counts as first computed. */
  pending: { end: number; counts: Counts } | null;
  /** Why it failed, in words for a person. */
  problem: string | null;
  lease: { by: string; until: Date } | null;
  at: Date;
  endedAt: Date | null;
}

/** A row that was not imported. */
export interface Refusal {
  /** `IMPORT:ROW`. */
  _id: string;
  import: string;
  /** Its number in the file, counted as a spreadsheet does. */
  row: number;
  cells: string[];
  reason: string;
}

/** Bytes of the largest file. */
export const LARGEST_FILE = 100_000_000;
