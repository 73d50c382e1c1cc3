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
  referrals: 'Referrals waiting',
  failures: 'Came back, or unclear',
} as const;
export type PartId = keyof typeof PARTS;

/** What a channel is told: not what somebody has noted for themselves. */
export const TEAM_PARTS: readonly PartId[] = (Object.keys(PARTS) as PartId[]).filter(
  (id) => id !== 'followUps',
);

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

/** The digest that a channel gets, a setting of an admin. */
export interface ChannelDigest {
  /** Null: none does. */
  channel: string | null;
  /** IANA zone: at 09:00 there. */
  timeZone: string;
}

/** Behind whom a page of people begins: as candidates/query/ask.ts has it. */
export interface Behind {
  value: number | string | Date | null;
  id: string;
}

/** A part of a longer list. */
export interface Range {
  skip: number;
  limit: number;
  /** Behind whom it begins, where that is known: else the list is walked from its start. */
  after?: Behind | null;
}

type Button = NonNullable<HomeLine['button']>;
/** A line with one button beside it, or several below it. */
export type Line = HomeLine & { buttons?: Button[] };

/** One part with something to tell. */
export interface Part {
  id: PartId;
  /** How many there are; null: more than anybody counts. */
  total: number | null;
  lines: Line[];
  /** Whether there are more behind the lines. */
  isMore: boolean;
  /** Behind whom the next page begins, of a list of people. */
  next?: Behind | null;
  /** People who are offered to be written to all at once, 50 at most. */
  people?: Candidate[];
  /** Said below the heading. */
  note?: string | null;
}
