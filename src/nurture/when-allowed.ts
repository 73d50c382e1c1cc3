import type { Candidate } from '#candidates/candidate.ts';
import type { StepPermission } from '#outreach/deps.ts';
import type { Draft } from '#outreach/draft.ts';
import { AUTOMATIC_ANSWER } from '#outreach/inbound/receive.ts';
import { DAILY_CAP, OUT_OF_HOURS } from '#outreach/permission/permission.ts';
import { inWords } from '#outreach/permission/reason.ts';
import { standing } from '#outreach/permission/standing.ts';
import type { NurtureDeps } from './deps.ts';
import { type Enrolment, STOPS } from './enrolment.ts';
import type { Sequence } from './sequence.ts';
import { whyStop } from './why-stop.ts';
import { HISTORY } from './work.ts';
import { isAtWork, whereIs, workingDaysLater } from './working-days.ts';

const DAY_MS = 86_400_000;
/** Nobody is written to by sequences within a week of any message, and not while they are away. */
const APART_DAYS = 7;

type Deps = Pick<NurtureDeps, 'enrolments' | 'sequences'> & {
  outreach: Pick<NurtureDeps['outreach'], 'people' | 'clock' | 'drafts' | 'sender' | 'writing'>;
};

/** When a message may go out after all; null: now. @param about.draftId the message itself, once it is a draft */
export async function whenAllowed(
  { outreach }: Pick<Deps, 'outreach'>,
  about: { candidate: Candidate; sequence: Sequence; enrolment: Enrolment; draftId: string | null },
): Promise<{ at: Date; why: string } | null | 'not allowed' | 'answered'> {
  const { candidate, sequence, enrolment, draftId } = about;
  const history = await outreach.people.history(candidate._id, HISTORY);
  // The claim may be some seconds old: whoever has answered since is not written to.
  const isAnswer = ({ kind, at }: (typeof history)[number]) =>
    (kind === 'replied' || kind === 'inbound message') && at > enrolment.startedAt;
  if (history.some(isAnswer)) return 'answered';
  const now = outreach.clock.now();
  const found = await standing(outreach, candidate._id, 'email', { requester: sequence.owner, draftId });
  if (!found || found.permission.hard.length > 0) return 'not allowed';
  const place = whereIs(candidate, sequence);
  const later = (days: number, from = now) =>
    workingDaysLater(new Date(from.getTime() + days * DAY_MS), 0, place);
  const away = history.find(({ kind, note }) => kind === 'status' && note === AUTOMATIC_ANSWER);
  if (away && now.getTime() - away.at.getTime() < APART_DAYS * DAY_MS)
    return { at: later(APART_DAYS, away.at), why: 'They are away, by an automatic answer.' };
  const written = found.lastWrittenAt;
  if (written && now.getTime() - written.getTime() < APART_DAYS * DAY_MS)
    return { at: later(APART_DAYS, written), why: 'They were written to less than a week ago.' };
  if (candidate.snoozedUntil && candidate.snoozedUntil > now)
    return { at: later(0, candidate.snoozedUntil), why: 'They are snoozed.' };
  const soft = found.permission.soft.filter(
    // In the moment of sending, the day is counted by its own slots.
    ({ id }) => id !== OUT_OF_HOURS && !(draftId && id === DAILY_CAP),
  );
  if (soft.length > 0) return { at: later(1), why: inWords(soft) };
  if (!isAtWork(now, place))
    return { at: workingDaysLater(now, 0, place), why: 'It is outside working hours there.' };
  return null;
}

/**
 * Asked in the moment before a message of a sequence goes out: much may have happened since it was drafted or approved. Whoever
 * approved it by hand has decided about the time; that its person is still in the sequence holds for all.
 */
export async function maySendStep(deps: Deps, draft: Draft): Promise<StepPermission | null> {
  const { outreach } = deps;
  const enrolment = draft.sequence ? await deps.enrolments.byId(draft.sequence.enrolment) : null;
  const sequence = enrolment && (await deps.sequences.byId(enrolment.sequence));
  const candidate = await outreach.people.byId(draft.candidateId);
  if (!enrolment || !sequence || !candidate) return ended('gone');
  if (enrolment.state === 'stopped') return ended(enrolment.stop ?? 'gone');
  const history = await outreach.people.history(candidate._id, HISTORY);
  const stop = whyStop(deps, sequence, enrolment, candidate, history);
  if (stop) return ended(stop);
  if (!draft.approval?.byItself) return null;
  const now = outreach.clock.now();
  if (enrolment.state === 'paused' || sequence.state === 'paused')
    return { later: workingDaysLater(now, 1, whereIs(candidate, sequence)) };
  if (outreach.people.temperature(candidate) === 'hot')
    return { ask: 'They are hot by now: a person decides what they are written.' };
  const allowed = await whenAllowed(deps, { candidate, sequence, enrolment, draftId: draft._id });
  if (typeof allowed === 'string') return ended(allowed);
  return allowed && { later: allowed.at };
}

function ended(stop: keyof typeof STOPS): StepPermission {
  return { ended: `The sequence has ended for them: ${STOPS[stop]}.` };
}
