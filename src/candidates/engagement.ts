import { type Candidate, idsOf, type Stage } from './candidate.ts';
import type { CandidateStore } from './store.ts';

/** What engagement/ asks of a candidate's record: to read and rewrite the part that is derived from touchpoints. */
export interface EngagementDeps {
  candidates: CandidateStore;
}

/** The ids under which somebody's touchpoints are kept, their own first; empty for nobody. */
export function personIds(deps: EngagementDeps, candidateId: string): Promise<string[]> {
  return deps.candidates.idsOf(candidateId);
}

/**
 * @returns `ids`: under which their touchpoints are kept, their own first; null when there is no such candidate any
 *   more
 */
export async function readEngagement(
  deps: EngagementDeps,
  candidateId: string,
): Promise<{ ids: string[]; revision: number; stage: Stage } | null> {
  const candidate = await deps.candidates.byId(candidateId);
  return (
    candidate && {
      ids: idsOf(candidate),
      revision: candidate.engagement.revision,
      stage: candidate.stage,
    }
  );
}

/**
 * Rewrites the derived part, if nobody has since it was read; moves the stage only from what it was read as.
 * @param revision as read
 * @returns false when somebody has: read and derive again
 */
export function writeEngagement(
  deps: EngagementDeps,
  candidateId: string,
  revision: number,
  derived: { engagement: Omit<Candidate['engagement'], 'revision'>; stage: { from: Stage; to: Stage } },
): Promise<boolean> {
  return deps.candidates.writeEngagement(candidateId, revision, derived);
}

/** What `readEngagement` reads, of people behind an id in the order of ids. */
export function engagementsAfter(
  deps: EngagementDeps,
  after: string | null,
  limit: number,
): Promise<{ id: string; ids: string[]; revision: number; stage: Stage }[]> {
  return deps.candidates.engagementsAfter(after, limit);
}

/** Rewrites many. @returns ids of those whose engagement was rewritten meanwhile */
export function writeEngagements(
  deps: EngagementDeps,
  people: readonly {
    id: string;
    revision: number;
    engagement: Omit<Candidate['engagement'], 'revision'>;
    stage: { from: Stage; to: Stage };
  }[],
): Promise<string[]> {
  return deps.candidates.writeEngagements(people);
}
