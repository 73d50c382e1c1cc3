import type { SENIORITIES } from '#candidates/candidate.ts';
import type { Reasons } from '../match.ts';

/**
 * All of a person that the ranking ever reads. No name, photo, e-mail, headline, company, note or tag: nothing from which age,
 * gender, ethnicity or the like could be guessed (docs/ranking.md).
 */
export interface RankedProfile {
  _id: string;
  /** Facet tokens of their skills, e.g. `:skill:go`. */
  skills: ReadonlySet<string>;
  seniority: (typeof SENIORITIES)[number] | null;
  /** Normalised name, and ISO 3166-1 alpha-2. */
  city: string | null;
  country: string | null;
  /** What they said they are interested in: its beginnings as normalised words, and when. */
  interests: readonly { key: string; at: Date }[];
  /** See engagement/temperature.ts. */
  heat: number;
  lastEngagedAt: Date | null;
  lastContactedAt: Date | null;
  lastAnswer: { at: Date; sentiment: string | null } | null;
  /** `similar`: runner-up for a role like this one; `some`: for a role that isn't known. */
  medal: 'similar' | 'some' | null;
}

/** Somebody with their score for a role, and why. */
export interface Ranked {
  candidateId: string;
  /** 0 to 100; null: ranking is switched off. */
  score: number | null;
  reasons: Reasons;
}

export interface Ranking {
  ranked: Ranked[];
  /** Would be among them but may not be written to; best first, with the reason in words. */
  blocked: { candidateId: string; why: string }[];
  /** How many people seemed to fit, by the index; `isMore`: at least. */
  considered: number;
  isMore: boolean;
  /** True when it is certain that nobody with all must-haves who isn't shown scores more; see “How the people are found” in docs/design/roles.md. */
  exact: boolean;
}
