import { randomUUID } from 'node:crypto';
import type { Candidate } from '#candidates/candidate.ts';
import { atOnce } from '#platform/at-once.ts';
import type { NurtureDeps } from './deps.ts';
import { stopEnrolment } from './enrol.ts';
import { type Enrolment, stepDraftId, variantFor } from './enrolment.ts';
import { type Sequence, stepAfter } from './sequence.ts';
import { whyStop } from './why-stop.ts';
import { HISTORY, move, putOff, type StepWork, type Work } from './work.ts';
import { isAtWork, whereIs, workingDaysLater } from './working-days.ts';
import { LOOK_AGAIN_MS, write } from './write-step.ts';

/** Of one sequence at a time, so that a large one doesn't keep the others waiting. */
const CLAIMED = 200;
const AT_ONCE = 100;
/** Where a model drafts: more questions at a time than this only wait for each other. */
const DRAFTED_AT_ONCE = 20;
/** Longer than drafting by a model takes. */
const LEASE_MS = 120_000;
const DAY_MS = 86_400_000;

/**
 * Takes every enrolment on whose step is due, fairly over the sequences. What a process that died had claimed is taken
 * up when its lease ends; a step that had begun finds its draft there.
 */
export async function sweepEnrolments(deps: NurtureDeps, stopping?: AbortSignal): Promise<void> {
  for (;;) {
    const now = deps.outreach.clock.now();
    let worked = 0;
    for (const id of await deps.enrolments.sequencesDue(now)) {
      if (stopping?.aborted) return;
      const sequence = await deps.sequences.byId(id);
      const claim = `${deps.outreach.processId}:${randomUUID()}`;
      const until = new Date(now.getTime() + LEASE_MS);
      const claimed = await deps.enrolments.claimDue(id, claim, now, until, CLAIMED);
      const people = new Map(
        (await deps.outreach.people.byIds([...new Set(claimed.map(({ candidateId }) => candidateId))])).map(
          (one) => [one._id, one],
        ),
      );
      const held = sequence && claimed.length > 0 ? await whyHeld(deps, sequence) : null;
      const asksModel = sequence?.steps.some(({ kind }) => kind === 'draft') ?? false;
      await atOnce(claimed, asksModel ? DRAFTED_AT_ONCE : AT_ONCE, async (enrolment) => {
        if (stopping?.aborted) return;
        try {
          if (await takeOn(deps, sequence, enrolment, { people, claim, held })) worked++;
        } catch (error) {
          deps.outreach.logger.error(
            { err: error, enrolmentId: enrolment._id },
            'a step of a sequence failed',
          );
        }
      });
    }
    if (worked === 0) return;
  }
}

/** Why nobody in a sequence is taken on now; null: nothing stands in the way. Nothing goes out in the name of who has left. */
async function whyHeld(deps: NurtureDeps, { state, owner }: Sequence): Promise<string | null> {
  if (state === 'paused') return 'The sequence is paused.';
  try {
    return (await deps.outreach.colleague(owner.id))
      ? null
      : 'Its owner is not in this workspace any more: *Edit* names another one.';
  } catch (error) {
    deps.outreach.logger.warn({ err: error }, 'whether the owner of a sequence is there could not be asked');
    return null;
  }
}

/** @returns whether it moved; what stays due is left to the next sweep */
async function takeOn(
  deps: NurtureDeps,
  sequence: Sequence | null,
  enrolment: Enrolment,
  { people, claim, held }: { people: ReadonlyMap<string, Candidate>; claim: string; held: string | null },
): Promise<boolean> {
  const candidate =
    people.get(enrolment.candidateId) ?? (await deps.outreach.people.byId(enrolment.candidateId));
  if (!sequence || !candidate) return stopEnrolment(deps, enrolment._id, 'gone', 'rekindle');
  // Most people have done nothing since: their history is read only when something has happened, or is to be written.
  const { lastAt } = candidate.engagement;
  const history =
    lastAt !== null && lastAt > enrolment.startedAt
      ? await deps.outreach.people.history(candidate._id, HISTORY)
      : [];
  const stop = whyStop(deps, sequence, enrolment, candidate, history);
  if (stop) return stopEnrolment(deps, enrolment._id, stop, 'rekindle');
  const work = { deps, sequence, enrolment, candidate, history, claim };
  if (held) return putOff(work, new Date(deps.outreach.clock.now().getTime() + DAY_MS), held);
  if (enrolment.state === 'waiting') return lookAfterDraft(work);
  // The step may have been moved or removed since: then what stands at its place is next.
  const here = sequence.steps.findIndex(({ id }) => id === enrolment.step);
  const done = new Set(enrolment.history.map((one) => one.step));
  const place =
    here >= 0 ? here : sequence.steps.findIndex(({ id }, at) => at >= enrolment.place && !done.has(id));
  const step = sequence.steps[place];
  if (!step) return finish(work);
  const next = { ...work, step, place };
  return here >= 0 ? runStep(next) : inItsPlace(next);
}

