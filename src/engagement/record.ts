import { type EngagementDeps, readEngagement, writeEngagement } from '#candidates/engagement.ts';
import type { Clock } from '#platform/clock.ts';
import type { TouchpointStore } from './store.ts';
import { stageAfter, summarise } from './summary.ts';
import type { TemperatureSettings } from './temperature.ts';
import { type NewTouchpoint, type Touchpoint, touchpointSchema } from './touchpoint.ts';

export interface RecordDeps extends EngagementDeps {
  touchpoints: TouchpointStore;
  temperature: TemperatureSettings;
  clock: Clock;
}

/** Touchpoints for one person at the same moment are few; more tries than this is a fault. */
const TRIES = 20;
const SWEPT_AT_ONCE = 500;

/**
 * Writes one touchpoint and brings the candidate's temperature, dates and stage up to date. The touchpoint is kept
 * first: a crash in between leaves it marked, and the sweep counts it.
 * @returns false when it was recorded before; nothing changes then
 */
export async function recordTouchpoint(deps: RecordDeps, touchpoint: NewTouchpoint): Promise<boolean> {
  const whole: Touchpoint = touchpointSchema.parse({
    channel: null,
    sentiment: null,
    draftId: null,
    note: null,
    ...touchpoint,
    pending: true,
    recordedAt: deps.clock.now(),
  });
  const isNew = await deps.touchpoints.insert(whole);
  if (isNew) await recount(deps, touchpoint.candidateId);
  return isNew;
}

/**
 * Derives a candidate's engagement from all their touchpoints. Who counts at the same time and comes second counts
 * again, so the last one to write has seen everything.
 */
export async function recount(deps: RecordDeps, candidateId: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await readEngagement(deps, candidateId);
    const [id = candidateId, ...aliases] = before?.ids ?? [];
    const touchpoints = await deps.touchpoints.all([id, ...aliases]);
    const written =
      before === null ||
      (await writeEngagement(deps, id, before.revision, {
        engagement: summarise(touchpoints, deps.temperature),
        stage: { from: before.stage, to: stageAfter(before.stage, touchpoints) },
      }));
    if (!written) continue;
    await deps.touchpoints.counted(touchpoints.filter(({ pending }) => pending).map(({ _id }) => _id));
    return;
  }
  throw new Error(`The engagement of candidate ${candidateId} changed ${TRIES} times while it was counted.`);
}

/** Counts what a crash left uncounted; for a recurring job. */
export async function recountPending(deps: RecordDeps): Promise<void> {
  for (const candidateId of await deps.touchpoints.withPending(SWEPT_AT_ONCE))
    await recount(deps, candidateId);
}
