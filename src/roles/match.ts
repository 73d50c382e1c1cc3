/** What was decided about somebody for a role; `proposed` until then. */
export const MATCH_STATES = ['proposed', 'shortlisted', 'not a fit', 'silver medalist', 'hired'] as const;
export type MatchState = (typeof MATCH_STATES)[number];

/** How somebody came to be looked at for a role. */
export const MATCH_ORIGINS = ['ranking', 'arrival', 'referral', 'by hand'] as const;
export type MatchOrigin = (typeof MATCH_ORIGINS)[number];

/** Why somebody was proposed, as it was shown. */
export interface Reasons {
  /** Sentences of what speaks for them now, the weightiest first. */
  speaksFor: string[];
  /** What was asked for and is missing or not known. */
  lacks: string[];
}

/** One candidate proposed for one role, in the collection `matches`. Kept: a decision about a person stays explainable. */
export interface Match {
  /** `ROLE:CANDIDATE`. */
  _id: string;
  role: string;
  candidateId: string;
  origin: MatchOrigin;
  /** 0 to 100 when they were last shown; null: ranking is off, or nobody was ranked. */
  score: number | null;
  reasons: Reasons;
  state: MatchState;
  /** Who decided, when, and why not (one of NOT_A_FIT, and words of theirs); null while nobody has. */
  decided: { by: string; at: Date; why: string | null; note?: string | null } | null;
  /** What the hiring manager said, and when they were asked; null: not asked. */
  manager: ManagerWord | null;
  /** True until the role's people have been told of somebody who came after its matches were posted. */
  untold?: true;
  /** The list of arrivals that they were taken for, until they stand in it. */
  arrivalList?: string;
  /** The batch of drafts by which they were written to about it. */
  batch?: { id: string; by: string; at: Date };
  /** Since when something that a decision brings about is still to be done; missing: nothing is. */
  due?: Date;
  firstShownAt: Date;
  lastShownAt: Date;
}

/** Reasons to pick from; what a recruiter writes beside it stays with the recruiters. */
export const NOT_A_FIT = [
  'Lacks a must-have',
  'Too junior',
  'Too senior',
  'Wrong place',
  'Not looking',
  'Spoken to already',
  'Other',
] as const;

/** What the hiring manager says about somebody. */
export interface ManagerWord {
  askedAt: Date;
  /** Messages in which they are asked. */
  messages?: { channelId: string; ts: string }[];
  says: 'yes' | 'no' | null;
  /** Slack user id of who said it. */
  by?: string;
  at: Date | null;
  /** When somebody took it to tell the recruiter; who hasn't done it long after counts as dead. */
  tellingAt?: Date | null;
  /** When the recruiter had been told. */
  toldAt?: Date | null;
}

export function matchId(role: string, candidateId: string): string {
  return `${role}:${candidateId}`;
}
