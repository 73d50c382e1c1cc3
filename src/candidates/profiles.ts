import type { Having, Profile, ProfileStore } from './profile-store.ts';

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
  const profiles = await deps.profiles.having(having, limit, WITHIN_MS);
  return { profiles: profiles ?? [], isAll: profiles !== null && profiles.length < limit };
}

export function profilesOf(deps: ProfileDeps, ids: readonly string[]): Promise<Profile[]> {
  return deps.profiles.byIds(ids);
}
