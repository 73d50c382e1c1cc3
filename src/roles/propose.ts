import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { profilesOf } from '#candidates/profiles.ts';
import { matchOf } from './arrivals.ts';
import { type RankDeps, rankThese } from './ranking/rank.ts';
import type { Role } from './role.ts';

/**
 * Puts somebody who was referred among the people of a role, with score and reasons as anybody else’s. Who is there
 * already keeps what was shown and decided.
 */
export async function proposeReferred(deps: RankDeps, role: Role, candidate: Candidate): Promise<void> {
  const there = await deps.matches.about(idsOf(candidate));
  if (there.some((match) => match.role === role._id)) return;
  const [ranked] = await rankThese(deps, role, await profilesOf(deps, [candidate._id]));
  // Erased in this moment.
  if (!ranked) return;
  const match = matchOf(role, ranked, 'referral', deps.clock.now());
  const speaksFor = ['Referred by a colleague', ...match.reasons.speaksFor];
  await deps.matches.add({ ...match, reasons: { ...match.reasons, speaksFor } });
}

/** The roles for which somebody was hired. @param candidateIds theirs and those of records merged into theirs */
export async function rolesHiredFor(
  deps: Pick<RankDeps, 'roles' | 'matches'>,
  candidateIds: readonly string[],
  among: readonly string[],
): Promise<Role[]> {
  const hired = (await deps.matches.about(candidateIds)).filter(({ state }) => state === 'hired');
  const roles = await deps.roles.byIds([...new Set([...hired.map(({ role }) => role), ...among])]);
  return roles.filter(
    (role) =>
      hired.some((match) => match.role === role._id) || role.hired.some((id) => candidateIds.includes(id)),
  );
}
