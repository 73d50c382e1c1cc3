import type { Logger } from '#platform/logger.ts';
import type { CommandWord, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import type { AuthorizeDeps } from '../actor.ts';
import { listTeam, setRole, type TeamDeps } from '../members.ts';
import { isRole, type Role } from '../role.ts';
import { roleGivenText, TEAM_MODAL, teamModal } from './team-modal.ts';

export type TeamSlackDeps = TeamDeps & Pick<AuthorizeDeps, 'lookUp'> & { logger: Logger };

const NEED = 'team';

/** The modal of `/rekindle team`; the command itself is status/slack's. */
export function register(surface: Surface, deps: TeamSlackDeps): void {
  surface.view(TEAM_MODAL, NEED, (request) => submitTeam(deps, request));
}

/** `/rekindle team`. */
export function teamWord(deps: TeamSlackDeps): CommandWord {
  return {
    help: '`/rekindle team` shows who has which role, and changes it (admins)',
    need: NEED,
    async run(request) {
      await request.openModal(teamModal(await listTeam(deps)));
    },
  };
}

async function submitTeam(deps: TeamSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { person: userId, role } = request.values;
  if (typeof userId !== 'string') return { errors: { person: 'Please pick a person.' } };
  if (typeof role !== 'string' || !isRole(role)) return { errors: { role: 'Please pick a role.' } };
  const person = await deps.lookUp(userId);
  if (!person || person.outsider)
    return { errors: { person: 'Guests, bots and deactivated people can’t have a role.' } };
  const change = await setRole(deps, { userId, role, by: request.actor.id });
  if (!change.done) return { errors: { role: NOT_DONE[change.because] } };
  if (change.before === role || userId === request.actor.id) return { close: true };
  return { close: true, after: () => tellThem(deps, request, userId, role) };
}

const NOT_DONE = {
  configured: 'They are admin by the setting ADMINS. Take them out there first, then restart Rekindle.',
  'last admin': 'You are the only admin. Make somebody else admin first, else nobody could change roles.',
};

/** A direct message to whom it concerns. That it couldn't be sent changes nothing about the role. */
async function tellThem(
  deps: TeamSlackDeps,
  { client, actor, requestId }: ViewRequest,
  userId: string,
  role: Role,
): Promise<void> {
  try {
    await client.chat.postMessage({ channel: userId, text: roleGivenText(actor.id, role) });
  } catch (error) {
    deps.logger.warn({ err: error, requestId, userId }, 'somebody could not be told of their new role');
  }
}
