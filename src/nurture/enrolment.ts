import { createHash } from 'node:crypto';

/** Why an enrolment ended before its last step. */
export const STOPS = {
  answered: 'they answered',
  'opted out': 'they opted out',
  bounced: 'an e-mail came back',
  applied: 'they applied',
  hired: 'they were hired',
  warm: 'they are warm enough: a person takes over',
  left: 'somebody took them out',
  gone: 'they or the sequence are not there any more',
  'not allowed': 'they may not be written to',
} as const;
export type Stop = keyof typeof STOPS;

/** One person in one sequence, in the collection `enrolments`. */
export interface Enrolment {
  _id: string;
  sequence: string;
  candidateId: string;
  /** Slack user id, or `rule:ID`. */
  by: string;
  /** Workflow rules whose doing this is, so that what its messages cause doesn't set them off again. */
  chain?: string[];
  /**
   * `active`: its next step is due at `nextAt`; `waiting`: a draft waits for a person, looked after at `nextAt`; `paused`: by
   * hand; `done` and `stopped` are ends.
   */
  state: 'active' | 'waiting' | 'paused' | 'done' | 'stopped';
  stop: Stop | null;
  /** The step that is next (or whose draft waits), and where it stood. */
  step: string;
  place: number;
  nextAt: Date;
  /** Why it was put off the last time, in words; null: it wasn't. */
  putOff: string | null;
  lease: { by: string; until: Date } | null;
  /** What has been done: which step, which variant, when, and the draft. */
  history: { step: string; variant: number; at: Date; draftId: string | null }[];
  startedAt: Date;
  endedAt: Date | null;
  /**
   * The larger piece of work that it is part of, and the pool from whose page or by whose rule it came; null or missing:
   * somebody enrolled this one person.
   */
  origin?: { cause: string; pool: string | null } | null;
  /** True until it is known whether it re-engages somebody (reengagement/note.ts); missing afterwards. */
  unnoted?: true;
}

/** States in which it takes up its place: nobody is twice in one sequence at a time. */
export const RUNNING = ['active', 'waiting', 'paused'] as const satisfies Enrolment['state'][];

/** Which variant somebody gets: always the same one, and half of the people each. */
export function variantFor(candidateId: string, stepId: string, variants: number): number {
  const [byte = 0] = createHash('sha256').update(`${stepId}:${candidateId}`).digest();
  return byte % variants;
}

/** The draft of a step: the same one however often the step is taken up. */
export function stepDraftId(enrolmentId: string, stepId: string): string {
  return createHash('sha256').update(`enrolment:${enrolmentId}:${stepId}`).digest('hex').slice(0, 24);
}
