import type { Candidate } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import type { NurtureDeps } from './deps.ts';
import type { Enrolment } from './enrolment.ts';
import type { Sequence, Step } from './sequence.ts';

/** Touchpoints that are looked at: more than anybody causes in the weeks that count. */
export const HISTORY = 200;

/** One enrolment that a sweep has claimed, with what its step is decided by. */
export interface Work {
  deps: NurtureDeps;
  sequence: Sequence;
  enrolment: Enrolment;
  candidate: Candidate;
  /** Newest first; empty when nothing has happened since they were enrolled. */
  history: Touchpoint[];
  claim: string;
}
export type StepWork = Work & { step: Step; place: number };

/** Not now, and why. */
export function putOff(work: Work, nextAt: Date, why: string): Promise<boolean> {
  return move(work, { nextAt, putOff: why });
}

/** @returns see `move` of the store */
export function move(
  { deps, enrolment, claim }: Work,
  set: Partial<Enrolment>,
  done?: Enrolment['history'][number],
): Promise<boolean> {
  return deps.enrolments.move(enrolment._id, claim, set, done);
}
