import type { Having, Likeliest, LikelyPeople, Points, Profile, ProfileStore } from './profile-store.ts';
import { wordsOf } from './search-words.ts';

export type { Having, LikelyPeople, Points, Profile };

export interface ProfileDeps {
  profiles: ProfileStore;
}

/** A ranking is shown within seconds: one question that takes longer is left. */
const WITHIN_MS = 1_500;
/** Those that everything depends on may take longer. */
const LIKELIEST_WITHIN_MS = 3_500;

/**
 * Profiles of people of whom all of this is true, hottest first; those of a question that takes longer than 1.5 s are left out.
 */
export async function profilesHaving(deps: ProfileDeps, having: Having, limit: number): Promise<Profile[]> {
  const found = (await deps.profiles.having(having, limit, WITHIN_MS)) ?? [];
  if (!('headlineWord' in having)) return found;
  // The index knows words of all fields; the headline is looked at here and goes no further.
  return found
    .filter(({ headline }) => wordsOf(headline ?? '').includes(having.headlineWord))
    .map(({ headline: _headline, ...profile }) => profile);
}

/** Of everybody with a skill those with the most points, read from an index. @returns null when that takes longer than 3.5 s */
export function likeliestOf(deps: ProfileDeps, question: Likeliest): Promise<LikelyPeople | null> {
  return deps.profiles.likeliest(question, LIKELIEST_WITHIN_MS);
}

/** What a ranking reads of these people, in no order; who is gone is left out. */
export function profilesOf(deps: ProfileDeps, ids: readonly string[]): Promise<Profile[]> {
  return deps.profiles.byIds(ids);
}
