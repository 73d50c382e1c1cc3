import type { Criteria } from './role.ts';

/** People whom one message shows; each takes two of Slack's fifty blocks. */
export const SHOWN_AT_ONCE = 20;

/** A message in Slack. */
export interface Place {
  channelId: string;
  ts: string;
}

/** A message that lists matches of a role, in the collection `role_posts`: it is shown again as things stand. */
export interface RolePost {
  /** `ROLE:CRITERIA:PAGE`: the same page is posted once. */
  _id: string;
  role: string;
  /** `arrivals`: people who came later; what they are is known, so nobody is ranked. */
  kind: 'ranking' | 'arrivals';
  /** The revision of the role's criteria that it answers. */
  criteria: number;
  /** From 0; **More** makes the next one. */
  page: number;
  /** Candidates in the order in which they are shown; null until they have been ranked. */
  shown: string[] | null;
  /** People who may not be written to, and why. */
  blocked: { candidateId: string; why: string }[];
  /** People who are being erased: the message no longer shows them. */
  leftOut?: string[];
  /** How many people seemed to fit; `isMore`: at least. */
  considered: number;
  isMore?: boolean;
  /** Whether there may be more people behind them. */
  hasMore: boolean;
  message: Place | null;
  /** Since when the message is behind what it should say; null: it says it. */
  due: Date | null;
  /** Rises with everything that the message has to follow. */
  revision: number;
  lease: { by: string; until: Date } | null;
  at: Date;
}

/** One run of the ranking, in the collection `rankings`: who was shown in which order, and by what. Kept for good. */
export interface RankingRun {
  /** That of the post. */
  _id: string;
  role: string;
  criteria: Criteria;
  /** The settings that were in force. */
  weights: unknown;
  considered: number;
  /** Whether it is certain that nobody with all must-haves who isn't shown scores more; missing in runs of earlier versions. */
  exact?: boolean;
  /** Ids in the order shown. */
  shown: string[];
  at: Date;
}

/** Of a list of arrivals: `ROLE:arrivals:LIST`. */
export function arrivalsId(role: string, list: string): string {
  return `${role}:arrivals:${list}`;
}

export function postId(role: string, criteria: number, page: number): string {
  return `${role}:${criteria}:${page}`;
}
