import { atOnce } from '#platform/at-once.ts';
import type { OutreachDeps } from './deps.ts';
import { draftTouchpoint } from './draft.ts';
import { writeDraft } from './drafting/write-draft.ts';
import { recordChanges, settle } from './record-changes.ts';
import { sendDraft } from './sending/send.ts';

/** Milliseconds in which whoever changed a draft is expected to go on with it themselves; they may be slower, and not dead. */
const QUIET_MS = 8_000;
const BATCH = 100;
/** More than the mail server has connections of ours: some are asked about while others are handed over. */
const SENT_AT_ONCE = 20;

/**
 * Takes up what a process that died, or a Slack that was away, has left: drafts nobody writes any more, approved
 * ones nobody has claimed, sends nobody waits for any more (shown as unclear, never repeated), messages and
 * histories that are behind; and lets drafts lapse. Safe to run at any time, anywhere, twice.
 * @param stopping once aborted, the draft in hand is finished and no other begun
 */
export async function sweepDrafts(deps: OutreachDeps, stopping?: AbortSignal): Promise<void> {
  const now = deps.clock.now();
  const due = await deps.drafts.due(now, new Date(now.getTime() - QUIET_MS), BATCH);
  for (const id of due.toRecord) await guarded(deps, stopping, id, () => recordLeftovers(deps, id));
  for (const { _id, attempt } of due.abandoned)
    await guarded(deps, stopping, _id, async () => {
      const problem = 'Rekindle was stopped while it was sending, so nobody heard the mail server’s answer.';
      const result = await deps.drafts.finishUnclear(_id, attempt ?? '', now, problem);
      if (result.moved) await settle(deps, result.draft);
    });
  for (const id of due.toLapse) await guarded(deps, stopping, id, () => lapse(deps, id, now));
  await atOnce(due.toSend, SENT_AT_ONCE, (id) => guarded(deps, stopping, id, () => sendDraft(deps, id)));
  for (const id of due.toDraft) await guarded(deps, stopping, id, () => writeDraft(deps, id));
  for (const id of due.toShow) await guarded(deps, stopping, id, () => deps.show(id));
}

async function recordLeftovers(deps: OutreachDeps, id: string): Promise<void> {
  const draft = await deps.drafts.byId(id);
  if (draft) await recordChanges(deps, draft);
}

async function lapse(deps: OutreachDeps, id: string, now: Date): Promise<void> {
  const draft = await deps.drafts.byId(id);
  if (!draft) return;
  const note = 'The draft lapsed: nobody decided about it for two weeks';
  const touchpoint = draftTouchpoint(draft, 'lapsed', { kind: 'decision', by: 'rekindle', at: now, note });
  const result = await deps.drafts.lapse(id, now, [touchpoint]);
  if (result.moved) await settle(deps, result.draft);
}

/** One draft that fails must not keep the others waiting; the next sweep takes it up again. */
async function guarded(
  deps: OutreachDeps,
  stopping: AbortSignal | undefined,
  draftId: string,
  work: () => Promise<void>,
): Promise<void> {
  if (stopping?.aborted) return;
  try {
    await work();
  } catch (error) {
    deps.logger.error({ err: error, draftId }, 'sweep of a draft failed');
  }
}
