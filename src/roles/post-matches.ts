import type { Candidate } from '#candidates/candidate.ts';
import { candidateById, candidatesByIds } from '#candidates/find.ts';
import { matchOf } from './arrivals.ts';
import type { PostView, RolesDeps } from './deps.ts';
import { type Match, matchId } from './match.ts';
import { postId, type RolePost, SHOWN_AT_ONCE } from './post.ts';
import { rankFor } from './ranking/rank.ts';
import { criteriaOf, isLooking, type Role } from './role.ts';

/** A list before anything is known. */
const EMPTY = {
  kind: 'ranking',
  criteria: 0,
  page: 0,
  shown: null,
  blocked: [],
  considered: 0,
  hasMore: false,
  message: null,
  revision: 0,
  lease: null,
} as const satisfies Partial<RolePost>;
/**
 * Longer than ranking and one message mostly take, and short, so that what a crash left is soon taken up. In an outage a
 * message takes minutes: whoever comes second takes theirs back.
 */
const LEASE_MS = 60_000;
/** Changes that come while a message is written are shown in the next round. */
const ROUNDS = 5;

/**
 * Sees to it that the matches for a role's newest criteria are posted, once, whoever asks and how often: the post is put
 * down under an id of its own before anything else, and whoever holds its lease writes it.
 */
export async function postMatches(deps: RolesDeps, role: Role): Promise<void> {
  if (!isLooking(role) || role.rankedRevision === role.criteriaRevision) return;
  const id = await planPost(deps, role, role.criteriaRevision, 0);
  await deps.roles.claimRanking(role._id, role.criteriaRevision, role.rankedRevision);
  await workOffPosts(deps, id);
}

/** **More**: the next people of a list. A second time changes nothing. @returns the id of their post */
export async function planMore(deps: RolesDeps, { role, criteria, page }: RolePost): Promise<string | null> {
  const found = await deps.roles.byId(role);
  return found && planPost(deps, found, criteria, page + 1);
}

async function planPost(deps: RolesDeps, role: Role, criteria: number, page: number): Promise<string> {
  const _id = postId(role._id, criteria, page);
  const at = deps.clock.now();
  await deps.posts.insert({ ...EMPTY, _id, role: role._id, criteria, page, due: at, at });
  return _id;
}

/** Posts of roles whose criteria are newer than what was posted; for a recurring job. */
export async function postDue(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  for (const role of await deps.roles.inStates(['open', 'expected'])) {
    if (stopping?.aborted) return;
    await postMatches(deps, role);
  }
  await workOffPosts(deps, undefined, stopping);
}

/**
 * Brings messages up to date that are behind, also those that a process which died has left. It never throws: what
 * Slack didn't take is tried again when its lease has run out.
 * @param id this one only
 */
export async function workOffPosts(deps: RolesDeps, id?: string, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const now = deps.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    const post = await deps.posts.claim(deps.processId, now, until, id);
    if (!post) return;
    try {
      await bringUpToDate(deps, post);
    } catch (error) {
      deps.logger.warn({ err: error, postId: post._id }, 'a list of matches could not be shown');
      if (id !== undefined) return;
    }
  }
}

async function bringUpToDate(deps: RolesDeps, claimed: RolePost): Promise<void> {
  let post: RolePost | null = claimed;
  for (let round = 0; post && round < ROUNDS; round++) {
    const role = await deps.roles.byId(post.role);
    if (!role) return;
    const ranked: RolePost | null = post.shown ? post : await rank(deps, role, post);
    if (!ranked) return;
    const message = await deps.saying.showPost(await viewOf(deps, role, ranked));
    if (message.ts !== ranked.message?.ts && !(await deps.posts.moved(ranked, message)))
      await deps.saying.remove(message);
    if (await deps.posts.shownAsItStands(ranked)) return;
    post = await deps.posts.byId(ranked._id);
    if (post?.lease?.by !== deps.processId) return;
  }
}

