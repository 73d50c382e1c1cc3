import { parseQuery } from './parse.ts';
import type { WordFacet } from './query.ts';

/** The values of a facet in a query, as typed; none for a query that can't be read. */
export function namesInQuery(query: string, facet: WordFacet): string[] {
  const parsed = parseQuery(query);
  if ('error' in parsed) return [];
  return parsed.query.conditions.flatMap((condition) =>
    condition.kind === 'word facet' && condition.facet === facet ? condition.anyOf : [],
  );
}
