import type { Candidate, Stage } from './candidate.ts';
import type { CandidateStore } from './store.ts';

/** What engagement/ asks of a candidate's record: to read and rewrite the part that is derived from touchpoints. */
export interface EngagementDeps {
  candidates: CandidateStore;
}

/** @returns null when there is no such candidate any more */
export async function readEngagement(
  deps: EngagementDeps,
  candidateId: string,
): Promise<{ revision: number; stage: Stage } | null> {
  const candidate = await deps.candidates.byId(candidateId);
  return candidate && { revision: candidate.engagement.revision, stage: candidate.stage };
}

/**
 * Rewrites the derived part, if nobody has since it was read.
 * @param revision as read
 * @returns false when somebody has: read and derive again
 */
export function writeEngagement(
  deps: EngagementDeps,
  candidateId: string,
  revision: number,
  derived: { engagement: Omit<Candidate['engagement'], 'revision'>; stage: Stage },
): Promise<boolean> {
  return deps.candidates.writeEngagement(candidateId, revision, derived);
}
