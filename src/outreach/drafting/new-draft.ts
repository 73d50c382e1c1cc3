import type { OutreachDeps } from '../deps.ts';
import { type Draft, type DraftRequest, LAPSES_AFTER_DAYS, messageIdOf } from '../draft.ts';

/** A draft as it begins: nothing is written yet, nobody is at it. */
export function newDraft(
  deps: Pick<OutreachDeps, 'clock' | 'sender'>,
  begun: {
    id: string;
    candidateId: string;
    requester: Draft['requester'];
    sender?: Draft['requester'];
    request: DraftRequest;
  } & Pick<Draft, 'batchId' | 'answers' | 'sequence'>,
): Draft {
  const { id, candidateId, requester, request } = begun;
  const now = deps.clock.now();
  const domain = deps.sender.address.slice(deps.sender.address.lastIndexOf('@') + 1);
  const lapsesAt = new Date(now);
  lapsesAt.setUTCDate(lapsesAt.getUTCDate() + LAPSES_AFTER_DAYS);
  return {
    _id: id,
    candidateId,
    requester,
    sender: begun.sender ?? requester,
    batchId: begun.batchId ?? null,
    answers: begun.answers ?? null,
    sequence: begun.sequence ?? null,
    request,
    state: 'drafting',
    versions: [],
    version: 0,
    rewrite: null,
    lease: null,
    approval: null,
    sendAt: null,
    attempt: null,
    attempts: [],
    ended: null,
    problem: null,
    message: null,
    messageIds: [messageIdOf(id, domain)],
    revision: 0,
    stale: true,
    unrecorded: [],
    lapsesAt,
    createdAt: now,
    updatedAt: now,
  };
}