/** What stands in the place of a step that was removed has a delay of its own, counted from what was done last. */
function inItsPlace(work: StepWork): Promise<boolean> {
  const { deps, sequence, enrolment, candidate, step, place } = work;
  const begun = enrolment.history.at(-1)?.at ?? enrolment.startedAt;
  const days = step.kind === 'wait' ? 0 : step.delayDays;
  const due = workingDaysLater(begun, days, whereIs(candidate, sequence));
  if (due <= deps.outreach.clock.now()) return runStep(work);
  return move(work, { step: step.id, place, nextAt: due, putOff: 'The step before it was taken out.' });
}

async function runStep(work: StepWork): Promise<boolean> {
  const { deps, sequence, enrolment, candidate, step } = work;
  switch (step.kind) {
    case 'wait': {
      const now = deps.outreach.clock.now();
      const begun = enrolment.history.at(-1)?.at ?? enrolment.startedAt;
      const atMost = workingDaysLater(begun, step.delayDays, whereIs(candidate, sequence));
      const engaged = candidate.engagement.lastEngagedAt;
      if (now >= atMost || (engaged && engaged > begun)) return advance(work, null);
      const tomorrow = new Date(now.getTime() + DAY_MS);
      return putOff(work, tomorrow < atMost ? tomorrow : atMost, 'It waits until they engage.');
    }
    case 'task':
      if (!isAtWork(deps.outreach.clock.now(), { timeZone: sequence.owner.timeZone, country: null }))
        return putOff(
          work,
          workingDaysLater(deps.outreach.clock.now(), 0, {
            timeZone: sequence.owner.timeZone,
            country: null,
          }),
          'It waits for the owner’s working hours.',
        );
      await deps.tellTask({
        owner: sequence.owner.id,
        candidateId: candidate._id,
        sequence: sequence.name,
        text: step.variants[0]?.message ?? '',
      });
      return advance(work, null);
    case 'message':
    case 'draft':
      return write(work);
  }
}

/** What became of the draft of a step. */
async function lookAfterDraft(work: Work): Promise<boolean> {
  const { deps, sequence, enrolment } = work;
  const draft = await deps.outreach.drafts.byId(stepDraftId(enrolment._id, enrolment.step));
  const place = sequence.steps.findIndex(({ id }) => id === enrolment.step);
  const step = sequence.steps[place];
  const done = {
    ...work,
    place: place >= 0 ? place : enrolment.place - 1,
    step: step ?? {
      id: enrolment.step,
      kind: 'message' as const,
      delayDays: 0,
      variants: [],
      withoutApproval: null,
    },
  };
  switch (draft?.state) {
    case 'sent':
    case 'unclear':
    // Nobody wanted to send it: the sequence goes on without it.
    case 'discarded':
    case 'lapsed':
    case undefined:
      return advance(
        done,
        draft && draft.state !== 'discarded' && draft.state !== 'lapsed' ? draft._id : null,
      );
    default:
      return move(work, { nextAt: new Date(deps.outreach.clock.now().getTime() + LOOK_AGAIN_MS) }).then(
        () => false,
      );
  }
}

/** To the next step, its delay from now. */
async function advance(work: StepWork, draftId: string | null): Promise<boolean> {
  const { deps, sequence, enrolment, candidate, step, place } = work;
  const now = deps.outreach.clock.now();
  const done = {
    step: step.id,
    variant: variantFor(candidate._id, step.id, Math.max(1, step.variants.length)),
    at: now,
    draftId,
  };
  // A step that was moved behind this one since they did it isn't done again.
  const left = new Set([...enrolment.history.map((one) => one.step), step.id]);
  let next = stepAfter(sequence.steps, step.id, place + 1);
  while (next && left.has(next.step.id)) next = stepAfter(sequence.steps, next.step.id, next.place + 1);
  if (!next) return move(work, { state: 'done', endedAt: now, putOff: null }, done);
  // A wait ends early when they engage: it is looked at each day.
  const days = next.step.kind === 'wait' ? 0 : next.step.delayDays;
  const nextAt = workingDaysLater(now, days, whereIs(candidate, sequence));
  return move(
    { ...work, enrolment },
    { state: 'active', step: next.step.id, place: next.place, nextAt, putOff: null },
    done,
  );
}

function finish(work: Work): Promise<boolean> {
  return move(work, { state: 'done', endedAt: work.deps.outreach.clock.now() });
}
