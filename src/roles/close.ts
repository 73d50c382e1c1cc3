import { recordAudit } from '#audit/record.ts';
import { candidateById } from '#candidates/find.ts';
import { setStage } from '#candidates/stage.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { Closed, RolesDeps } from './deps.ts';
import { type Match, type MatchState, matchId } from './match.ts';
import { peopleById, showAgain } from './post-matches.ts';
import type { Closing, Outcome, Role } from './role.ts';

const ANY: readonly MatchState[] = ['proposed', 'shortlisted', 'not a fit', 'silver medalist', 'hired'];
/** After so long, whoever worked on it counts as dead; who isn't does nothing that can't be done twice. */
const DEAD_AFTER_MS = 60_000;
const SWEPT_AT_ONCE = 50;

/**
 * Who was in a role's last rounds: interviewing now, or the hiring manager said yes. They are proposed as silver
 * medalists when it closes.
 */
export async function lastRounds(deps: RolesDeps, role: Role): Promise<Match[]> {
  const matches = await deps.matches.ofRole(role._id, ['shortlisted', 'silver medalist', 'proposed']);
  const people = await peopleById(
    deps,
    matches.map(({ candidateId }) => candidateId),
  );
  return matches.filter(
    ({ state, manager, candidateId }) =>
      state !== 'proposed' && (manager?.says === 'yes' || people.get(candidateId)?.stage === 'interviewing'),
  );
}

/**
 * Closes a role. What that brings about is put down with it and worked off by `workOffClosing`: nothing of it is lost.
 * @throws PersonError when it is closed already, or has changed meanwhile
 */
export async function closeRole(
  deps: RolesDeps,
  role: Role,
  asked: { outcome: Outcome; hired: string[]; medalists: string[]; sequence: string | null; by: string },
): Promise<Role> {
  if (role.state === 'closed') throw new PersonError(`“${role.title}” is closed already.`);
  const at = deps.clock.now();
  const hired = asked.outcome === 'hired' ? [...new Set(asked.hired)] : [];
  const medalists = [...new Set(asked.medalists)].filter((id) => !hired.includes(id));
  const closing: Closing = { hired, medalists, sequence: asked.sequence, by: asked.by, at };
  const changed = await deps.roles.change(role, {
    state: 'closed',
    outcome: asked.outcome,
    closedAt: at,
    hired: [...new Set([...role.hired, ...hired])],
    closing,
  });
  if (!changed || changed === 'name taken') throw new PersonError(CHANGED);
  await recordAudit(deps, {
    by: asked.by,
    action: 'role closed',
    subject: `role:${role._id}`,
    before: { state: role.state },
    after: { state: 'closed', outcome: asked.outcome, hired, medalists, sequence: asked.sequence },
    surface: 'roles',
  });
  return changed;
}

const CHANGED = 'Somebody else has changed this role in the meantime: open it again.';

/** Works off what closings have left, also after a crash; for a recurring job. */
export async function workOffClosings(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - DEAD_AFTER_MS);
  for (const role of await deps.roles.closing(before, SWEPT_AT_ONCE)) {
    if (stopping?.aborted) return;
    try {
      await workOffClosing(deps, role);
    } catch (error) {
      // The other roles don't wait for it.
      deps.logger.warn({ err: error, roleId: role._id }, 'what closing a role brings about is tried again');
    }
  }
}

/** Every part of it changes nothing the second time; whoever finishes it tells. */
export async function workOffClosing(deps: RolesDeps, role: Role): Promise<void> {
  const { closing } = role;
  if (!closing) return;
  const closed: Closed = { role, closing, hired: 0, medalists: 0, enrolled: null, refused: [] };
  for (const id of closing.hired) if (await settleOne(deps, role, closing, id, 'hired')) closed.hired++;
  for (const id of closing.medalists) {
    if (!(await settleOne(deps, role, closing, id, 'silver medalist'))) continue;
    closed.medalists++;
    if (!closing.sequence) continue;
    const why = await deps.enrol(closing.sequence, id, closing.by);
    if (why) closed.refused.push(why);
    else closed.enrolled = (closed.enrolled ?? 0) + 1;
  }
  await deps.matches.showAsked(role._id, closing.at);
  await showAgain(deps, role._id, null);
  if (await deps.roles.closed(role._id, closing.at)) await deps.saying.tellClosed(closed);
}

/** @returns false for somebody who is not there any more */
async function settleOne(
  deps: RolesDeps,
  role: Role,
  { by, at }: Closing,
  candidateId: string,
  state: 'hired' | 'silver medalist',
): Promise<boolean> {
  const candidate = await candidateById(deps, candidateId);
  if (!candidate) return false;
  const decided = await deps.matches.decide(
    matchId(role._id, candidateId),
    ANY.filter((one) => one !== state),
    state,
    { by, at, why: null },
  );
  if (decided) await deps.matches.settled(decided);
  // Whoever is hired elsewhere here stays so.
  if (state === 'hired' || candidate.stage !== 'hired')
    await setStage(deps, { id: candidate._id, stage: state, by, surface: 'roles' });
  await recordTouchpoint(deps, {
    _id: `role:${role._id}:${at.getTime()}:${candidateId}`,
    candidateId: candidate._id,
    kind: 'status',
    direction: 'out',
    at,
    by,
    channel: null,
    note: state === 'hired' ? `Hired as ${role.title}` : `Silver medalist for ${role.title}`,
  });
  return true;
}

/**
 * **Open again**, **Open now**, and **Put on hold**. Opening posts matches anew.
 * @throws PersonError when it can't be
 */
export async function setRoleState(
  deps: RolesDeps,
  role: Role,
  state: 'open' | 'on hold',
  by: string,
): Promise<Role> {
  if (role.state === state)
    throw new PersonError(`“${role.title}” is ${state === 'open' ? 'open' : 'on hold'} already.`);
  if (role.closing)
    throw new PersonError(`“${role.title}” is still being closed: please try again in a minute.`);
  if (state === 'on hold' && role.state === 'closed')
    throw new PersonError(`“${role.title}” is closed: open it again first.`);
  const now = deps.clock.now();
  const changed = await deps.roles.change(role, {
    state,
    outcome: null,
    closedAt: null,
    ...(state === 'open' && {
      openedAt: role.state === 'closed' ? now : (role.openedAt ?? now),
      criteriaRevision: role.criteriaRevision + 1,
    }),
  });
  if (changed === 'name taken')
    throw new PersonError(`There is another role called “${role.title}” by now that isn’t closed.`);
  if (!changed) throw new PersonError(CHANGED);
  if (role.state === 'closed') await deps.matches.showAsked(role._id, now);
  await recordAudit(deps, {
    by,
    action: state === 'open' ? 'role opened' : 'role put on hold',
    subject: `role:${role._id}`,
    before: { state: role.state, outcome: role.outcome },
    after: { state },
    surface: 'roles',
  });
  return changed;
}
