import type { Jobs } from '#platform/jobs/jobs.ts';
import type { OutreachDeps } from './deps.ts';
import { sweepDrafts } from './sweep.ts';

/** Seconds between two sweeps; each looks at indexes only when nothing is due. */
const SWEEP_SECONDS = 15;

/** Registers the sweep of drafts. */
export function registerOutreachJobs(jobs: Jobs, deps: OutreachDeps): void {
  jobs.every('sweep drafts', SWEEP_SECONDS, (stopping) => sweepDrafts(deps, stopping));
}
