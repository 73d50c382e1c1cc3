import { ratio, token_sort_ratio } from 'fuzzball';
import { companyKey, localPart, soundOf } from './blocks.ts';

/** What two records are compared by. */
export interface Comparable {
  _id: string;
  /** Words of the name: lower case, without accents. */
  nameKey: string;
  company: string | null;
  place: { city: string | null };
  emails: readonly string[];
  /** Identity keys: two LinkedIn profiles tell people apart. */
  keys: readonly string[];
}

/** How much two records are alike, and why. */
export interface Likeness {
  /** 0 to 100. */
  score: number;
  /** What they share, in words. */
  reasons: string[];
}

/** Names less alike than this, of 100, are different names. */
const SIMILAR_NAME = 80;
/** First names less alike than this are different ones, unless one is the beginning of the other. */
const SIMILAR_FIRST_NAME = 65;
/** Of what the name leaves open, the share that each further sign takes away. */
const SIGNS = { company: 0.6, city: 0.35, 'local part': 0.8 } as const;
/** How much of the score is the name alone. */
const NAME_SHARE = 0.7;
/** What two different LinkedIn profiles take away. */
const DIFFERENT_PROFILES = 25;

/** From this score on a pair is offered for review. */
export const LIKELY = 72;

/**
 * How likely two records are the same person (product.md section 5: a similar name with the same company, city or
 * e-mail local part). Name likeness `n` is the token sort ratio of fuzzball (the Levenshtein ratio of the names with
 * their words in alphabetical order); a name that sounds the same counts as 90 at least. Score = 0.7·n + 30·(1 −
 * Π(1 − sign)) over the signs that both share, less 25 where both have a LinkedIn profile and it isn't the same.
 * @returns null when the names differ or nothing else is shared
 */
export function likeness(a: Comparable, b: Comparable): Likeness | null {
  const name = nameLikeness(a.nameKey, b.nameKey);
  if (name < SIMILAR_NAME) return null;
  const shared: [keyof typeof SIGNS, string][] = [];
  const company = companyKey(a.company);
  if (company !== '' && company === companyKey(b.company)) shared.push(['company', `both at ${a.company}`]);
  if (a.place.city !== null && a.place.city === b.place.city) shared.push(['city', 'same city']);
  const locals = new Set(a.emails.map(localPart).filter((local) => local !== ''));
  if (b.emails.some((email) => locals.has(localPart(email))))
    shared.push(['local part', 'same name before the @ of their addresses']);
  if (shared.length === 0) return null;
  const doubt = shared.reduce((left, [sign]) => left * (1 - SIGNS[sign]), 1);
  const apart = differentProfiles(a.keys, b.keys);
  const score = NAME_SHARE * name + 100 * (1 - NAME_SHARE) * (1 - doubt) - (apart ? DIFFERENT_PROFILES : 0);
  return {
    score: Math.round(Math.max(0, score)),
    reasons: [
      name === 100 ? 'same name' : 'similar names',
      ...shared.map(([, words]) => words),
      ...(apart ? ['but different LinkedIn profiles'] : []),
    ],
  };
}

/** 0 to 100. */
function nameLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b) return 100;
  const [first, last] = [a.split(' '), b.split(' ')].map((words) => [words[0] ?? '', words.at(-1) ?? '']);
  const [firstA = '', lastA = ''] = first ?? [];
  const [firstB = '', lastB = ''] = last ?? [];
  const whole = token_sort_ratio(a, b, PLAIN);
  const isOrder = a.split(' ').toSorted().join(' ') === b.split(' ').toSorted().join(' ');
  if (isOrder) return whole;
  const isBeginning = firstA.startsWith(firstB) || firstB.startsWith(firstA);
  if (!isBeginning && ratio(firstA, firstB, PLAIN) < SIMILAR_FIRST_NAME) return 0;
  const soundsAlike =
    soundOf(lastA) === soundOf(lastB) && (isBeginning || soundOf(firstA) === soundOf(firstB));
  return soundsAlike ? Math.max(whole, SOUNDS_ALIKE) : whole;
}

const SOUNDS_ALIKE = 90;
/** The names are normalised already, and may be in any script. */
const PLAIN = { full_process: false };

function differentProfiles(a: readonly string[], b: readonly string[]): boolean {
  const profiles = (keys: readonly string[]) => keys.filter((key) => key.startsWith('link:linkedin.com/in/'));
  const [mine, theirs] = [profiles(a), profiles(b)];
  return mine.length > 0 && theirs.length > 0 && !mine.some((key) => theirs.includes(key));
}
