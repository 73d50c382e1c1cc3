import type { TouchpointStore } from './store.ts';
import type { Touchpoint } from './touchpoint.ts';

export interface HistoryDeps {
  touchpoints: TouchpointStore;
}

/** The latest touchpoints of a candidate, newest first. */
export function latestTouchpoints(
  deps: HistoryDeps,
  candidateId: string,
  limit: number,
): Promise<Touchpoint[]> {
  return deps.touchpoints.latest(candidateId, limit);
}

/** Every touchpoint of a candidate, in no particular order. */
export function allTouchpoints(deps: HistoryDeps, candidateId: string): Promise<Touchpoint[]> {
  return deps.touchpoints.all(candidateId);
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
  const from = after === null ? null : await deps.touchpoints.byId(after);
  const [found, total] = await Promise.all([
    from && from.candidateId === candidateId
      ? deps.touchpoints.after(candidateId, { at: from.at, id: from._id }, size + 1)
      : deps.touchpoints.latest(candidateId, size + 1),
    deps.touchpoints.count(candidateId),
  ]);
  const touchpoints = found.slice(0, size);
  return { touchpoints, total, next: found.length > size ? (touchpoints.at(-1)?._id ?? null) : null };
}
