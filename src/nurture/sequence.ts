import { z } from 'zod';

/** What a step does. */
export const STEP_KINDS = {
  message: 'Message from a template',
  draft: 'Message drafted by the model',
  task: 'Task for the owner',
  wait: 'Wait until they engage',
} as const;
export type StepKind = keyof typeof STEP_KINDS;

export const MOST_STEPS = 20;
export const MOST_DAYS = 365;
/** Characters. */
export const MOST_NAME = 80;
export const MOST_AUDIENCE = 300;
/** Characters of a template. */
export const MOST_SUBJECT = 150;
export const MOST_MESSAGE = 2_800;

const textSchema = z.object({ subject: z.string().max(MOST_SUBJECT), message: z.string().max(MOST_MESSAGE) });

export const stepSchema = z.object({
  /** Lives as long as the step: whoever is at it stays at it, wherever it is moved. */
  id: z.string(),
  kind: z.enum(Object.keys(STEP_KINDS) as [StepKind, ...StepKind[]]),
  /** Working days after the step before, or after the enrolment; for `wait`, how long at most. */
  delayDays: z.number().int().min(0).max(MOST_DAYS),
  /**
   * One text, or two that are compared. `message`: a Liquid template; `draft`: what to mention; `task`: what to do; `wait`:
   * none.
   */
  variants: z.array(textSchema).min(1).max(2),
  /** Who ticked that it goes out without approval; null: a person approves each one. */
  withoutApproval: z.string().nullable(),
});
export type Step = z.infer<typeof stepSchema>;

/** A series of timed steps, in the collection `sequences`. */
export interface Sequence {
  _id: string;
  name: string;
  /** The name as it is looked up; unique among those that aren't deleted. */
  key: string;
  /** For whom it is meant, in words. */
  audience: string;
  /** Slack user id, name and zone: messages are in their name, and they approve them. */
  owner: { id: string; name: string; timeZone: string };
  steps: Step[];
  /** Whoever becomes as warm as this leaves: a person takes over. */
  stopAt: 'hot' | 'warm' | null;
  state: 'active' | 'paused';
  revision: number;
  createdBy: string;
  createdAt: Date;
  deletedAt: Date | null;
}

/** Names are compared without regard to case and spaces. */
export function sequenceKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** The step behind one; null behind the last. A step that was removed sends to the first that is left at its place. */
export function stepAfter(
  steps: readonly Step[],
  id: string | null,
  place: number,
): { step: Step; place: number } | null {
  const at = id === null ? -1 : steps.findIndex((step) => step.id === id);
  const next = at >= 0 || id === null ? at + 1 : Math.min(place, steps.length);
  const step = steps[next];
  return step ? { step, place: next } : null;
}
