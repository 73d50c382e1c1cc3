import type { Candidate } from '#candidates/candidate.ts';
import type { HomeLine } from '#home/home.ts';

/** What a digest tells, in its order (product.md section 10). */
export const PARTS = {
  approvals: 'Messages that wait for you',
  answers: 'They answered',
  followUps: 'Follow-ups due',
  hot: 'Newly hot',
  cold: 'Going cold',
  silent: 'Nothing for six months',
  pools: 'Pools below target',
  failures: 'Came back',
} as const;
export type PartId = keyof typeof PARTS;

/** When somebody wants it, and what of it. */
export interface DigestSettings {
  /** Slack user id. */
  _id: string;
  /** Of their own day. */
  hour: number;
  /** ISO weekdays, 1 is Monday; empty: never. */
  days: number[];
  parts: PartId[];
}

export const DEFAULT_SETTINGS: Omit<DigestSettings, '_id'> = {
  hour: 9,
  days: [1, 2, 3, 4, 5],
  parts: Object.keys(PARTS) as PartId[],
};

/** One part with something to tell. */
export interface Part {
  id: PartId;
  /** How many there are; null: more than anybody counts. */
  total: number | null;
  lines: (HomeLine & { /** Offered to be written to, enrolled or snoozed. */ person?: Candidate })[];
}
