import { createHash } from 'node:crypto';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, type DraftRequest, draftRequestSchema, newestVersion } from '../draft.ts';
import { inWords } from '../permission/reason.ts';
import { standing } from '../permission/standing.ts';
import { newDraft } from './new-draft.ts';

export type Requested =
  | { outcome: 'drafting'; draftId: string }
  /** A sentence that says why not. */
  | { outcome: 'refused'; why: string };

/**
 * Puts down that somebody wants a message drafted; writeDraft does it. Nothing is lost from here on.
 * @param asked.deliveryId of the submission: the same one twice makes one draft
 */
export async function requestDraft(
  deps: Pick<OutreachDeps, 'drafts' | 'people' | 'clock' | 'sender' | 'writing'>,
  asked: {
    deliveryId: string;
    candidateId: string;
    requester: Draft['requester'];
    /** In whose name; the requester's unless somebody else is named. */
    sender?: Draft['requester'];
    batchId?: string | null;
    /** The step of a sequence that it is, with an id of its own. */
    sequence?: Draft['sequence'];
    id?: string;
    /** Id of the touchpoint that is answered. */
    answering?: string | null;
    request: DraftRequest;
  },
): Promise<Requested> {
  const request = draftRequestSchema.parse(asked.request);
  const found = await standing(deps, asked.candidateId, request.channel, {
    requester: asked.sender ?? asked.requester,
    draftId: null,
  });
  if (!found) return { outcome: 'refused', why: 'This candidate is not there any more.' };
  if (found.permission.hard.length > 0) return { outcome: 'refused', why: inWords(found.permission.hard) };
  const id = asked.id ?? createHash('sha256').update(`draft:${asked.deliveryId}`).digest('hex').slice(0, 24);
  const draft = newDraft(deps, {
    id,
    candidateId: asked.candidateId,
    requester: asked.requester,
    sender: asked.sender ?? asked.requester,
    batchId: asked.batchId ?? null,
    answers: await answered(deps, asked),
    sequence: asked.sequence ?? null,
    request,
  });
  await deps.drafts.insert(draft);
  return { outcome: 'drafting', draftId: id };
}

/** What of theirs is answered: the mail is threaded under it, and keeps the subject of the conversation. */
async function answered(
  deps: Pick<OutreachDeps, 'drafts' | 'people'>,
  asked: { answering?: string | null; candidateId: string },
): Promise<NonNullable<Draft['answers']> | null> {
  const touchpoint = asked.answering ? await deps.people.touchpoint(asked.answering) : null;
  if (!touchpoint) return null;
  const before = touchpoint.draftId ? await deps.drafts.byId(touchpoint.draftId) : null;
  const subject = (before && newestVersion(before)?.subject) ?? '';
  return {
    touchpointId: touchpoint._id,
    messageId: touchpoint.messageId ?? null,
    subject: subject && (/^re:/i.test(subject) ? subject : `Re: ${subject}`),
  };
}
