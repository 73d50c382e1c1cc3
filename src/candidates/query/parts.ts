import type { Document } from 'mongodb';
import type { Candidate } from '../candidate.ts';
import type { EngagementTime } from '../engagement-times.ts';
import type { Moments } from './times.ts';

/** The field of a range that an index covers. */
export type RangeField = 'engagement.heat' | EngagementTime | 'createdAt';

/** What an index can be entered by, so that only people come by of whom a condition is true (or nearly so). */
export type Lead =
  /** People with one of these values, each in the order of heat. */
  | { kind: 'equal'; field: 'tokens' | 'stage' | 'keys' | '_id'; values: string[]; exact: boolean }
  /** People with a word that begins so; unsorted. */
  | { kind: 'start'; word: string; exact: boolean }
  | { kind: 'range'; field: RangeField; from: Date | number | null; before: Date | number | null };

/** One condition of a query, looked up. All parts of a question must hold. */
export interface Part {
  /** True for the people whom it lets through; no index covers the fields that it asks. */
  filter: Document;
  /** Ways to begin with it; none for a condition that says who doesn't fit. */
  leads: Lead[];
}

/** Parts that hold together, as one filter. */
export function allOf(parts: readonly Part[]): Document {
  const filters = parts.map(({ filter }) => filter);
  return filters.length === 1 ? (filters[0] ?? {}) : filters.length === 0 ? {} : { $and: filters };
}

/** People of whom none of these is true. */
export function noneOf(filter: Document): Part {
  return { filter: { $nor: [filter] }, leads: [] };
}

/** One of the facet tokens. */
export function havingFacet(tokens: readonly string[]): Document {
  return { facets: { $in: [...tokens] } satisfies Document } satisfies Partial<
    Record<keyof Candidate, unknown>
  >;
}

/** A time field between two moments; the first included, the second not. */
export function between(field: string, { from, before }: Moments): Document {
  return {
    [field]: { ...(from ? { $gte: from } : { $ne: null }), ...(before && { $lt: before }) },
  };
}

/** Words next to each other, the last one by its beginning, as they stand in the field `text`. */
export function phrasePattern(alternatives: readonly string[]): string {
  const escaped = alternatives.map((words) => words.replace(/[+]/g, '\\$&'));
  return ` (?:${escaped.join('|')})`;
}
