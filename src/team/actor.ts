import { may, rolesFor } from './permissions.ts';
import { isRole, ROLES, type Role } from './role.ts';
import type { TeamStore } from './store.ts';

/** What Slack says about one of its users. */
export interface SlackPerson {
  id: string;
  /** As shown in Slack, not escaped. */
  name: string;
  /** IANA zone. */
  timeZone: string;
  /** As Slack has it; null where the app may not read addresses (scope users:read.email). */
  email: string | null;
  /** Bot, app, guest or deactivated: may do nothing here. */
  outsider: boolean;
  /** Owner or admin of the Slack workspace. */
  workspaceAdmin: boolean;
}

/** A person of the workspace, as platform/slack hands them to every handler. */
export interface TeamActor {
  id: string;
  name: string;
  role: Role;
  timeZone: string;
}

/** Either somebody who may, or the sentence (mrkdwn) that tells them why not and who can help. */
export type Authorized = { actor: TeamActor } | { refusal: string };

export interface AuthorizeDeps {
  team: TeamStore;
  configuredAdmins: readonly string[];
  /** Null for a user whom Slack doesn't know. */
  lookUp: (userId: string) => Promise<SlackPerson | null>;
}

/** Admins named in a refusal; more would be a list and not an answer. */
const NAMED_HELPERS = 3;

/**
 * Who somebody is, and whether they may do what they ask for. Asked at every command, click and submission.
 * @param need a permission of permissions.ts; null: it is enough to belong to the workspace
 */
export async function authorize(
  deps: AuthorizeDeps,
  userId: string,
  need: string | null,
): Promise<Authorized> {
  const person = await deps.lookUp(userId);
  if (!person || person.outsider)
    return { refusal: 'Rekindle is for full members of this workspace. Guests and bots can’t use it.' };
  const role = await roleOfPerson(deps, person);
  if (need === null || may(role, need))
    return { actor: { id: person.id, name: person.name, role, timeZone: person.timeZone } };
  return { refusal: await refusalFor(deps, role, need) };
}

/** Why a role may not do something, and who can change that: mrkdwn. */
export async function refusalFor(
  deps: Pick<AuthorizeDeps, 'team' | 'configuredAdmins'>,
  role: string,
  need: string,
): Promise<string> {
  const allowed = rolesFor(need).map((one) => `${ROLES[one].toLowerCase()}s`);
  return `Sorry, this is for ${new Intl.ListFormat('en').format(allowed)}, and you are here as ${ROLES[isRole(role) ? role : 'member'].toLowerCase()}. ${await whoCanHelp(deps)}`;
}

/** Role of a full member of the workspace; null for guests, bots and whom Slack doesn't know. */
export async function roleOf(deps: AuthorizeDeps, userId: string): Promise<Role | null> {
  // Slack fails on what isn't an id at all.
  const person = /^[UW][A-Z0-9]+$/.test(userId) ? await deps.lookUp(userId) : null;
  return person && !person.outsider ? roleOfPerson(deps, person) : null;
}

/**
 * ADMINS are admins. Where that isn't set, owners and admins of the Slack workspace are, so that somebody can give
 * out the first role. Everybody else is what an admin made them, or a member.
 */
async function roleOfPerson(deps: AuthorizeDeps, person: SlackPerson): Promise<Role> {
  if (deps.configuredAdmins.includes(person.id)) return 'admin';
  if (deps.configuredAdmins.length === 0 && person.workspaceAdmin) return 'admin';
  return (await deps.team.byId(person.id))?.role ?? 'member';
}

async function whoCanHelp(deps: Pick<AuthorizeDeps, 'team' | 'configuredAdmins'>): Promise<string> {
  const named = (await deps.team.all()).filter(({ role }) => role === 'admin').map(({ _id }) => _id);
  const admins = [...new Set([...deps.configuredAdmins, ...named])].slice(0, NAMED_HELPERS);
  if (admins.length === 0)
    return 'An owner or admin of this Slack workspace can change that with `/rekindle team`.';
  return `${admins.map((id) => `<@${id}>`).join(' or ')} can change that with \`/rekindle team\`.`;
}
