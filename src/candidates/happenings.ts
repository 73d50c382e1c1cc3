import { PersonError } from '#platform/person-error.ts';
import type { Happened } from './happened.ts';
import type { HappenedStore } from './happened-store.ts';
import { allOf } from './query/parts.ts';
import { type Asker, type QueryDeps, understand } from './search.ts';
import { facetToken, idToken } from './tokens.ts';

/** What rules/ asks of candidates: what has happened to them, and who fits. */
export interface HappeningDeps {
  happenings: HappenedStore;
}

/** Somebody, with what rules have still to look at. */
export interface Waiting {
  _id: string;
  happened: Happened[];
}

/** People of whom rules have still something to look at. */
export function waitingForRules(deps: HappeningDeps, limit: number): Promise<Waiting[]> {
  return deps.happenings.waiting(limit);
}

/** Notes that rules have looked at these. */
export function seenByRules(deps: HappeningDeps, people: readonly Waiting[]): Promise<void> {
  return deps.happenings.seen(people);
}

/** Who engaged last between two moments (the first left out), the longest ago first. */
export function lastEngagedBetween(
  deps: HappeningDeps,
  from: Date,
  to: Date,
  limit: number,
): Promise<{ _id: string; at: Date }[]> {
  return deps.happenings.lastEngaged(from, to, limit);
}

/** Everybody who engaged last at this very moment, one after another. */
export function lastEngagedAt(deps: HappeningDeps, at: Date): AsyncIterable<string> {
  return deps.happenings.lastEngagedAt(at);
}

/** Somebody as a dry run counts them. */
export type Counted = Awaited<ReturnType<HappenedStore['having']>>[number];

/** Who has a tag, a stage or is in a pool by hand now, hottest first. */
export function havingNow(
  deps: HappeningDeps,
  what: { tag: string } | { pool: string } | { stage: string },
  limit: number,
): Promise<Counted[]> {
  if ('stage' in what) return deps.happenings.having(what, limit);
  const token = 'tag' in what ? facetToken('tag', what.tag) : idToken('pool', what.pool);
  return deps.happenings.having({ token }, limit);
}

/**
 * Which of these people fit a query.
 * @throws PersonError that names the word which makes no sense (any more)
 */
export async function fitting(
  deps: QueryDeps & HappeningDeps,
  query: string,
  asker: Asker,
  ids: readonly string[],
): Promise<Set<string>> {
  const understood = await understand(deps, query, asker);
  if ('error' in understood) throw new PersonError(understood.error.message);
  return new Set(await deps.happenings.among(ids, allOf(understood.parts)));
}
