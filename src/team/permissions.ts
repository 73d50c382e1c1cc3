import type { Role } from './role.ts';

/** Everything that can be asked for, and which roles may do it: the one table (product.md section 1). */
export const PERMISSIONS = {
  /** See and change candidates, their history and their tags. */
  candidates: ['admin', 'recruiter'],
  /** See the limited card of people who were shared with one; recruiters see the whole card of everybody. */
  'shared candidates': ['admin', 'recruiter', 'hiring manager'],
  /** Put somebody forward, and see what became of one's own referrals. */
  refer: ['admin', 'recruiter', 'hiring manager', 'member'],
  /** See the bonuses of referrals, mark them as paid, take them out as a file. */
  bonuses: ['admin', 'recruiter'],
  /** Take people in from a file. */
  import: ['admin', 'recruiter'],
  /** Take people out as a file. */
  export: ['admin', 'recruiter'],
  /** See, make, change and fill pools. */
  pools: ['admin', 'recruiter'],
  /** Make events, and check people in. */
  events: ['admin', 'recruiter'],
  /** Draft, approve and send messages. */
  outreach: ['admin', 'recruiter'],
  /** Make sequences, and put people into them. */
  nurture: ['admin', 'recruiter'],
  /** Open, change and close roles, and decide who is on the shortlist. */
  roles: ['admin', 'recruiter'],
  /** Say yes or no to a match; that it is the role's own hiring manager is checked where it is said. */
  'role word': ['admin', 'recruiter', 'hiring manager'],
  /** Decide about messages: recruiters about all, everybody about what goes out in their own name. */
  decide: ['admin', 'recruiter', 'hiring manager', 'member'],
  /** Erase a person for good. */
  erase: ['admin'],
  /** See and set what is kept for how long. */
  privacy: ['admin'],
  /** Set what counts how much, and how often people are written to. */
  settings: ['admin'],
  /** See how often people of each group were selected. */
  fairness: ['admin'],
  /** See who has changed what. */
  audit: ['admin'],
  /** See and change who is in the team. */
  team: ['admin'],
  /** `/rekindle`: what is set up; its details are for admins, which is decided where they are shown. */
  status: ['admin', 'recruiter', 'hiring manager', 'member'],
  /** App Home and direct messages to the app. */
  home: ['admin', 'recruiter', 'hiring manager', 'member'],
} as const satisfies Record<string, readonly Role[]>;

export type PermissionName = keyof typeof PERMISSIONS;

/**
 * Which roles may do something; none for what is not in the table.
 * @param need a permission's name
 */
export function rolesFor(need: string): readonly Role[] {
  return Object.hasOwn(PERMISSIONS, need) ? PERMISSIONS[need as PermissionName] : [];
}

/** Whether a role may do something. What is not in the table nobody may do. */
export function may(role: string, need: string): boolean {
  const allowed: readonly string[] = rolesFor(need);
  return allowed.includes(role);
}
