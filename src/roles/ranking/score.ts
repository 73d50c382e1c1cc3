import { SENIORITIES } from '#candidates/candidate.ts';
import { scoreAt, type TemperatureSettings } from '#engagement/temperature.ts';
import type { RankedProfile } from './ranked.ts';
import type { Wanted } from './wanted.ts';
import type { PartName, RankingRules } from './weights.ts';

/** What a score is made of: each part from 0 to 1, null where the role doesn't ask for it. */
export type Parts = Record<PartName, number | null>;

/** What isn't known counts a little: a record is seldom complete, and silence is no "no". */
const UNKNOWN = 0.25;
const YEAR_MS = 365 * 86_400_000;

export interface ScoringContext {
  now: Date;
  temperature: TemperatureSettings;
}

/**
 * How well somebody fits, from 0 to 100: `100 · Σ weight · part / Σ weight` over the parts that are asked for
 * (“The score” in docs/design/roles.md). Reads nothing but a RankedProfile.
 */
export function scoreOf(
  wanted: Wanted,
  profile: RankedProfile,
  weights: RankingRules['weights'],
  context: ScoringContext,
): { score: number; parts: Parts } {
  const parts = partsOf(wanted, profile, context);
  let sum = 0;
  let most = 0;
  for (const [name, part] of Object.entries(parts) as [PartName, number | null][]) {
    if (part === null) continue;
    sum += weights[name] * part;
    most += weights[name];
  }
  return { score: most === 0 ? 0 : (100 * sum) / most, parts };
}

function partsOf(wanted: Wanted, profile: RankedProfile, { now, temperature }: ScoringContext): Parts {
  return {
    mustHaves: shareOf(wanted.must, profile.skills),
    niceToHaves: shareOf(wanted.nice, profile.skills),
    seniority: seniorityPart(wanted, profile),
    place: placePart(wanted, profile),
    interest: interestPart(wanted, profile, now),
    medal: profile.medal === 'similar' ? 1 : profile.medal === 'some' ? 0.5 : 0,
    temperature: Math.min(1, scoreAt(profile.heat, now, temperature) / (2 * temperature.hot)),
  };
}

/** Which share of the skills that are asked for somebody has; null where none is. */
export function shareOf(asked: ReadonlyMap<string, string>, has: ReadonlySet<string>): number | null {
  if (asked.size === 0) return null;
  let found = 0;
  for (const token of asked.keys()) if (has.has(token)) found++;
  return found / asked.size;
}

/**
 * 1 for the level that is asked for, half for the next one up or down, 0 beyond; UNKNOWN where the record says none,
 * null where none is asked for.
 */
export function seniorityPart(
  { seniority }: Wanted,
  profile: Pick<RankedProfile, 'seniority'>,
): number | null {
  if (seniority === null) return null;
  if (profile.seniority === null) return UNKNOWN;
  return Math.max(0, 1 - Math.abs(levelsAbove(profile.seniority, seniority)) / 2);
}

/** How many levels somebody is above what is asked for; below: negative. */
export function levelsAbove(has: (typeof SENIORITIES)[number], asked: (typeof SENIORITIES)[number]): number {
  return SENIORITIES.indexOf(has) - SENIORITIES.indexOf(asked);
}

/**
 * 1 in the city (or the country, where that is enough), half elsewhere in the country, 0 abroad; UNKNOWN where the
 * record says no place, null where none is asked for.
 */
export function placePart(
  wanted: Wanted,
  { city, country }: Pick<RankedProfile, 'city' | 'country'>,
): number | null {
  if (wanted.city === null && wanted.country === null) return null;
  if (wanted.city !== null && wanted.city === city && wanted.country === country) return 1;
  if (city === null && country === null) return UNKNOWN;
  if (wanted.country === null || wanted.country !== country) return 0;
  // In the country: enough for remote work, and for a role that names no city.
  return wanted.remote || wanted.city === null ? 1 : 0.5;
}

function interestPart(wanted: Wanted, profile: RankedProfile, now: Date): number {
  const at = statedAt(wanted, profile);
  if (at === null) return 0;
  return now.getTime() - at.getTime() <= YEAR_MS ? 1 : 0.5;
}

/** When they last said that they are interested in something that fits; null: never. */
export function statedAt(
  { interests }: Pick<Wanted, 'interests'>,
  profile: Pick<RankedProfile, 'interests'>,
): Date | null {
  const fitting = profile.interests.filter(({ key }) => interests.has(key));
  return fitting.reduce<Date | null>((latest, { at }) => (latest && latest >= at ? latest : at), null);
}
