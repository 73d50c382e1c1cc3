import type { TimeSpan } from './times.ts';

/** Facets whose values are words of people's records, looked up when the query is asked. */
export const WORD_FACETS = ['skill', 'city', 'country', 'tag', 'pool', 'owner', 'company', 'role'] as const;
export type WordFacet = (typeof WORD_FACETS)[number];

/** Facets with a fixed list of values. */
export const CHOICE_FACETS = ['seniority', 'source', 'temp', 'stage', 'has', 'is'] as const;
export type ChoiceFacet = (typeof CHOICE_FACETS)[number];

/** Facets that ask when something happened: what they did (engaged, answered), what we did (contacted), added. */
export const TIME_FACETS = ['engaged', 'contacted', 'answered', 'added'] as const;
export type TimeFacet = (typeof TIME_FACETS)[number];

export const SORTS = ['hot', 'recent', 'name', 'added'] as const;
export type Sort = (typeof SORTS)[number];

/** Every word that may stand before a colon, in the order of product.md section 3. */
export const FACETS = [
  'skill',
  'city',
  'country',
  'seniority',
  'interested',
  'tag',
  'pool',
  'source',
  'owner',
  'temp',
  'stage',
  'company',
  'engaged',
  'contacted',
  'answered',
  'added',
  'role',
  'has',
  'is',
  'sort',
] as const;

/** One of several alternatives must hold; a negated condition wants none of them. */
export type Condition = { negated: boolean } & (
  | { kind: 'words'; anyOf: string[] }
  /** Identity keys: an e-mail address, a number or a link was typed. */
  | { kind: 'identity'; anyOf: string[]; typed: string[] }
  | { kind: 'word facet'; facet: WordFacet; anyOf: string[] }
  | { kind: 'choice'; facet: ChoiceFacet; anyOf: string[] }
  | { kind: 'time'; facet: TimeFacet; anyOf: TimeSpan[] }
  | { kind: 'interested'; anyOf: { what: string; when: TimeSpan | null }[] }
);

/** A question to the candidates: all conditions must hold. */
export interface Query {
  conditions: Condition[];
  /** Null: hottest first. */
  sort: Sort | null;
}

/** What is wrong with a query, as a sentence that names the word. */
export interface QueryError {
  word: string;
  message: string;
}
