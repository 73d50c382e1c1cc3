import type { Candidate } from '#candidates/candidate.ts';

/** The parts of a record that a merge may change. */
export const MERGED_FIELDS = [
  'emails',
  'phones',
  'links',
  'headline',
  'company',
  'location',
  'seniority',
  'skills',
  'interests',
  'tags',
  'pools',
  'source',
  'owner',
  'stage',
  'suppressions',
  'snoozedUntil',
  'lawfulBasis',
  'viewers',
  'aliases',
  'createdAt',
] as const;
export type MergedField = (typeof MERGED_FIELDS)[number];
export type MergedFields = Pick<Candidate, MergedField>;

/**
 * One merge, with what undoing it needs.
 *
 * `merging` → `merged` → `undoing` → `undone`; a process that dies in `merging` or `undoing` is finished by the sweep.
 */
export interface Merge {
  _id: string;
  /** The record that stays. */
  survivor: string;
  /** The record that is taken out; its id becomes an alias of the survivor. */
  other: string;
  /** Both, while the merge is under way: a unique index keeps a record out of two merges at once. */
  busy?: [string, string];
  state: 'merging' | 'merged' | 'undoing' | 'undone';
  before: { survivor: Candidate; other: Candidate };
  /** What the merge made of the survivor. */
  after: MergedFields;
  /** Slack user id. */
  by: string;
  at: Date;
  /** When a state was entered, for noticing what was left half done. */
  movedAt: Date;
}

/** Days for which a merge can be undone (product.md section 5). */
export const UNDO_DAYS = 30;
