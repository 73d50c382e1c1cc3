import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { allTouchpoints, type HistoryDeps } from '#engagement/history.ts';
import type { TemperatureSettings } from '#engagement/temperature.ts';
import type { Enrolment } from '#nurture/enrolment.ts';
import type { Draft, DraftTouchpoint } from '#outreach/draft.ts';
import type { Clock } from '#platform/clock.ts';
import { COUNTS_FOR_DAYS, hadGoneCold, type Reengagement, wasEverEngaged } from './reengagement.ts';
import type { ReengagementStore } from './store.ts';

export interface ReengageDeps extends HistoryDeps {
  reengagements: ReengagementStore;
  temperature: TemperatureSettings;
  clock: Clock;
}

/** What a message and an enrolment are asked for before they count. */
export interface NoteDeps extends ReengageDeps {
  candidateById: (id: string) => Promise<Candidate | null>;
}

const DAY_MS = 86_400_000;
const AT_ONCE = 200;

/**
 * Counts a message that went out with the purpose re-engagement. Asked before the touchpoint is written, so that a
 * process which dies in between asks again.
 * @param draft the one whose message it was; null: no draft of ours
 */
export async function noteSent(
  deps: NoteDeps,
  touchpoint: Pick<DraftTouchpoint, 'kind' | 'at' | 'candidateId'>,
  draft: Draft | null,
  pool: string | null,
): Promise<void> {
  if (touchpoint.kind !== 'message sent' || draft?.request.purpose !== 're-engagement') return;
  await note(deps, {
    _id: `draft:${draft._id}`,
    candidateId: touchpoint.candidateId,
    at: touchpoint.at,
    means: 'message',
    by: draft.requester.id,
    sequence: draft.sequence?.id ?? null,
    pool,
  });
}

/**
 * Counts enrolments of people who had gone cold; of those who were only ever added, none. For a recurring job: what a
 * process that died has left is there the next time.
 */
export async function noteEnrolments(
  deps: NoteDeps & {
    enrolments: { unnoted(limit: number): Promise<Enrolment[]>; noted(id: string): Promise<void> };
  },
  stopping?: AbortSignal,
): Promise<void> {
  for (;;) {
    const found = await deps.enrolments.unnoted(AT_ONCE);
    for (const { _id, candidateId, startedAt: at, by, sequence, origin } of found) {
      if (stopping?.aborted) return;
      const pool = origin?.pool ?? null;
      await note(deps, { _id: `enrolment:${_id}`, candidateId, at, means: 'sequence', by, sequence, pool });
      await deps.enrolments.noted(_id);
    }
    if (found.length < AT_ONCE) return;
  }
}

async function note(
  deps: NoteDeps,
  {
    by,
    ...one
  }: Pick<Reengagement, '_id' | 'at' | 'means' | 'sequence' | 'pool'> & {
    candidateId: string;
    by: string;
  },
): Promise<void> {
  if (await deps.reengagements.has(one._id)) return;
  const candidate = await deps.candidateById(one.candidateId);
  if (!candidate) return;
  const touchpoints = await allTouchpoints(deps, candidate._id);
  if (!hadGoneCold(touchpoints, one.at, deps.temperature)) return;
  if (one.means === 'sequence' && !wasEverEngaged(touchpoints, one.at)) return;
  const ids = idsOf(candidate);
  const before = new Date(one.at.getTime() - COUNTS_FOR_DAYS * DAY_MS);
  await deps.reengagements.stopCounting(ids, before);
  const latest = await deps.reengagements.latest(ids);
  // Who was merged may count under another id.
  if (latest && latest.at > before) return;
  await deps.reengagements.insert({
    ...one,
    candidateId: candidate._id,
    owner: candidate.owner ?? by,
    counting: true,
    settled: false,
    recovered: false,
  });
}

/** Whether somebody was turned to in the last 60 days, so that it isn't done again by itself. */
export async function isCounting(deps: ReengageDeps, candidate: Candidate): Promise<boolean> {
  const latest = await deps.reengagements.latest(idsOf(candidate));
  const since = deps.clock.now().getTime() - COUNTS_FOR_DAYS * DAY_MS;
  return latest !== null && latest.at.getTime() > since;
}
