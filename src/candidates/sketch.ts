import type { Candidate } from './candidate.ts';

/**
 * What can be read of somebody in an index alone: reading a record takes ten times as long as reading an index's entry. Skills and
 * interests are kept in it as bits (a Bloom filter: Bloom, “Space/Time Trade-offs in Hash Coding with Allowable Errors”, CACM 1970): who has
 * a skill has its three bits, and of those with ten other skills one in a hundred has them, too. So it tells who may be worth reading, and
 * leaves out nobody. The fields stand beside each other in the record, since the server takes three times as long for fields of a field.
 */
export type Sketch = Pick<
  Candidate,
  | 'skillTokens'
  | 'sketchSkills0'
  | 'sketchSkills1'
  | 'sketchSkills2'
  | 'sketchSkills3'
  | 'sketchInterests'
  | 'sketchPlace'
>;

/** An expression of an aggregation over the fields of SKETCH_INDEX. */
export type Expression = Record<string, unknown>;

/** Integers of 32 bits with a sign, of which the sign stays unused. */
const BITS = 31;
const WORDS = ['sketchSkills0', 'sketchSkills1', 'sketchSkills2', 'sketchSkills3'] as const;
const BITS_OF_A_SKILL = 3;
/** Of a place, so many bits are the city's; those above them, two letters, the country's. */
const CITY_BITS = 20;
const COUNTRY = 1_023;

/** Entered by a skill, the hottest first, and what else a ranking reads behind it. */
export const SKETCH_INDEX = {
  skillTokens: 1,
  'engagement.heat': -1,
  _id: 1,
  stage: 1,
  seniority: 1,
  sketchSkills0: 1,
  sketchSkills1: 1,
  sketchSkills2: 1,
  sketchSkills3: 1,
  sketchInterests: 1,
  sketchPlace: 1,
  'engagement.lastContactedAt': 1,
} as const;

/** @param place its city normalised, its country ISO 3166-1 alpha-2 */
export interface Place {
  city: string | null;
  country: string | null;
}

/** @param skillTokens facet tokens @param interests keys of interests */
export function sketchOf(skillTokens: readonly string[], interests: readonly string[], place: Place): Sketch {
  const words = { sketchSkills0: 0, sketchSkills1: 0, sketchSkills2: 0, sketchSkills3: 0 };
  for (const { word, mask } of skillTokens.flatMap(skillBits)) words[word] |= mask;
  return {
    skillTokens: [...new Set(skillTokens)],
    ...words,
    sketchInterests: interests.reduce((all, key) => all | interestBit(key), 0),
    sketchPlace: countryBits(place.country) | cityBits(place.city),
  };
}

/** Expression: true for everybody who has all of these skills, and for some who don't. @param tokens facet tokens */
export function mayHaveAll(tokens: Iterable<string>): Expression {
  const masks = new Map<string, number>();
  for (const { word, mask } of [...tokens].flatMap(skillBits)) masks.set(word, (masks.get(word) ?? 0) | mask);
  return { $and: [...masks].map(([word, mask]) => ({ $eq: [{ $bitAnd: [`$${word}`, mask] }, mask] })) };
}

/** True for everybody who is interested in one of these, and for some who aren't. @param keys of interests */
export function mayBeInterested(keys: Iterable<string>): Expression {
  const mask = [...keys].reduce((all, key) => all | interestBit(key), 0);
  return { $ne: [{ $bitAnd: ['$sketchInterests', mask] }, 0] };
}

/** True for everybody who is there (without a city: in that country), and hardly anybody else. Of two nulls: nobody knows where they are. */
export function mayBeIn({ city, country }: Place, { anyCity = false } = {}): Expression {
  const place = countryBits(country) | cityBits(city);
  if (!anyCity) return { $eq: ['$sketchPlace', place] };
  return { $eq: [{ $bitAnd: ['$sketchPlace', COUNTRY << CITY_BITS] }, countryBits(country)] };
}

function skillBits(token: string): { word: (typeof WORDS)[number]; mask: number }[] {
  // Two hashes make any number of others (Kirsch, Mitzenmacher: “Less Hashing, Same Performance”, ESA 2006).
  const [hash, step] = [hashOf(token), hashOf(`${token}#`) | 1];
  return Array.from({ length: BITS_OF_A_SKILL }, (_, index) => {
    const bit = ((hash + index * step) >>> 0) % (WORDS.length * BITS);
    return { word: WORDS[Math.floor(bit / BITS)] ?? WORDS[0], mask: 1 << (bit % BITS) };
  });
}

const interestBit = (key: string) => 1 << (hashOf(key) % BITS);
const cityBits = (city: string | null) => (city === null ? 0 : 1 + (hashOf(city) % (2 ** CITY_BITS - 1)));

function countryBits(country: string | null): number {
  const letter = (at: number) => (country?.charCodeAt(at) ?? 0) - 64;
  return country === null ? 0 : ((letter(0) * 32 + letter(1)) & COUNTRY) << CITY_BITS;
}

/** FNV-1a of 32 bits over UTF-16 units (datatracker.ietf.org/doc/html/draft-eastlake-fnv): what is kept depends on it, so it stays as it is. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  return hash >>> 0;
}
