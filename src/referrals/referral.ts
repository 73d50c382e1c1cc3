/** How somebody knows whom they refer. */
export const ACQUAINTANCES = [
  'We worked together',
  'We studied together',
  'Friend or family',
  'Met at an event',
  'I know their work',
  'I don’t know them personally',
] as const;

/** A candidate put forward by a colleague. */
export interface Referral {
  /** Derived from the submission: the same one twice is kept once. */
  _id: string;
  candidateId: string;
  /** Slack user id of who refers. */
  by: string;
  at: Date;
  acquaintance: (typeof ACQUAINTANCES)[number];
  /** For which job, in their words. */
  role: string | null;
  /** Whether the candidate may be told who referred them. */
  mayMention: boolean;
  note: string | null;
  /** `waiting` for a recruiter. */
  state: 'waiting';
  /** False until recruiters have been told; a sweep takes up what a crash left. */
  told: boolean;
}
