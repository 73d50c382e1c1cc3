import { type Candidate, idsOf, type Stage } from '#candidates/candidate.ts';
import { joined, union } from '#candidates/joined.ts';
import { MERGED_FIELDS, type MergedField, type MergedFields } from './merge.ts';

/** Of two stages the one that says more stays: what a person decided or the ATS knows is not lost. */
const STAGE_RANK: Record<Stage, number> = {
  prospect: 0,
  contacted: 1,
  nurturing: 2,
  engaged: 3,
  declined: 4,
  alumni: 5,
  'silver medalist': 6,
  applied: 7,
  interviewing: 8,
  hired: 9,
};

/**
 * What becomes of the record that stays: single values stay and are filled where they were empty, lists are joined,
 * the earlier source counts, whatever keeps us from writing is kept, the newer lawful basis counts.
 */
export function merged(survivor: Candidate, other: Candidate): MergedFields {
  const [earlier] = [survivor, other].toSorted((a, b) => a.source.at.getTime() - b.source.at.getTime());
  const snoozes = [survivor.snoozedUntil, other.snoozedUntil].filter((one) => one !== null);
  return {
    ...joined(survivor, other),
    interests: unionBy(survivor.interests, other.interests, ({ what }) => what),
    pools: unionBy(survivor.pools, other.pools, ({ id }) => id),
    source: earlier?.source ?? survivor.source,
    stage: STAGE_RANK[other.stage] > STAGE_RANK[survivor.stage] ? other.stage : survivor.stage,
    suppressions: unionBy(survivor.suppressions, other.suppressions, ({ reason }) => reason),
    snoozedUntil: snoozes.reduce<Date | null>((late, one) => (late && late >= one ? late : one), null),
    lawfulBasis: other.lawfulBasis.at > survivor.lawfulBasis.at ? other.lawfulBasis : survivor.lawfulBasis,
    viewers: union(survivor.viewers, other.viewers),
    aliases: union(survivor.aliases, idsOf(other)),
    createdAt: other.createdAt < survivor.createdAt ? other.createdAt : survivor.createdAt,
  };
}

/**
 * What becomes of the record that stayed when the merge is undone: as it was before the merge, but for what has been
 * changed since by somebody. Single values that were changed since stay; of lists, what came since stays and what was
 * taken away since stays away.
 * @param after what the merge had made of it
 */
export function unmerged(current: Candidate, before: Candidate, after: MergedFields): MergedFields {
  const fields = MERGED_FIELDS.map((field): [MergedField, unknown] => [
    field,
    undone(current[field], before[field], after[field]),
  ]);
  return Object.fromEntries(fields) as unknown as MergedFields;
}

function undone(current: unknown, before: unknown, after: unknown): unknown {
  if (!Array.isArray(current) || !Array.isArray(before) || !Array.isArray(after))
    return same(current, after) ? before : current;
  const has = (list: unknown[], one: unknown) => list.some((each) => same(each, one));
  return [
    ...before.filter((one) => has(current, one) || !has(after, one)),
    ...current.filter((one) => !has(after, one) && !has(before, one)),
  ];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function unionBy<T>(mine: readonly T[], theirs: readonly T[], key: (one: T) => string): T[] {
  const known = new Set(mine.map(key));
  return [...mine, ...theirs.filter((one) => !known.has(key(one)))];
}
