import { recordAudit } from '#audit/record.ts';
import { candidateById } from '#candidates/find.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { AskView, RolesDeps } from './deps.ts';
import { type Match, type MatchState, matchId } from './match.ts';
import type { Place } from './post.ts';
import { showAgain } from './post-matches.ts';
import { planAgain } from './reengage.ts';
import { isLooking, type Role } from './role.ts';

/**
 * After so long, whoever took something up and didn't finish it counts as dead. It is short, so that a crash is soon made
 * good; in an outage a message takes minutes: whoever comes second takes theirs back.
 */
const DEAD_AFTER_MS = 30_000;
const SWEPT_AT_ONCE = 200;
const GONE = 'That match is not there any more.';

const FROM: Record<'shortlisted' | 'not a fit', readonly MatchState[]> = {
  shortlisted: ['proposed', 'not a fit', 'silver medalist'],
  'not a fit': ['proposed', 'shortlisted'],
};

/** What a recruiter decides about somebody who was proposed. */
export interface Decision {
  role: string;
  candidateId: string;
  to: 'shortlisted' | 'not a fit';
  /** Why not: one of NOT_A_FIT, and words for the recruiters. */
  why: string | null;
  note: string | null;
  by: string;
}

/**
 * **Shortlist** and **Not a fit**. Whoever comes second changes nothing. What follows from it (the hiring manager is
 * asked, lists are shown again) is done by `settle`, also after a crash.
 * @throws PersonError that says what happened before, or that the role is closed
 */
export async function decide(deps: RolesDeps, decision: Decision): Promise<Match> {
  const { role, candidateId, to, why, note, by } = decision;
  const found = await deps.roles.byId(role);
  if (!found) throw new PersonError(GONE);
  if (found.state === 'closed') throw new PersonError(`The role “${found.title}” is closed.`);
  const id = matchId(role, candidateId);
  const decided = await deps.matches.decide(id, FROM[to], to, { by, at: deps.clock.now(), why, note });
  if (!decided) throw new PersonError(whatHappened(await deps.matches.byId(id)));
  await recordAudit(deps, {
    by,
    action: to === 'shortlisted' ? 'shortlisted' : 'found not to fit',
    subject: `candidate:${candidateId}`,
    before: null,
    after: { role: found.title, ...(why && { why }) },
    surface: 'roles',
  });
  return decided;
}

function whatHappened(match: Match | null): string {
  if (!match) return GONE;
  const who = match.decided ? ` by <@${match.decided.by}>` : '';
  switch (match.state) {
    case 'shortlisted':
      return `They are on the shortlist already${who}.`;
    case 'not a fit':
      return `They were found not to fit${who}${match.decided?.why ? `: ${match.decided.why}` : ''}.`;
    case 'hired':
      return 'They were hired for this role.';
    case 'silver medalist':
      return 'They are a silver medalist of this role.';
    case 'proposed':
      return 'Something else happened in the same moment: please try again.';
  }
}

/**
 * **Yes** and **No**. Only the role's hiring manager says it: it is kept as their word about a person, so nobody, not
 * even a recruiter, says it for them. A recruiter can put down another hiring manager, or decide without one.
 * @throws PersonError for anybody else, and for the same word again
 */
export async function managerSays(
  deps: RolesDeps,
  said: { matchId: string; says: 'yes' | 'no'; by: string },
): Promise<Match> {
  const before = await deps.matches.byId(said.matchId);
  const role = before && (await deps.roles.byId(before.role));
  if (!before || !role) throw new PersonError(GONE);
  if (role.hiringManager !== said.by)
    throw new PersonError(
      role.hiringManager
        ? `Only <@${role.hiringManager}>, the hiring manager of this role, says yes or no.`
        : 'This role has no hiring manager at the moment.',
    );
  if (role.state === 'closed') throw new PersonError(`The role “${role.title}” is closed.`);
  const match = await deps.matches.managerSays(said.matchId, said.says, said.by, deps.clock.now());
  if (!match) throw new PersonError(whyNoWord((await deps.matches.byId(said.matchId)) ?? before));
  await recordAudit(deps, {
    by: said.by,
    action: `hiring manager said ${said.says}`,
    subject: `candidate:${match.candidateId}`,
    before: { said: before.manager?.says ?? null },
    after: { said: said.says, role: role.title },
    surface: 'roles',
  });
  return match;
}

