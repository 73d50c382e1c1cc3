import { randomUUID } from 'node:crypto';
import { type Profile, profilesHaving, profilesOf } from '#candidates/profiles.ts';
import { temperatureAt } from '#engagement/temperature.ts';
import type { Logger } from '#platform/logger.ts';
import { type Match, type MatchOrigin, matchId } from './match.ts';
import { arrivalsId } from './post.ts';
import { type RankDeps, rankFor, rankThese } from './ranking/rank.ts';
import type { Ranked } from './ranking/ranked.ts';
import { wantedOf } from './ranking/wanted.ts';
import { criteriaOf, type Role } from './role.ts';

export interface ArrivalDeps extends RankDeps {
  logger: Logger;
  /**
   * Puts down a list of people who came later, to be posted, unless it is there.
   * @returns ids of the candidates in it: whoever put it down first may have known of fewer
   */
  listArrivals: (role: Role, id: string, matches: readonly Match[]) => Promise<readonly string[]>;
}

const DAY_MS = 86_400_000;
/** Looked back beyond the last time, for what was being written then. */
const OVERLAP_MS = 120_000;
/** People of one look who are compared. */
const MOST_NEW = 1_000;
/** Of everybody, so many of the best are looked at each night. */
const BEST = 60;
/** Told at once; the rest follows with the next look. */
const TOLD = 10;
/** Whoever scores less is not worth an interruption. */
const WORTH_TELLING = 50;

/**
 * Looks for people who were added since and have all that a role must have, and each night for those who became hot or whose
 * record changed so that they fit now. Each is listed once. For a recurring job.
 */
export async function lookForArrivals(deps: ArrivalDeps, stopping?: AbortSignal): Promise<void> {
  for (const role of await deps.roles.inStates(['open', 'expected'])) {
    if (stopping?.aborted) return;
    // What is ranked for the first time, or anew, is posted as a whole.
    if (role.rankedRevision !== role.criteriaRevision) continue;
    try {
      await lookFor(deps, role);
      await tell(deps, role);
    } catch (error) {
      deps.logger.warn({ err: error, roleId: role._id }, 'arrivals for a role are looked for again later');
    }
  }
}

async function lookFor(deps: ArrivalDeps, role: Role): Promise<void> {
  const now = deps.clock.now();
  const must = [...wantedOf(criteriaOf(role)).must.keys()];
  const since = (at: Date) => new Date(at.getTime() - OVERLAP_MS);
  const found: Profile[] = [];
  const isNight = now.getTime() - role.nightAt.getTime() >= DAY_MS;
  if (must.length > 0) {
    const added = { tokens: must, addedSince: since(role.lookedAt) };
    found.push(...(await profilesHaving(deps, added, MOST_NEW)));
    if (isNight) found.push(...(await becameHot(deps, must, since(role.nightAt))));
  }
  if (isNight) found.push(...(await changedSince(deps, role, since(role.nightAt))));
  await propose(deps, role, [...new Map(found.map((one) => [one._id, one])).values()]);
  await deps.roles.looked(role._id, 'lookedAt', now);
  if (isNight) await deps.roles.looked(role._id, 'nightAt', now);
}

async function becameHot(
  deps: ArrivalDeps,
  tokens: readonly string[],
  engagedSince: Date,
): Promise<Profile[]> {
  const profiles = await profilesHaving(deps, { tokens, engagedSince }, MOST_NEW);
  return profiles.filter(
    ({ engagement }) => temperatureAt(engagement.heat, deps.clock.now(), deps.temperature) === 'hot',
  );
}

/** Of the best of all those whom nobody has seen for this role, who has changed. */
async function changedSince(deps: ArrivalDeps, role: Role, at: Date): Promise<Profile[]> {
  const { ranked } = await rankFor(deps, role, { limit: BEST, leaveOut: new Set() });
  const profiles = await profilesOf(
    deps,
    ranked.map(({ candidateId }) => candidateId),
  );
  return profiles.filter(({ updatedAt }) => updatedAt >= at);
}

/** Those who have all must-haves and score well become matches; who is one already stays as they are. */
async function propose(deps: ArrivalDeps, role: Role, profiles: readonly Profile[]): Promise<void> {
  const ids = profiles.map(({ _id }) => matchId(role._id, _id));
  const known = new Set((await deps.matches.byIds(ids)).map(({ _id }) => _id));
  const unknown = profiles.filter(({ _id }) => !known.has(matchId(role._id, _id)));
  const fitting = (await rankThese(deps, role, unknown)).filter(
    ({ score, hasAll }) => hasAll && (score === null || score >= WORTH_TELLING),
  );
  await deps.matches.show(
    fitting.map((one) => ({ ...matchOf(role, one, 'arrival', deps.clock.now()), untold: true as const })),
  );
}

/** Somebody who is proposed, as nobody has decided yet. */
export function matchOf(role: Pick<Role, '_id'>, ranked: Ranked, origin: MatchOrigin, at: Date): Match {
  const { candidateId, score, reasons } = ranked;
  return {
    _id: matchId(role._id, candidateId),
    role: role._id,
    candidateId,
    origin,
    score,
    reasons,
    state: 'proposed',
    decided: null,
    manager: null,
    firstShownAt: at,
    lastShownAt: at,
  };
}

/**
 * They are taken for a list, the list is put down, and only then they are no longer untold: a process that dies in between
 * has left a list that the next look puts down. A list never gets anybody later, so each of them stands in one list.
 */
async function tell(deps: ArrivalDeps, role: Role): Promise<void> {
  const fresh = await deps.matches.untold(role._id, TOLD);
  await deps.matches.takeForList(idsOf(fresh), arrivalsId(role._id, randomUUID()));
  const taken = await deps.matches.untold(role._id, TOLD);
  for (const [list, matches] of Map.groupBy(taken, ({ arrivalList }) => arrivalList)) {
    if (list === undefined) continue;
    const listed = new Set(await deps.listArrivals(role, list, matches));
    await deps.matches.told(idsOf(matches.filter(({ candidateId }) => listed.has(candidateId))), list);
    await deps.matches.giveBack(idsOf(matches.filter(({ candidateId }) => !listed.has(candidateId))), list);
  }
}

function idsOf(matches: readonly Match[]): string[] {
  return matches.map(({ _id }) => _id);
}
