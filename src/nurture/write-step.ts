import type { DraftRequest } from '#outreach/draft.ts';
import { placeDraft } from '#outreach/drafting/place-draft.ts';
import { requestDraft } from '#outreach/drafting/request-draft.ts';
import { writeDraft } from '#outreach/drafting/write-draft.ts';
import { AUTOMATIC_ANSWER } from '#outreach/inbound/receive.ts';
import { OUT_OF_HOURS } from '#outreach/permission/permission.ts';
import { inWords } from '#outreach/permission/reason.ts';
import { standing } from '#outreach/permission/standing.ts';
import { sendDraft } from '#outreach/sending/send.ts';
import { stopEnrolment } from './enrol.ts';
import { stepDraftId, variantFor } from './enrolment.ts';
import { fillIn } from './template.ts';
import { HISTORY, move, putOff, type StepWork } from './work.ts';
import { isAtWork, workingDaysLater } from './working-days.ts';

const DAY_MS = 86_400_000;
/** How often a draft that waits for a person is looked after; one that goes out by itself, sooner. */
export const LOOK_AGAIN_MS = 15 * 60_000;
const SOON_MS = 60_000;
/** Nobody is written to by sequences within a week of any message, and not while they are away. */
const APART_DAYS = 7;

/** When a message may go out after all; null: now. */
async function whenAllowed(
  work: StepWork,
): Promise<{ at: Date; why: string } | null | 'not allowed' | 'answered'> {
  const { deps, candidate, sequence, enrolment } = work;
  const history = await deps.outreach.people.history(candidate._id, HISTORY);
  // The claim may be some seconds old: whoever has answered since is not written to.
  const isAnswer = ({ kind, at }: (typeof history)[number]) =>
    (kind === 'replied' || kind === 'inbound message') && at > enrolment.startedAt;
  if (history.some(isAnswer)) return 'answered';
  const now = deps.outreach.clock.now();
  const found = await standing(deps.outreach, candidate._id, 'email', {
    requester: sequence.owner,
    draftId: null,
  });
  if (!found || found.permission.hard.length > 0) return 'not allowed';
  const later = (days: number, from = now) =>
    workingDaysLater(new Date(from.getTime() + days * DAY_MS), 0, candidate.place);
  const away = history.find(({ kind, note }) => kind === 'status' && note === AUTOMATIC_ANSWER);
  if (away && now.getTime() - away.at.getTime() < APART_DAYS * DAY_MS)
    return { at: later(APART_DAYS, away.at), why: 'They are away, by an automatic answer.' };
  const written = history.find(({ kind }) => kind === 'message sent');
  if (written && now.getTime() - written.at.getTime() < APART_DAYS * DAY_MS)
    return { at: later(APART_DAYS, written.at), why: 'They were written to less than a week ago.' };
  if (candidate.snoozedUntil && candidate.snoozedUntil > now)
    return { at: later(0, candidate.snoozedUntil), why: 'They are snoozed.' };
  const soft = found.permission.soft.filter(({ id }) => id !== OUT_OF_HOURS);
  if (soft.length > 0) return { at: later(1), why: inWords(soft) };
  if (!isAtWork(now, candidate.place))
    return { at: workingDaysLater(now, 0, candidate.place), why: 'It is outside working hours there.' };
  return null;
}

/** A step that writes: by template or model, at the time that permission allows. */
export async function write(work: StepWork): Promise<boolean> {
  const { deps, sequence, enrolment, candidate, step } = work;
  const draftId = stepDraftId(enrolment._id, step.id);
  // A process that died may have got so far already.
  if (!(await deps.outreach.drafts.byId(draftId))) {
    const allowed = await whenAllowed(work);
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
