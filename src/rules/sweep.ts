import { workOffRuns } from './act.ts';
import { comparePools, findSilent } from './compare.ts';
import type { RuleDeps } from './deps.ts';
import { matchMarked } from './match.ts';

/**
 * Looks at what has happened and does what follows, until nothing follows any more; for a recurring job. Chains end
 * after three rules, so this ends.
 */
export async function sweepRules(deps: RuleDeps, stopping?: AbortSignal): Promise<void> {
  await findSilent(deps, stopping);
  await comparePools(deps, stopping);
  let worked: number;
  do {
    await matchMarked(deps, stopping);
    worked = await workOffRuns(deps, stopping);
  } while (worked > 0 && !stopping?.aborted);
}
