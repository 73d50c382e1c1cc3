import type { Jobs } from '#platform/jobs/jobs.ts';
import { type BatchDeps, workOffBatches } from './batch/work-off.ts';
import { sweepDrafts } from './sweep.ts';

/** Seconds between two sweeps; each looks at indexes only when nothing is due. */
const SWEEP_SECONDS = 15;

/** Registers the sweep of drafts. */
export function registerOutreachJobs(jobs: Jobs, deps: BatchDeps): void {
  jobs.every('sweep drafts', SWEEP_SECONDS, (stopping) => sweepDrafts(deps, stopping));
  jobs.every('draft batches', SWEEP_SECONDS, (stopping) => workOffBatches(deps, stopping));
  jobs.every('forget past send slots', 3_600, () => deps.slots.forgetPast(deps.clock.now()));
}
