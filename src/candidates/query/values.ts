import { cityName, countryCode, countryNames } from '../place.ts';
import { facetToken, idToken } from '../tokens.ts';
import { nearest, unknownValue } from './parse.ts';
import type { QueryError, WordFacet } from './query.ts';

/** What a query needs to know of other places to be understood. */
export interface Lookups {
  /** Whether anybody has this token. */
  hasToken(token: string): Promise<boolean>;
  /** Tokens that begin so, a few of them. */
  tokensStarting(start: string): Promise<string[]>;
  /** Known words of a kind near what was typed. */
  wordsNear(kind: 'skill' | 'tag', typed: string): Promise<string[]>;
  /** The one name of a skill, whatever it is called; the word itself when it is new. */
  skillNamed(typed: string): { name: string; known: boolean };
  /** People of the team by name or id, with or without an @. */
  ownersNamed(typed: string): Promise<{ ids: string[]; known: string[] }>;
  /** A pool's id, query (null: by hand) and owner, who is `me` in that query; or why there is none. */
  poolNamed(typed: string): Promise<{ id: string; query: string | null; owner: string } | QueryError>;
  /** Ids of the people who were chosen or referred for a role, 1,000 at most; or why there is no such role. */
  peopleOfRole(typed: string): Promise<{ ids: string[] } | QueryError>;
}

/** The tokens that a facet's values stand for, or the first value that stands for nothing. */
export async function tokensFor(
  lookups: Lookups,
  facet: WordFacet,
  values: readonly string[],
  me: string,
): Promise<{ tokens: string[] } | QueryError> {
  const tokens: string[] = [];
  for (const value of values) {
    const found = await tokensOf(lookups, facet, value, me);
    if (!Array.isArray(found)) return found;
    tokens.push(...found);
  }
  return { tokens: [...new Set(tokens)] };
}

async function tokensOf(
  lookups: Lookups,
  facet: WordFacet,
  value: string,
  me: string,
): Promise<string[] | QueryError> {
  switch (facet) {
    case 'skill': {
      const { name, known } = lookups.skillNamed(value);
      const token = facetToken('skill', name);
      return known ? [token] : wordTokens(lookups, facet, value, token);
    }
    case 'tag':
      return wordTokens(lookups, facet, value, facetToken('tag', value));
    case 'city':
      return cityTokens(lookups, value);
    case 'country': {
      const code = countryCode(value);
      return code ? [`:country:${code}`] : unknownValue('country', value, countryNames());
    }
    case 'company': {
      const token = facetToken('company', value);
      if (await lookups.hasToken(token)) return [token];
      const starting = await lookups.tokensStarting(token);
      return starting.length > 0 ? starting : [token];
    }
    case 'owner':
      return ownerTokens(lookups, value, me);
    default:
      return { word: value, message: `I know no ${facet} called “${value}”.` };
  }
}

/** Of a word that somebody had once, and nobody has now, there is nobody; one that nobody ever had was mistyped. */
async function wordTokens(
  lookups: Lookups,
  facet: 'skill' | 'tag',
  value: string,
  token: string,
): Promise<string[] | QueryError> {
  if (await lookups.hasToken(token)) return [token];
  const near = await lookups.wordsNear(facet, value);
  return near.some((word) => facetToken(facet, word) === token) ? [token] : unknownValue(facet, value, near);
}

async function cityTokens(lookups: Lookups, value: string): Promise<string[] | QueryError> {
  const token = `:city:${cityName(value)}`;
  if (await lookups.hasToken(token)) return [token];
  const starting = await lookups.tokensStarting(token);
  if (starting.length > 0) return starting;
  // A city of which we know nobody is still a city; one that is like another where we do was mistyped.
  const others = (await lookups.tokensStarting(token.slice(0, ':city:x'.length))).map((one) =>
    one.slice(':city:'.length),
  );
  const near = nearest(cityName(value), others);
  return near ? unknownValue('city', value, [near]) : [token];
}

async function ownerTokens(lookups: Lookups, value: string, me: string): Promise<string[] | QueryError> {
  if (value === 'me') return [idToken('owner', me)];
  if (value === 'none' || value === 'nobody') return [':is:unowned'];
  const { ids, known } = await lookups.ownersNamed(value.replace(/^@/, ''));
  if (ids.length > 0) return ids.map((id) => idToken('owner', id));
  return unknownValue('owner', value, ['me', 'none', ...known]);
}
