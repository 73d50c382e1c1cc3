import { closest, distance } from 'fastest-levenshtein';
import { button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandRequest, Message, Surface } from '#platform/slack/surface.ts';
import { setRoleState } from '../close.ts';
import type { RolesDeps } from '../deps.ts';
import { gapOf } from '../expected.ts';
import { nearestRole, roleById, roleNamed } from '../find.ts';
import { MATCH_STATES } from '../match.ts';
import { peopleById, postMatches, showAgain } from '../post-matches.ts';
import type { Role } from '../role.ts';
import { registerClose } from './close.ts';
import { registerDecisions } from './decisions.ts';
import { fillIn } from './fill-in.ts';
import { FILL_IN, NEW_ROLE, ROLE_MODAL, readTyped, roleModal, typedFrom } from './modal.ts';
import { ON_PAGE, roleLine, roleMessage } from './page.ts';
import { submitRole } from './save.ts';

const NEED = 'roles';
const GONE = 'This role is not there any more.';
/** Roles listed at once: each takes a block of Slack's fifty. */
const LISTED = 40;
const CHOSEN = ['hired', 'shortlisted', 'silver medalist'] as const;

const HELP = [
  '`/role` lists the roles, `/role NAME` shows one',
  '`/role open` opens one, or puts down one that is expected: type what is asked for, or paste the job description',
  'Whom we know already and who fits is posted within seconds. `role:"NAME"` in a query asks for those who were chosen',
].join('\n');

/** Everything of roles that Slack can ask for. */
export function register(surface: Surface, deps: RolesDeps): void {
  const whole = { ...deps, pageOf: (role: Role) => pageOf(deps, role) };
  surface.command('/role', NEED, (request) => roleCommand(deps, request));
  surface.view(ROLE_MODAL, NEED, (request) => submitRole(whole, request));
  surface.action(FILL_IN, NEED, (request) => fillIn(deps, request));
  surface.action('role_open', NEED, (request) =>
    withRole(deps, request, async (role) => request.reply(await pageOf(deps, role))),
  );
  surface.action('role_edit', NEED, (request) =>
    withRole(deps, request, async (role) => {
      const metadata = { ...NEW_ROLE, role: { id: role._id, revision: role.revision } };
      await request.openModal(roleModal(typedFrom(role), metadata));
    }),
  );
  for (const [actionId, state] of [
    ['role_reopen', 'open'],
    ['role_reopen_now', 'open'],
    ['role_hold', 'on hold'],
  ] as const)
    surface.action(actionId, NEED, (request) =>
      withRole(deps, request, async (role) => {
        const changed = await setRoleState(deps, role, state, request.actor.id);
        await request.replaceMessage(await pageOf(deps, changed));
        await postMatches(deps, changed);
        await showAgain(deps, changed._id, null);
      }),
    );
  registerDecisions(surface, deps);
  registerClose(surface, deps);
}

async function roleCommand(deps: RolesDeps, request: CommandRequest): Promise<void> {
  const { text } = request;
  const word = text.toLowerCase();
  if (text === '') return request.reply(await listMessage(deps));
  if (word === 'help') return request.reply({ text: HELP });
  if (word === 'open' || word === 'new') {
    await request.openModal(roleModal(readTyped({}), NEW_ROLE));
    return;
  }
  const role = await roleNamed(deps, text);
  if (role) return request.reply(await pageOf(deps, role));
  const near = (await nearestRole(deps, text)) ?? nearestWord(word);
  const hint = near ? ` Did you mean \`/role ${escapeMrkdwn(near)}\`?` : '';
  await request.reply({
    text: `There is no role called “${escapeMrkdwn(text.slice(0, 100))}”.${hint}\n${HELP}`,
  });
}

function nearestWord(typed: string): string | null {
  const word = closest(typed, ['open', 'help']);
  return distance(typed, word) <= 2 ? word : null;
}

async function listMessage(deps: RolesDeps): Promise<Message> {
  const roles = await deps.roles.inStates(['open', 'expected', 'on hold'], LISTED + 1);
  if (roles.length === 0)
    return { text: `No role is open or expected. \`/role open\` opens the first one.\n${HELP}` };
  const now = deps.clock.now();
  const lines = await Promise.all(
    roles.slice(0, LISTED).map(async (role) => ({
      ...section(roleLine(role, await figuresOf(deps, role), now), button('Open', 'role_open', role._id)),
      block_id: `role_line_${role._id}`,
    })),
  );
  const text = roles.length === 1 ? '1 role' : `${Math.min(roles.length, LISTED)} roles`;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...lines,
      ...(roles.length > LISTED ? [context('There are more: `/role NAME` finds them.')] : []),
      context('`/role open` opens another one.'),
    ],
  };
}

/** What a line about a role counts. */
export async function figuresOf(deps: RolesDeps, role: Role) {
  const [shortlisted, gap] = await Promise.all([
    deps.matches.ofRole(role._id, ['shortlisted']),
    gapOf(deps, role),
  ]);
  const waiting = shortlisted.filter(({ manager }) => manager && !manager.says).length;
  return { shortlisted: shortlisted.length, waiting, gap };
}

async function pageOf(deps: RolesDeps, role: Role): Promise<Message> {
  const [matches, gap] = await Promise.all([deps.matches.ofRole(role._id, MATCH_STATES), gapOf(deps, role)]);
  const chosen = CHOSEN.flatMap((state) => matches.filter((match) => match.state === state)).slice(
    0,
    ON_PAGE,
  );
  const people = await peopleById(
    deps,
    chosen.map(({ candidateId }) => candidateId),
  );
  return roleMessage({
    role,
    matches,
    chosen: chosen.flatMap((match) => {
      const candidate = people.get(match.candidateId);
      return candidate ? [{ match, candidate }] : [];
    }),
    gap,
    now: deps.clock.now(),
  });
}

async function withRole(
  deps: RolesDeps,
  request: ActionRequest,
  run: (role: Role) => Promise<void>,
): Promise<void> {
  const role = await roleById(deps, request.value ?? '');
  await (role ? run(role) : request.reply({ text: GONE }));
}
