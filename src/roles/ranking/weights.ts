/** The parts of a score, in the order in which they are told. */
export const PARTS = {
  mustHaves: 'Must-have skills',
  niceToHaves: 'Nice-to-have skills',
  seniority: 'Seniority',
  place: 'Place',
  interest: 'Stated interest',
  medal: 'Silver medal for a similar role',
  temperature: 'Temperature',
} as const;
export type PartName = keyof typeof PARTS;

/** Settings of an admin: what counts how much, and whether people are ranked at all. */
export interface RankingRules {
  /** False: matches by must-haves, in order of last contact. */
  enabled: boolean;
  /** 0 to 100 each; 0 leaves a part out. */
  weights: Record<PartName, number>;
}

export const DEFAULT_RANKING: RankingRules = {
  enabled: true,
  weights: {
    mustHaves: 40,
    niceToHaves: 12,
    seniority: 12,
    place: 10,
    interest: 10,
    medal: 8,
    temperature: 8,
  },
};
