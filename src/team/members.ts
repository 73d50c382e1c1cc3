import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { AuthorizeDeps } from './actor.ts';
import { may } from './permissions.ts';
import type { Role } from './role.ts';
import type { TeamMember, TeamStore } from './store.ts';

/** Who has which role, and who is admin by the setting ADMINS and so can't lose it in Slack. */
export interface TeamDeps extends AuditDeps {
  team: TeamStore;
  /** Slack user ids of the setting ADMINS; empty when it isn't set. */
  configuredAdmins: readonly string[];
}

/** Everybody with a role of their own, admins by configuration first. */
export async function listTeam(
  deps: Pick<TeamDeps, 'team' | 'configuredAdmins'>,
): Promise<(TeamMember & { configured: boolean })[]> {
  const named = await deps.team.all();
  return [
    ...deps.configuredAdmins.map((id) => ({ _id: id, role: 'admin' as const, configured: true })),
    ...named
      .filter(({ _id }) => !deps.configuredAdmins.includes(_id))
      .map((member) => ({ ...member, configured: false })),
  ];
}

/**
 * People of the team by their Slack id, their name or a part of it, in any case.
 * @returns whom it means, and everybody's first name, for a message when it means nobody
 */
export async function membersNamed(
  deps: Pick<TeamDeps, 'team' | 'configuredAdmins'> & Pick<AuthorizeDeps, 'lookUp'>,
  typed: string,
): Promise<{ ids: string[]; known: string[] }> {
  const team = await Promise.all((await listTeam(deps)).map(({ _id }) => deps.lookUp(_id)));
  const wanted = typed.toLowerCase();
  const people = team.filter((person) => person !== null);
  const ids = people
    .filter(({ id, name }) => {
      const words = name.toLowerCase().split(/\s+/);
      return [id.toLowerCase(), name.toLowerCase(), ...words].includes(wanted);
    })
    .map(({ id }) => id);
  return { ids, known: people.map(({ name }) => name.split(/\s+/)[0] ?? name) };
}

/** What happened to a change of role. */
export type RoleChange =
  | { done: true; before: Role | null }
  | { done: false; because: 'configured' | 'last admin' };

/**
 * Gives somebody a role. Admins by the setting ADMINS keep theirs, and nobody takes the role from themselves when
 * they are the only admin left: then no one could give it back.
 */
export async function setRole(
  deps: TeamDeps,
  change: { userId: string; role: Role; by: string },
): Promise<RoleChange> {
  const { userId, role, by } = change;
  if (deps.configuredAdmins.includes(userId) && role !== 'admin')
    return { done: false, because: 'configured' };
  if (role !== 'admin' && userId === by && !(await anotherAdmin(deps, by)))
    return { done: false, because: 'last admin' };
  const before = await deps.team.setRole(userId, role);
  if (before !== role)
    await recordAudit(deps, {
      by,
      action: 'role given',
      subject: `team:${userId}`,
      before: { role: before },
      after: { role },
      surface: 'slack',
    });
  return { done: true, before };
}

async function anotherAdmin(deps: TeamDeps, userId: string): Promise<boolean> {
  const team = await listTeam(deps);
  return team.some(({ _id, role }) => role === 'admin' && _id !== userId);
}

/** Slack user ids of everybody who works with candidates, at most so many. */
export async function recruiters(
  deps: Pick<TeamDeps, 'team' | 'configuredAdmins'>,
  most: number,
): Promise<string[]> {
  const team = await listTeam(deps);
  return team
    .filter(({ role }) => may(role, 'candidates'))
    .map(({ _id }) => _id)
    .slice(0, most);
}
