import type { Candidate } from '#candidates/candidate.ts';
import { type RecordDeps, wholeTouchpoint } from './record.ts';
import { stageAfter, summarise } from './summary.ts';
import type { NewTouchpoint } from './touchpoint.ts';

/** For those who write many touchpoints at once: imports. */
export type BulkDeps = RecordDeps;

/** A candidate who isn't written yet, with what their first touchpoints come to. */
export function summarised(
  deps: BulkDeps,
  candidate: Candidate,
  touchpoints: readonly NewTouchpoint[],
): Candidate {
  if (touchpoints.length === 0) return candidate;
  const whole = touchpoints.map((one) => wholeTouchpoint(deps, one, false));
  return {
    ...candidate,
    engagement: { ...summarise(whole, deps.temperature), revision: candidate.engagement.revision },
    stage: stageAfter(candidate.stage, whole),
  };
}

/**
 * Writes many touchpoints; those that were recorded before are left out.
 * @param state `to be counted`: the sweep brings the candidates up to date
 */
export async function keepTouchpoints(
  deps: BulkDeps,
  touchpoints: readonly NewTouchpoint[],
  state: 'counted' | 'to be counted',
): Promise<void> {
  await deps.touchpoints.insertAll(
    touchpoints.map((one) => wholeTouchpoint(deps, one, state === 'to be counted')),
  );
}
