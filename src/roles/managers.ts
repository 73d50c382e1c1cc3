import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { roleOf } from '#team/actor.ts';
import { setRole } from '#team/members.ts';
import type { RolesDeps } from './deps.ts';
import { matchId } from './match.ts';
import type { Role } from './role.ts';

/** Roles of one hiring manager, and people of them, that are looked through. */
const MOST_ROLES = 200;
const MOST_PEOPLE = 500;

/**
 * Whether somebody can be put down as hiring manager.
 * @returns why not, in words; null: they can
 */
export async function wrongManager(
  deps: Pick<RolesDeps, 'lookUp'>,
  userId: string | null,
): Promise<string | null> {
  if (userId === null) return null;
  const person = await deps.lookUp(userId);
  return !person || person.outsider ? 'Guests, bots and deactivated people can’t be hiring managers.' : null;
}

/**
 * Who is put down on a role and is a member so far becomes a hiring manager in the team; admins and recruiters keep
 * what they are.
 * @returns whether it is news for them
 */
export async function nameHiringManager(
  deps: RolesDeps,
  userId: string | null,
  by: string,
): Promise<boolean> {
  if (userId === null || (await roleOf(deps, userId)) !== 'member') return false;
  const change = await setRole(deps, { userId, role: 'hiring manager', by });
  return change.done && change.before !== 'hiring manager';
}

/** Newest first. */
export function rolesOfManager(deps: Pick<RolesDeps, 'roles'>, userId: string): Promise<Role[]> {
  return deps.roles.ofHiringManager(userId, MOST_ROLES);
}

/** Ids of the people who were shown for a hiring manager's roles, the last shown first. */
export async function shownToManager(
  deps: Pick<RolesDeps, 'roles' | 'matches'>,
  userId: string,
): Promise<string[]> {
  const roles = await rolesOfManager(deps, userId);
  const matches = await deps.matches.ofRoles(
    roles.map(({ _id }) => _id),
    MOST_PEOPLE,
  );
  return [...new Set(matches.map(({ candidateId }) => candidateId))];
}

/** Whether somebody was shown for a role of this hiring manager's, under any of their ids. */
export async function isShownToManager(
  deps: Pick<RolesDeps, 'roles' | 'matches'>,
  userId: string,
  candidate: Candidate,
): Promise<boolean> {
  const roles = await rolesOfManager(deps, userId);
  const ids = roles.flatMap(({ _id }) => idsOf(candidate).map((id) => matchId(_id, id)));
  return ids.length > 0 && (await deps.matches.byIds(ids)).length > 0;
}
