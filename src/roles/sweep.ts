import { lookForArrivals } from './arrivals.ts';
import { workOffClosings } from './close.ts';
import { settleLeft } from './decide.ts';
import type { RolesDeps } from './deps.ts';
import { postArrivals, postDue } from './post-matches.ts';

/** Takes up whatever a process that died has left of roles; for a recurring job. */
export async function sweepRoles(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  await workOffClosings(deps, stopping);
  await settleLeft(deps, stopping);
  await postDue(deps, stopping);
}

/** Looks for people who came later and fit; for a recurring job. */
export function announceArrivals(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  return lookForArrivals(
    { ...deps, tellArrivals: (role, matches) => postArrivals(deps, role, matches) },
    stopping,
  );
}
