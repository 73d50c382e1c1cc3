import type { Document } from 'mongodb';
import { PersonError } from '#platform/person-error.ts';
import { prepare } from './query/ask.ts';
import { type Asker, type QueryDeps, understand } from './search.ts';

/**
 * Counts people of a query by several conditions at once, in one pass over the index that suits the query.
 * @param conditions aggregation expressions over a record, by the name under which they are counted; `true` counts all
 * @returns null when it takes longer than `withinMs` milliseconds
 * @throws PersonError for a query that makes no sense
 */
export async function countWithin<Name extends string>(
  deps: QueryDeps,
  query: string,
  asker: Asker,
  conditions: Record<Name, Document | true>,
  withinMs: number,
): Promise<Record<Name, number> | null> {
  const understood = await understand(deps, query, asker);
  if ('error' in understood) throw new PersonError(understood.error.message);
  const { plans } = await prepare(deps, understood.parts, 'hot');
  return deps.candidates.tally(plans.total, conditions, withinMs);
}
