import { placeOf } from '#candidates/place.ts';
import { wordsOf } from '#candidates/search-words.ts';
import { facetToken } from '#candidates/tokens.ts';
import type { Criteria } from '../role.ts';

/** A role's criteria in the form in which people are compared with them. */
export interface Wanted extends Criteria {
  /** Facet tokens with the skill's name. */
  must: Map<string, string>;
  nice: Map<string, string>;
  city: string | null;
  country: string | null;
  /** What an interest is about that fits: words of the title, two of them together, and the skills. */
  interests: ReadonlySet<string>;
}

/** Words of titles that say nothing of what the work is about. */
const EMPTY_WORDS = new Set(
  'a an and at by for from in m f d x of on or the to with und oder der die das i ii iii iv intern junior jr mid level senior sr staff principal lead head chief manager director vp executive remote hybrid'.split(
    ' ',
  ),
);

/** What a role asks for, as a ranking compares it: tokens of skills and words of the title in place of text. */
export function wantedOf(criteria: Criteria): Wanted {
  const tokens = (skills: readonly string[]) =>
    new Map(skills.map((skill) => [facetToken('skill', skill), skill]));
  const { city, country } = placeOf(criteria.location);
  const words = titleWords(criteria.title);
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  const skills = [...criteria.mustHave, ...criteria.niceToHave].map((skill) => wordsOf(skill).join(' '));
  return {
    ...criteria,
    must: tokens(criteria.mustHave),
    nice: tokens(criteria.niceToHave),
    city,
    country,
    interests: new Set([...words, ...pairs, ...skills]),
  };
}

/** The words of a title that say what the work is about. */
export function titleWords(title: string): string[] {
  return [...new Set(wordsOf(title))].filter((word) => !EMPTY_WORDS.has(word));
}