function whyNoWord(match: Match): string {
  const { state, manager } = match;
  if (!manager) return 'You haven’t been asked about them yet.';
  if (state !== 'shortlisted') return `${whatHappened(match)} Your word isn’t needed any more.`;
  return `You have said ${manager.says} already.`;
}

/** Does what follows from a decision; safe to call at any time and from several processes. */
export async function settle(deps: RolesDeps, id: string): Promise<void> {
  const match = await deps.matches.byId(id);
  if (!match?.due) return;
  const role = await deps.roles.byId(match.role);
  const candidate = await candidateById(deps, match.candidateId);
  let isDone = true;
  if (role && candidate) {
    const view: AskView = { role, match, candidate, thread: await threadOf(deps, role, match) };
    if (match.state === 'shortlisted' && role.hiringManager && isLooking(role))
      isDone = await ask(deps, view);
    if (match.manager?.says) isDone = (await spread(deps, view)) && isDone;
    else if (match.manager?.messages?.length) await deps.saying.showAsk(view);
    if (match.batch) await planAgain(deps, role, match.batch);
    await showAgain(deps, role._id, match.candidateId);
  }
  if (isDone) await deps.matches.settled(match);
}

/** Settles what a process that died has left; for a recurring job. */
export async function settleLeft(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - DEAD_AFTER_MS);
  for (const { _id } of await deps.matches.unsettled(before, SWEPT_AT_ONCE)) {
    if (stopping?.aborted) return;
    try {
      await settle(deps, _id);
    } catch (error) {
      deps.logger.warn({ err: error, matchId: _id }, 'what follows from a decision could not be done');
    }
  }
}

/** @returns false while somebody else is asking, who may die of it */
async function ask(deps: RolesDeps, view: AskView): Promise<boolean> {
  const { _id } = view.match;
  const at = deps.clock.now();
  if (!(await deps.matches.claimAsking(_id, at, new Date(at.getTime() - DEAD_AFTER_MS))))
    return wasAsked(await deps.matches.byId(_id));
  let places: Place[];
  try {
    places = await deps.saying.showAsk(view);
  } catch (error) {
    await deps.matches.releaseAsking(_id, at);
    throw error;
  }
  if (await deps.matches.asked(_id, at, places)) return true;
  for (const place of places) await deps.saying.remove(place);
  return false;
}

function wasAsked(match: Match | null): boolean {
  return Boolean(match?.manager && (match.manager.says || match.manager.messages?.length !== 0));
}

/**
 * What the hiring manager said goes into the history, to the recruiter, and into the messages in which they were asked.
 * @returns false while somebody else is telling the recruiter, who may die of it
 */
async function spread(deps: RolesDeps, view: AskView): Promise<boolean> {
  const { match, role } = view;
  const { says, by, at } = match.manager ?? {};
  if (!says || !by || !at) return true;
  await recordTouchpoint(deps, {
    _id: `match:${match._id}:${at.getTime()}`,
    candidateId: view.candidate._id,
    kind: 'decision',
    direction: 'out',
    at,
    by,
    channel: 'slack',
    note: `Hiring manager said ${says} for “${role.title}”`,
  });
  // It may be said before their message is known here.
  if (match.manager?.messages?.length) await deps.saying.showAsk(view);
  const recruiter = match.decided?.by ?? role.owner;
  return recruiter === by || tellWord(deps, { ...view, recruiter }, at);
}

async function tellWord(
  deps: RolesDeps,
  view: AskView & { recruiter: string },
  saidAt: Date,
): Promise<boolean> {
  const { _id } = view.match;
  const at = deps.clock.now();
  if (!(await deps.matches.claimWordTelling(_id, saidAt, at, new Date(at.getTime() - DEAD_AFTER_MS))))
    return Boolean((await deps.matches.byId(_id))?.manager?.toldAt);
  let place: Place;
  try {
    place = await deps.saying.tellWord(view);
  } catch (error) {
    await deps.matches.releaseWordTelling(_id, saidAt, at);
    throw error;
  }
  if (!(await deps.matches.wordTold(_id, saidAt, deps.clock.now()))) await deps.saying.remove(place);
  return true;
}

async function threadOf(deps: RolesDeps, role: Role, { candidateId }: Match): Promise<Place | null> {
  if (!role.channel) return null;
  const posts = await deps.posts.ofRole(role._id);
  const post = posts.find(
    ({ shown, message }) => shown?.includes(candidateId) && message?.channelId === role.channel,
  );
  return post?.message ?? null;
}
