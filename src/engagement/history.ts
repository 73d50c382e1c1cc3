import { type EngagementDeps, personIds } from '#candidates/engagement.ts';
import type { TouchpointStore } from './store.ts';
import type { Touchpoint } from './touchpoint.ts';

export interface HistoryDeps extends Pick<EngagementDeps, 'candidates'> {
  touchpoints: TouchpointStore;
}

/** The latest touchpoints of a candidate, newest first. */
export async function latestTouchpoints(
  deps: HistoryDeps,
  candidateId: string,
  limit: number,
): Promise<Touchpoint[]> {
  return deps.touchpoints.latest(await personIds(deps, candidateId), limit);
}

/** One touchpoint; null when it isn't there, or was erased. */
export function touchpointById(deps: HistoryDeps, id: string): Promise<Touchpoint | null> {
  return deps.touchpoints.byId(id);
}

/** What happened to messages: answers, clicks, opens, by draft. */
export function touchpointsOfDrafts(deps: Pick<HistoryDeps, 'touchpoints'>, draftIds: readonly string[]) {
  return deps.touchpoints.ofDrafts(draftIds);
}

/** Who of these people answered or wrote by themselves since a moment, and when. */
export function answersSince(
  deps: Pick<HistoryDeps, 'touchpoints'>,
  candidateIds: readonly string[],
  since: Date,
) {
  return deps.touchpoints.answersSince(candidateIds, since);
}

/** Every touchpoint of a candidate, in no particular order. */
export async function allTouchpoints(deps: HistoryDeps, candidateId: string): Promise<Touchpoint[]> {
  return deps.touchpoints.all(await personIds(deps, candidateId));
}

export interface HistoryPage {
  touchpoints: Touchpoint[];
  total: number;
  /** Id of the touchpoint after which the next page begins; null on the last page. */
  next: string | null;
}

/**
 * One page of a candidate's history, newest first, by position: what is recorded meanwhile shifts nothing.
 * @param after id of the last touchpoint of the page before; null for the first page
 */
export async function historyPage(
  deps: HistoryDeps,
  candidateId: string,
  after: string | null,
  size: number,
): Promise<HistoryPage> {
  const [ids, from] = await Promise.all([
    personIds(deps, candidateId),
    after === null ? null : deps.touchpoints.byId(after),
  ]);
  const [found, total] = await Promise.all([
    from && ids.includes(from.candidateId)
      ? deps.touchpoints.after(ids, { at: from.at, id: from._id }, size + 1)
      : deps.touchpoints.latest(ids, size + 1),
    deps.touchpoints.count(ids),
  ]);
  const touchpoints = found.slice(0, size);
  return { touchpoints, total, next: found.length > size ? (touchpoints.at(-1)?._id ?? null) : null };
}
