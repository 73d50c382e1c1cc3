import { lookForArrivals } from './arrivals.ts';
import { workOffClosings } from './close.ts';
import { settleLeft } from './decide.ts';
import type { RolesDeps } from './deps.ts';
import { listArrivals, postDue, workOffPosts } from './post-matches.ts';

/** Takes up whatever a process that died has left of roles; for a recurring job. */
export async function sweepRoles(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  await workOffClosings(deps, stopping);
  await settleLeft(deps, stopping);
  await postDue(deps, stopping);
}

/** Looks for people who came later and fit, and lists them in the role's channel, or to its owner; for a recurring job. */
export async function announceArrivals(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  await lookForArrivals({ ...deps, listArrivals: (...list) => listArrivals(deps, ...list) }, stopping);
  await workOffPosts(deps, undefined, stopping);
}
