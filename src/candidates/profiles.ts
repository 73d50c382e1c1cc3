import type { Having, Profile, ProfileStore } from './profile-store.ts';
import { wordsOf } from './search-words.ts';

export type { Having, Profile };

export interface ProfileDeps {
  profiles: ProfileStore;
}

/** A ranking is shown within seconds: one question that takes longer is left. */
const WITHIN_MS = 1_500;

/**
 * Profiles of people of whom all of this is true, hottest first.
 * @returns `isAll`: nobody else is like that; false also when the question took longer than 1.5 s and was left
 */
export async function profilesHaving(
  deps: ProfileDeps,
  having: Having,
  limit: number,
): Promise<{ profiles: Profile[]; isAll: boolean }> {
  const found = await deps.profiles.having(having, limit, WITHIN_MS);
  const isAll = found !== null && found.length < limit;
  const { headlineWord } = having;
  if (headlineWord === undefined) return { profiles: found ?? [], isAll };
  // The index knows words of all fields; the headline is looked at here and goes no further.
  const profiles = (found ?? [])
    .filter(({ headline }) => wordsOf(headline ?? '').includes(headlineWord))
    .map(({ headline: _headline, ...profile }) => profile);
  return { profiles, isAll };
}

export function profilesOf(deps: ProfileDeps, ids: readonly string[]): Promise<Profile[]> {
  return deps.profiles.byIds(ids);
}
