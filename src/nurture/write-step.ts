import type { DraftRequest } from '#outreach/draft.ts';
import { placeDraft } from '#outreach/drafting/place-draft.ts';
import { requestDraft } from '#outreach/drafting/request-draft.ts';
import { writeDraft } from '#outreach/drafting/write-draft.ts';
import { sendDraft } from '#outreach/sending/send.ts';
import { stopEnrolment } from './enrol.ts';
import { stepDraftId, variantFor } from './enrolment.ts';
import { fillIn } from './template.ts';
import { whenAllowed } from './when-allowed.ts';
import { move, putOff, type StepWork } from './work.ts';

/** How often a draft that waits for a person is looked after; one that goes out by itself, sooner. */
export const LOOK_AGAIN_MS = 15 * 60_000;
const SOON_MS = 60_000;

/** A step that writes: by template or model, at the time that permission allows. */
export async function write(work: StepWork): Promise<boolean> {
  const { deps, sequence, enrolment, candidate, step } = work;
  const draftId = stepDraftId(enrolment._id, step.id);
  // A process that died may have got so far already.
  if (!(await deps.outreach.drafts.byId(draftId))) {
    const allowed = await whenAllowed(deps, { candidate, sequence, enrolment, draftId: null });
    if (typeof allowed === 'string') return stopEnrolment(deps, enrolment._id, allowed, 'rekindle');
    if (allowed) return putOff(work, allowed.at, allowed.why);
  }
  const variant = variantFor(candidate._id, step.id, step.variants.length);
  const text = step.variants[variant] ?? { subject: '', message: '' };
  const request: DraftRequest = {
    purpose: 'follow-up',
    role: '',
    tone: 'friendly',
    mention: step.kind === 'draft' ? text.message.slice(0, 1_000) : '',
    channel: 'email',
  };
  const mark = { id: sequence._id, enrolment: enrolment._id, step: step.id, variant };
  const asked = {
    id: draftId,
    candidateId: candidate._id,
    requester: sequence.owner,
    request,
    sequence: mark,
  };
  if (step.kind === 'draft') {
    const requested = await requestDraft(deps.outreach, { ...asked, deliveryId: draftId });
    if (requested.outcome === 'refused') return stopEnrolment(deps, enrolment._id, 'not allowed', 'rekindle');
    await writeDraft(deps.outreach, draftId);
  } else {
    const subject = fillIn(text.subject, candidate, sequence.owner.name);
    const body = fillIn(text.message, candidate, sequence.owner.name);
    // Hot people get a person, whatever was ticked; so does a text with a gap.
    const byItself =
      step.withoutApproval !== null &&
      deps.outreach.people.temperature(candidate) !== 'hot' &&
      subject.missing.length + body.missing.length === 0;
    const draft = await placeDraft(deps.outreach, {
      ...asked,
      text: { subject: subject.text, body: body.text },
      template: `${text.subject}\n${text.message}`,
      approvedBy: byItself ? step.withoutApproval : null,
      note: `Step ${work.place + 1} of the sequence “${sequence.name}”.`,
    });
    if (draft?.state === 'approved') await sendDraft(deps.outreach, draftId);
    else await deps.outreach.show(draftId);
  }
  return move(work, {
    state: 'waiting',
    step: step.id,
    place: work.place,
    nextAt: new Date(deps.outreach.clock.now().getTime() + (step.withoutApproval ? SOON_MS : LOOK_AGAIN_MS)),
    putOff: null,
  });
}
