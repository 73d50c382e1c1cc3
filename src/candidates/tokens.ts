import { wordsOf } from './search-words.ts';

/** Letters of a word's beginning that have a token of their own. */
export const START = 3;

/** The token of a word's first letters. */
export function startToken(word: string): string {
  return `*${word.slice(0, START)}`;
}

/** The token of a facet's value: letters of any script, accents and case are alike. */
export function facetToken(facet: string, value: string): string {
  return `:${facet}:${wordsOf(value).join(' ')}`;
}

const OWNER = ':owner:';

/** Ids have capital letters that mean something. */
export function idToken(facet: 'owner' | 'pool' | 'viewer', id: string): string {
  return `:${facet}:${id}`;
}

/** Whom tokens name as owners; null when one of them names something else. */
export function ownersOf(tokens: readonly string[]): string[] | null {
  return tokens.every((token) => token.startsWith(OWNER))
    ? tokens.map((token) => token.slice(OWNER.length))
    : null;
}
