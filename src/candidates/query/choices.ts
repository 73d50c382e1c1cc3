import { SENIORITIES, SOURCES, STAGES } from '../candidate.ts';
import { type ChoiceFacet, SORTS, type Sort } from './query.ts';

/** What `has:` asks for: that the record says something there. */
export const HAS = [
  'email',
  'phone',
  'link',
  'headline',
  'company',
  'location',
  'skills',
  'interests',
  'tags',
  'owner',
  'pool',
] as const;

/** What `is:` asks for. */
export const IS = ['reachable', 'suppressed', 'opted-out', 'bounced', 'snoozed', 'unowned'] as const;

/** The values of each facet that has a fixed list, as they are printed. */
export const CHOICES: Record<ChoiceFacet, readonly string[]> = {
  seniority: SENIORITIES.map((one) => one.toLowerCase()),
  source: SOURCES.map((one) => one.toLowerCase()),
  temp: ['hot', 'warm', 'cold'],
  stage: STAGES,
  has: HAS,
  is: IS,
};

/** Other words that people type for a value. */
const SYNONYMS: Partial<Record<ChoiceFacet, Record<string, string>>> = {
  seniority: {
    mid: 'mid-level',
    midlevel: 'mid-level',
    sr: 'senior',
    'sr.': 'senior',
    jr: 'junior',
    'jr.': 'junior',
    'vice president': 'vp',
    exec: 'executive',
  },
  source: { referred: 'referral', applicant: 'past applicant', imported: 'import' },
  stage: { silver: 'silver medalist', medalist: 'silver medalist', interview: 'interviewing' },
  has: {
    'e-mail': 'email',
    mail: 'email',
    skill: 'skills',
    tag: 'tags',
    interest: 'interests',
    city: 'location',
    profile: 'link',
    linkedin: 'link',
    pools: 'pool',
  },
  is: {
    'opted out': 'opted-out',
    unsubscribed: 'opted-out',
    contactable: 'reachable',
    unassigned: 'unowned',
  },
};

/** The value that was meant, or null when it is none of this facet's. Spaces, hyphens and underscores are alike. */
export function readChoice(facet: ChoiceFacet, typed: string): string | null {
  const word = typed.trim().toLowerCase();
  const plain = (text: string) => text.replace(/[\s_-]+/g, ' ');
  const known = CHOICES[facet].find((one) => plain(one) === plain(word));
  if (known) return known;
  const synonyms = SYNONYMS[facet] ?? {};
  return Object.hasOwn(synonyms, word) ? (synonyms[word] ?? null) : null;
}

/** How a list is sorted, or null for a word that isn't one. */
export function readSort(typed: string): Sort | null {
  const word = typed.trim().toLowerCase();
  return SORTS.find((one) => one === word) ?? null;
}
