import { nearestKey } from '#platform/nearest.ts';
import { type Role, roleKey } from './role.ts';
import type { RoleStore } from './store.ts';

export interface FindRoleDeps {
  roles: RoleStore;
}

/** Roles that somebody may be referred to, ranked for or written to about, newest first. */
export function rolesLookedFor(deps: FindRoleDeps): Promise<Role[]> {
  return deps.roles.inStates(['open', 'expected']);
}

export function roleById(deps: FindRoleDeps, id: string): Promise<Role | null> {
  return deps.roles.byId(id);
}

/** One that isn't closed, by its title in any case; else one whose title alone begins with what was typed. */
export async function roleNamed(deps: FindRoleDeps, typed: string): Promise<Role | null> {
  const key = roleKey(typed);
  if (key === '') return null;
  const exact = (await deps.roles.byKey(key)) ?? (await deps.roles.byId(typed));
  if (exact) return exact;
  const all = await deps.roles.inStates(['open', 'expected', 'on hold']);
  const beginning = all.filter((role) => role.key.startsWith(key));
  const [only] = beginning;
  return beginning.length === 1 && only ? only : null;
}

/** The title that is like what was typed; null when none is. */
export async function nearestRole(deps: FindRoleDeps, typed: string): Promise<string | null> {
  const all = await deps.roles.inStates(['open', 'expected', 'on hold']);
  const key = nearestKey(
    roleKey(typed),
    all.map((role) => role.key),
  );
  return all.find((role) => role.key === key)?.title ?? null;
}

/**
 * The one role that a text speaks of: its title stands in it, the longest where several do; null for none.
 * @param text e.g. `refer Ana Petrova for the backend engineer opening`
 */
export async function roleSpokenOf(deps: FindRoleDeps, text: string): Promise<Role | null> {
  const said = ` ${roleKey(text)} `;
  const spoken = (await rolesLookedFor(deps)).filter(({ key }) => said.includes(` ${key} `));
  return spoken.toSorted((a, b) => b.key.length - a.key.length)[0] ?? null;
}
