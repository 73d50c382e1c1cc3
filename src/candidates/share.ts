import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import { type AskDeps, askPage, type Page, type Position } from './query/ask.ts';
import { facetPart } from './query/resolve.ts';
import { idToken } from './tokens.ts';

/** Hiring managers with whom one person can be shared. */
export const MOST_VIEWERS = 20;

/**
 * Sets which hiring managers may see the limited card of somebody.
 * @param change.viewers Slack user ids
 * @returns the record, and who is new among them
 */
export async function shareCandidate(
  deps: ChangeDeps,
  change: { id: string; viewers: string[]; by: string },
): Promise<{ candidate: Candidate; added: string[] }> {
  const { id, viewers, by } = change;
  let added: string[] = [];
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate shared', surface: 'modal Share candidate' },
    (current) => {
      added = viewers.filter((one) => !current.viewers.includes(one));
      return { viewers };
    },
  );
  return { candidate, added };
}

/**
 * Lets one more hiring manager see the limited card of somebody; a second time, or beyond the most, changes nothing.
 * @param change.surface why, for the audit log
 */
export async function addViewer(
  deps: ChangeDeps,
  change: { id: string; viewer: string; by: string; surface: string },
): Promise<void> {
  const { id, viewer, by, surface } = change;
  await changeCandidate(deps, id, { by, action: 'candidate shared', surface }, ({ viewers }) =>
    viewers.includes(viewer) || viewers.length >= MOST_VIEWERS ? null : { viewers: [...viewers, viewer] },
  );
}

/** People who were shared with somebody, hottest first. */
export function sharedWith(
  deps: AskDeps,
  userId: string,
  after: Position | null,
  size: number,
): Promise<Page> {
  return askPage(deps, [facetPart([idToken('viewer', userId)])], 'hot', after, size);
}
