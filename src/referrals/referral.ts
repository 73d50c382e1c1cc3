import type { Stage } from '#candidates/candidate.ts';

/** How somebody knows whom they refer. */
export const ACQUAINTANCES = [
  'We worked together',
  'We studied together',
  'Friend or family',
  'Met at an event',
  'I know their work',
  'I don’t know them personally',
] as const;

/** Whether the person knows that they are put forward. */
export const AWARENESS = { asked: 'Yes, they asked me to', yes: 'Yes', no: 'Not yet' } as const;
export type Awareness = keyof typeof AWARENESS;

export const REFERRAL_STATES = [
  'waiting',
  'accepted',
  'in process',
  'hired',
  'already known',
  'already referred',
  'declined',
  'withdrawn',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** States that follow what happens to the person. */
export const OPEN_STATES = ['waiting', 'accepted', 'in process'] as const satisfies ReferralState[];

/** Why a recruiter declines, as the referrer is told: nothing about the person. */
export const DECLINE_REASONS = {
  fit: 'Not a match for what is needed at the moment',
  filled: 'The role is filled or on hold',
  unknown: 'Too little to go on',
  ours: 'For reasons that stay with the recruiters',
} as const;
export type DeclineReason = keyof typeof DECLINE_REASONS;

/** What the referrer is told of, each once. */
export type News = ReferralState | 'process ended' | 'bonus due' | 'bonus paid' | 'bonus cancelled';
/** What is still to be done for a referral, in its order; a sweep takes up what a crash left. */
export type Owed = 'touchpoint' | 'ask' | 'apply' | 'show' | 'ask to pay' | `tell ${News}`;

/** A message of ours that names the person. */
export interface Posted {
  what: Owed;
  /** Slack user or channel id that it was sent to. */
  to: string;
  channelId: string;
  ts: string;
}

/** What a hire brings the referrer, copied from the role at the hire. */
export interface ReferralBonus {
  amount: number;
  /** ISO 4217. */
  currency: string;
  afterDays: number;
  /** One bonus a person: unique while it counts; null when cancelled, or once the person was erased. */
  candidateId: string | null;
  hiredAt: Date;
  dueAt: Date;
  state: 'coming' | 'due' | 'paid' | 'cancelled';
  paid: { by: string; at: Date } | null;
}

/** A candidate put forward by a colleague, in the collection `referrals`. */
export interface Referral {
  /** Derived from the submission: the same one twice is kept once. */
  _id: string;
  /** Null once the person was erased. */
  candidateId: string | null;
  /** Slack user id of who refers. */
  by: string;
  at: Date;
  acquaintance: (typeof ACQUAINTANCES)[number] | null;
  /** The role's id and title; an id of null with a title is a job that nobody has opened here. */
  roleId: string | null;
  role: string | null;
  /** `PERSON:ROLE`, unique: there while this is the referral that counts for them. */
  first?: string;
  /** Whether the candidate may be told who referred them. */
  mayMention: boolean;
  /** What the referrer said of the person's consent. */
  awareness: Awareness;
  note: string | null;
  /** Whether they were known here before. */
  wasKnown: boolean;
  state: ReferralState;
  stateAt: Date;
  decided: { by: string; at: Date; why: DeclineReason | null; note: string | null } | null;
  acceptedAt?: Date;
  hiredAt?: Date;
  bonus?: ReferralBonus;
  /** Who is to decide: Slack user ids, or EVERYBODY. */
  asked: string[];
  messages: Posted[];
  owed: Owed[];
  /** There while something is owed. */
  owedSince?: Date;
  /** Who does what is owed, and how long nobody else does; `by` names one attempt. */
  lease: { by: string; until: Date } | null;
}

/** All recruiters. */
export const EVERYBODY = '*';

/** Whether a referral is the one that counts for its person and role. */
export function counts({ state }: Pick<Referral, 'state'>): boolean {
  return state === 'hired' || OPEN_STATES.some((one) => one === state);
}

/** Whether the ATS owns the conversation. */
export function isInProcess(stage: Stage): boolean {
  return stage === 'applied' || stage === 'interviewing';
}

/**
 * Which state follows from where the person stands now; null: it stays. Only open referrals follow, and a hire that is
 * taken back before its bonus is due.
 */
export function stateAfter({ state }: Pick<Referral, 'state'>, stage: Stage): ReferralState | null {
  const next = isInProcess(stage) ? 'in process' : stage === 'hired' ? 'hired' : null;
  if (state === 'hired' && stage === 'alumni') return null;
  if (next !== null) return next === state ? null : next;
  return state === 'in process' || state === 'hired' ? 'accepted' : null;
}
