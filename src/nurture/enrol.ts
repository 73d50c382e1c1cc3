import { randomUUID } from 'node:crypto';
import { recordAudit } from '#audit/record.ts';
import { idsOf } from '#candidates/candidate.ts';
import { DISCARDABLE } from '#outreach/deciding/decision.ts';
import { discard } from '#outreach/deciding/revise.ts';
import { inWords } from '#outreach/permission/reason.ts';
import { standing } from '#outreach/permission/standing.ts';
import type { NurtureDeps } from './deps.ts';
import { type Enrolment, type Stop, stepDraftId } from './enrolment.ts';
import type { Sequence } from './sequence.ts';
import { whereIs, workingDaysLater } from './working-days.ts';

export type Enrolled = 'enrolled' | 'already' | { refused: string };

/**
 * Puts somebody into a sequence; its first step is due after its delay.
 * @param chain workflow rules whose doing this is
 * @param origin the larger piece of work that it is part of: whom it has enrolled already counts as enrolled, and is
 * not enrolled again even when they have left since
 */
export async function enrol(
  deps: NurtureDeps,
  sequence: Sequence,
  candidateId: string,
  by: string,
  chain: readonly string[] = [],
  origin: Enrolment['origin'] = null,
): Promise<Enrolled> {
  const [first] = sequence.steps;
  if (!first) return { refused: 'The sequence has no step yet.' };
  const found = await standing(deps.outreach, candidateId, 'email', {
    requester: sequence.owner,
    draftId: null,
  });
  if (!found) return { refused: 'They are not there any more.' };
  if (found.permission.hard.length > 0) return { refused: inWords(found.permission.hard) };
  const { candidate } = found;
  // Somebody who was merged may be in it under another id.
  const ids = idsOf(candidate);
  if (origin && (await deps.enrolments.isFrom(ids, origin.cause))) return 'enrolled';
  const running = await deps.enrolments.running(ids);
  if (running.some((one) => one.sequence === sequence._id)) return 'already';
  const now = deps.outreach.clock.now();
  const enrolment: Enrolment = {
    _id: randomUUID().replaceAll('-', '').slice(0, 24),
    sequence: sequence._id,
    candidateId: candidate._id,
    by,
    ...(chain.length > 0 && { chain: [...chain] }),
    state: 'active',
    stop: null,
    step: first.id,
    place: 0,
    nextAt: workingDaysLater(now, first.kind === 'wait' ? 0 : first.delayDays, whereIs(candidate, sequence)),
    putOff: null,
    lease: null,
    history: [],
    startedAt: now,
    endedAt: null,
    origin,
    unnoted: true,
  };
  if (!(await deps.enrolments.insert(enrolment))) return 'already';
  await audit(deps, candidate._id, by, 'candidate enrolled', sequence.name);
  return 'enrolled';
}

/** Workflow rules whose doing an enrolment is; none for one that is gone. */
export async function chainOfEnrolment(
  deps: Pick<NurtureDeps, 'enrolments'>,
  id: string,
): Promise<readonly string[]> {
  return (await deps.enrolments.byId(id))?.chain ?? [];
}

/**
 * Takes somebody out, or ends it for a reason; a draft of its that hasn't gone out goes with it.
 * @returns false when it had ended
 */
export async function stopEnrolment(deps: NurtureDeps, id: string, stop: Stop, by: string): Promise<boolean> {
  const stopped = await deps.enrolments.stop(id, stop, deps.outreach.clock.now());
  if (!stopped) return false;
  const draft = await deps.outreach.drafts.byId(stepDraftId(id, stopped.step));
  if (draft && DISCARDABLE.includes(draft.state)) {
    const on = { draftId: draft._id, version: draft.version, by: 'rekindle', isRecruiter: true };
    await discard(deps.outreach, on);
  }
  await audit(deps, stopped.candidateId, by, 'enrolment stopped', stop);
  return true;
}

/**
 * Ends everything that somebody is in.
 * @returns ids of the drafts that wait for their next step
 */
export async function stopAll(
  deps: Pick<NurtureDeps, 'enrolments' | 'audit' | 'clock'>,
  candidateIds: readonly string[],
  stop: Stop,
): Promise<string[]> {
  const drafts: string[] = [];
  for (const { _id, candidateId, state, step } of await deps.enrolments.running(candidateIds)) {
    if (!(await deps.enrolments.stop(_id, stop, deps.clock.now()))) continue;
    if (state === 'waiting') drafts.push(stepDraftId(_id, step));
    await audit(deps, candidateId, 'rekindle', 'enrolment stopped', stop);
  }
  return drafts;
}

/** Holds somebody where they are, or lets them go on: at once if their next step fell due meanwhile, else when it does. */
export async function pauseEnrolment(
  deps: NurtureDeps,
  id: string,
  paused: boolean,
  by: string,
): Promise<boolean> {
  const done = await deps.enrolments.pause(id, paused);
  const enrolment = done ? await deps.enrolments.byId(id) : null;
  if (enrolment)
    await audit(deps, enrolment.candidateId, by, paused ? 'enrolment paused' : 'enrolment resumed', '');
  return done;
}

function audit(
  deps: Pick<NurtureDeps, 'audit' | 'clock'>,
  candidateId: string,
  by: string,
  action: string,
  what: string,
) {
  return recordAudit(deps, {
    by,
    action,
    subject: `candidate:${candidateId}`,
    before: null,
    after: what ? { what } : null,
    surface: 'nurture',
  });
}
