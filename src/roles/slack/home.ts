import type { HomeSection } from '#home/home.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { RolesDeps } from '../deps.ts';
import { rolesOfManager } from '../managers.ts';
import { roleLine } from './page.ts';
import { figuresOf } from './register.ts';
import { stateText } from './role-text.ts';

const ON_HOME = 8;

/** **Your roles** of a recruiter's App Home. */
export async function rolesSection(deps: RolesDeps, userId: string): Promise<HomeSection> {
  const roles = (await deps.roles.inStates(['open', 'expected', 'on hold'])).filter(
    ({ owner }) => owner === userId,
  );
  const now = deps.clock.now();
  return {
    title: 'Your roles',
    empty: 'No role of yours is open. `/role open` opens one.',
    lines: await Promise.all(
      roles.slice(0, ON_HOME).map(async (role) => ({
        text: roleLine(role, await figuresOf(deps, role), now),
        button: { text: 'Open', actionId: 'role_open', value: role._id },
      })),
    ),
  };
}

/** **Your roles** of a hiring manager's App Home, with what waits for their word. */
export async function managerSection(deps: RolesDeps, userId: string): Promise<HomeSection> {
  const roles = (await rolesOfManager(deps, userId)).filter(({ state }) => state !== 'closed');
  const now = deps.clock.now();
  return {
    title: 'Your roles',
    empty: 'No role of yours is open.',
    lines: await Promise.all(
      roles.slice(0, ON_HOME).map(async (role) => {
        const { waiting } = await figuresOf(deps, role);
        const people = waiting === 1 ? '1 person waits' : `${waiting} people wait`;
        const says = waiting > 0 ? `${people} for your yes or no` : 'nobody waits for your word';
        return {
          text: `*${escapeMrkdwn(role.title)}* · ${stateText(role, now)}\n${says}`,
          ...(waiting > 0 && { button: { text: 'Open', actionId: 'role_waiting', value: role._id } }),
        };
      }),
    ),
  };
}
