import { createHash } from 'node:crypto';
import { atOnce } from '#platform/at-once.ts';
import type { OutreachDeps } from '../deps.ts';
import type { Draft, DraftRequest } from '../draft.ts';
import { requestDraft } from '../drafting/request-draft.ts';
import { writeDraft } from '../drafting/write-draft.ts';
import type { DraftLists } from '../listing-store.ts';
import { OUT_OF_HOURS } from '../permission/permission.ts';
import { inWords } from '../permission/reason.ts';
import { standing } from '../permission/standing.ts';
import { type Batch, MOST_IN_BATCH } from './batch.ts';
import type { BatchStore } from './batch-store.ts';

export interface BatchDeps extends OutreachDeps {
  batches: BatchStore;
  lists: DraftLists;
  /** Brings the batch's message up to date; never throws. */
  showBatch: (batchId: string) => Promise<void>;
}

/** Questions to the model at a time. */
const AT_ONCE = 20;
/** Longer than one draft may take. */
const LEASE_MS = 60_000;

/**
 * Puts down that messages to these people are wanted; `workOffBatches` drafts them. Nothing is lost from here on.
 * @param asked.deliveryId of the submission: the same one twice makes one batch
 */
export async function planBatch(
  deps: Pick<BatchDeps, 'batches' | 'clock'>,
  asked: {
    deliveryId: string;
    by: Draft['requester'];
    what: string;
    request: DraftRequest;
    candidateIds: readonly string[];
  },
): Promise<string> {
  const _id = batchIdOf(asked.deliveryId);
  await deps.batches.insert({
    _id,
    by: asked.by,
    what: asked.what,
    request: asked.request,
    candidateIds: asked.candidateIds.slice(0, MOST_IN_BATCH),
    leftOut: [],
    state: 'drafting',
    message: null,
    lease: null,
    at: deps.clock.now(),
  });
  return _id;
}

/** The batch that a submission makes. */
export function batchIdOf(deliveryId: string): string {
  return createHash('sha256').update(`batch:${deliveryId}`).digest('hex').slice(0, 24);
}

/** Drafts what was planned, also what a process that died has left. @param id this batch only */
export async function workOffBatches(deps: BatchDeps, stopping?: AbortSignal, id?: string): Promise<void> {
  while (!stopping?.aborted) {
    const batch = await deps.batches.claim(deps.processId, deps.clock.now(), until(deps), id);
    if (!batch) return;
    await workOff(deps, batch, stopping);
  }
}

async function workOff(deps: BatchDeps, batch: Batch, stopping?: AbortSignal): Promise<void> {
  await deps.showBatch(batch._id);
  let isOurs = true;
  await atOnce(batch.candidateIds, AT_ONCE, async (candidateId) => {
    if (!isOurs || stopping?.aborted) return;
    await draftFor(deps, batch, candidateId);
    isOurs = await deps.batches.keepAt(batch._id, deps.processId, until(deps));
    await deps.showBatch(batch._id);
  });
  if (!isOurs || stopping?.aborted) return;
  await deps.batches.reviewed(batch._id, deps.processId);
  deps.logger.info({ batchId: batch._id, people: batch.candidateIds.length }, 'batch drafted');
  await deps.showBatch(batch._id);
}

/** Soft reasons are obeyed here: nobody overrides them by the heap (product.md section 7). The hour is settled at approval. */
async function draftFor(deps: BatchDeps, batch: Batch, candidateId: string): Promise<void> {
  const { by, request } = batch;
  const found = await standing(deps, candidateId, request.channel, { requester: by, draftId: null });
  const reasons = found
    ? [...found.permission.hard, ...found.permission.soft.filter(({ id }) => id !== OUT_OF_HOURS)]
    : [{ id: 'gone', words: 'They are not there any more.' }];
  const existing = await deps.drafts.ofBatchAbout(batch._id, candidateId);
  if (reasons.length > 0 && !existing) return deps.batches.leaveOut(batch._id, candidateId, inWords(reasons));
  const requested = await requestDraft(deps, {
    deliveryId: `${batch._id}:${candidateId}`,
    candidateId,
    requester: by,
    request,
    batchId: batch._id,
  });
  if (requested.outcome === 'refused') return deps.batches.leaveOut(batch._id, candidateId, requested.why);
  await writeDraft(deps, requested.draftId);
}

function until(deps: Pick<BatchDeps, 'clock'>): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
