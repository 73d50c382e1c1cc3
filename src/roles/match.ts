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
  /** Who decided, when, and why not; null while nobody has. */
  decided: { by: string; at: Date; why: string | null } | null;
  /** What the hiring manager said, and when they were asked; null: not asked. */
  manager: { askedAt: Date; says: 'yes' | 'no' | null; at: Date | null } | null;
  /** True until the role's people have been told of somebody who came after its matches were posted. */
  untold?: true;
  firstShownAt: Date;
  lastShownAt: Date;
}

export function matchId(role: string, candidateId: string): string {
  return `${role}:${candidateId}`;
}
