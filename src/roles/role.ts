import { z } from 'zod';
import { SENIORITIES } from '#candidates/candidate.ts';
import { wordsOf } from '#candidates/search-words.ts';

export const ROLE_STATES = {
  expected: 'Expected',
  open: 'Open',
  'on hold': 'On hold',
  closed: 'Closed',
} as const;
export type RoleState = keyof typeof ROLE_STATES;

export const OUTCOMES = { hired: 'Hired', cancelled: 'Cancelled' } as const;
export type Outcome = keyof typeof OUTCOMES;

export const MOST_MUST_HAVES = 10;
export const MOST_NICE_TO_HAVES = 15;
/** Characters of a title, and of a job description that is kept; what is pasted may be longer and is cut for reading. */
export const MOST_TITLE = 150;
export const MOST_DESCRIPTION = 3_000;

/** What a hire through a referral brings the colleague who referred. */
export const bonusSchema = z.object({
  amount: z.number().int().positive().max(1_000_000),
  /** ISO 4217. */
  currency: z.string().length(3),
  /** Days after the hire on which it is due. */
  afterDays: z.number().int().min(0).max(730),
});
export type Bonus = z.infer<typeof bonusSchema>;

/** What people are ranked by; nothing else of a role is. */
export const criteriaSchema = z.object({
  title: z.string(),
  /** Canonical names of skills. */
  mustHave: z.array(z.string()).max(MOST_MUST_HAVES),
  niceToHave: z.array(z.string()).max(MOST_NICE_TO_HAVES),
  seniority: z.enum(SENIORITIES).nullable(),
  location: z.string().nullable(),
  remote: z.boolean(),
});
export type Criteria = z.infer<typeof criteriaSchema>;

/** An opening or an expected opening, in the collection `roles`. */
export interface Role extends Criteria {
  _id: string;
  /** The title as it is looked up; unique among those that aren't closed. */
  key: string;
  state: RoleState;
  /** How it was closed; null while it isn't. */
  outcome: Outcome | null;
  /** Slack user id of the recruiter who looks after it. */
  owner: string;
  /** Slack user id; null: nobody is asked. */
  hiringManager: string | null;
  /** Slack channel in which matches are posted; null: the owner's direct messages. */
  channel: string | null;
  description: string;
  bonus: Bonus | null;
  /** How many ready people an expected role wants, and the pool in which they gather. */
  target: number | null;
  pool: string | null;
  /** When as many people as are wanted were ready for an expected role; missing: not yet. */
  gatheredAt?: Date;
  /** Candidates who were hired for it. */
  hired: string[];
  /** What closing it still has to do; missing or null: nothing. */
  closing?: Closing | null;
  /** Rises when what is ranked by changes: matches are looked for anew. */
  criteriaRevision: number;
  /** The revision for which matches were last posted; null: never. */
  rankedRevision: number | null;
  /** Who was added has been looked through up to here. */
  lookedAt: Date;
  /** When the last nightly look at everybody was. */
  nightAt: Date;
  revision: number;
  openedAt: Date | null;
  closedAt: Date | null;
  createdAt: Date;
}

/** What closing a role brings about, planned at once and then worked off. */
export interface Closing {
  hired: string[];
  /** Who becomes a silver medalist. */
  medalists: string[];
  /** Id of the sequence in which they are enrolled; null: none. */
  sequence: string | null;
  by: string;
  at: Date;
}

/** Titles are compared without regard to case, accents and spaces. */
export function roleKey(title: string): string {
  return wordsOf(title).join(' ');
}

/** What people are ranked by. */
export function criteriaOf({ title, mustHave, niceToHave, seniority, location, remote }: Role): Criteria {
  return { title, mustHave, niceToHave, seniority, location, remote };
}

/** Whether people are still looked for. */
export function isLooking({ state }: Pick<Role, 'state'>): boolean {
  return state === 'open' || state === 'expected';
}
