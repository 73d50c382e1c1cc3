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

/** What happened longer ago, in milliseconds, when it is written down sets no rule off: a history isn't news. */
const NEWS_MS = 7 * 86_400_000;
/** Touchpoints for one person at the same moment are few; more tries than this is a fault. */
const TRIES = 20;
const SWEPT_AT_ONCE = 500;

/**
 * Writes one touchpoint and brings the candidate's temperature, dates and stage up to date. The touchpoint is kept
 * first: a crash in between leaves it marked, and the sweep counts it.
 * @returns false when it was recorded before; nothing changes then
 */
export async function recordTouchpoint(deps: RecordDeps, touchpoint: NewTouchpoint): Promise<boolean> {
  const isNew = await deps.touchpoints.insert(wholeTouchpoint(deps, touchpoint, true));
  if (isNew) await recount(deps, touchpoint.candidateId);
  return isNew;
}

/**
 * A touchpoint as it is kept, marked when a workflow rule looks at its kind.
 * @param pending whether the candidate's engagement has still to be counted with it
 */
export function wholeTouchpoint(deps: RecordDeps, touchpoint: NewTouchpoint, pending: boolean): Touchpoint {
  const now = deps.clock.now();
  const isNews = touchpoint.at.getTime() > now.getTime() - NEWS_MS;
  return touchpointSchema.parse({
    channel: null,
    sentiment: null,
    draftId: null,
    note: null,
    ...touchpoint,
    pending,
    recordedAt: now,
    ...(isNews && deps.watched.kinds.has(touchpoint.kind) && { forRules: true }),
  });
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
      (await writeEngagement(
        deps,
        id,
        before.revision,
        {
          engagement: summarise(touchpoints, deps.temperature),
          stage: { from: before.stage, to: stageAfter(before.stage, touchpoints) },
        },
        touchpoints.findLast(({ pending, draftId }) => pending && draftId !== null)?.draftId ?? null,
      ));
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