async function rank(deps: RolesDeps, role: Role, post: RolePost): Promise<RolePost | null> {
  const decided = await deps.matches.ofRole(role._id, ['shortlisted', 'not a fit', 'hired']);
  const leaveOut = await shownBefore(deps, post);
  for (const { candidateId } of decided) leaveOut.add(candidateId);
  const found = await rankFor(deps, role, { limit: SHOWN_AT_ONCE, leaveOut });
  const { ranked, blocked, considered, isMore, exact } = found;
  const now = deps.clock.now();
  // Kept before anybody sees it: who was shown, why, and by what.
  await deps.matches.show(ranked.map((one) => matchOf(role, one, 'ranking', now)));
  const shown = ranked.map(({ candidateId }) => candidateId);
  await deps.posts.keepRun({
    _id: post._id,
    role: role._id,
    criteria: criteriaOf(role),
    weights: deps.ranking.enabled ? { ...deps.ranking.weights } : null,
    considered,
    exact,
    shown,
    at: now,
  });
  const hasMore = ranked.length >= SHOWN_AT_ONCE;
  return deps.posts.ranked(post, { shown, blocked, considered, isMore, hasMore });
}

/** Puts down a list of people who came later, unless it is there; `workOffPosts` posts it. @returns candidates in it */
export async function listArrivals(
  deps: Pick<RolesDeps, 'posts' | 'clock'>,
  role: Role,
  _id: string,
  matches: readonly Match[],
): Promise<readonly string[]> {
  const shown = matches.map(({ candidateId }) => candidateId);
  const at = deps.clock.now();
  await deps.posts.insert({ ...EMPTY, _id, role: role._id, kind: 'arrivals', shown, due: at, at });
  return (await deps.posts.byId(_id))?.shown ?? [];
}

/** Who stands in the pages before this one, the blocked among them. */
async function shownBefore(deps: RolesDeps, { role, criteria, page }: RolePost): Promise<Set<string>> {
  const ids = Array.from({ length: page }, (_, before) => postId(role, criteria, before));
  const pages = await deps.posts.byIds(ids);
  return new Set(
    pages.flatMap(({ shown, blocked }) => [
      ...(shown ?? []),
      ...blocked.map(({ candidateId }) => candidateId),
    ]),
  );
}

async function viewOf(deps: RolesDeps, role: Role, post: RolePost): Promise<PostView> {
  const isThere = (id: string) => !post.leftOut?.includes(id);
  const shown = (post.shown ?? []).filter(isThere);
  const blocked = post.blocked.filter(({ candidateId }) => isThere(candidateId));
  const matches = new Map(
    (await deps.matches.byIds(shown.map((id) => matchId(role._id, id)))).map((one) => [one.candidateId, one]),
  );
  const people = await peopleById(deps, [...shown, ...blocked.map(({ candidateId }) => candidateId)]);
  return {
    post,
    role,
    people: shown.flatMap((id) => {
      const [match, candidate] = [matches.get(id), people.get(id)];
      return match && candidate ? [{ match, candidate }] : [];
    }),
    blocked: blocked.flatMap(({ candidateId, why }) => {
      const candidate = people.get(candidateId);
      return candidate ? [{ candidate, why }] : [];
    }),
  };
}

/** Candidates by the id that was asked for, also those who were merged into somebody since. */
export async function peopleById(
  deps: Pick<RolesDeps, 'candidates'>,
  ids: readonly string[],
): Promise<Map<string, Candidate>> {
  const found = new Map((await candidatesByIds(deps, ids)).map((one) => [one._id, one]));
  for (const id of ids) {
    if (found.has(id)) continue;
    const candidate = await candidateById(deps, id);
    if (candidate) found.set(id, candidate);
  }
  return found;
}

/** Lists that show somebody, or all of a role, are shown again as things stand. */
export async function showAgain(deps: RolesDeps, role: string, candidateId: string | null): Promise<void> {
  const posts = await deps.posts.ofRole(role);
  const ids = posts
    .filter(({ shown }) => candidateId === null || shown?.includes(candidateId))
    .map(({ _id }) => _id);
  await deps.posts.touch(ids, deps.clock.now());
  for (const id of ids) await workOffPosts(deps, id);
}
