import type { Clock } from '#platform/clock.ts';
import { type Candidate, idsOf, type Stage } from './candidate.ts';
import { type Happened, happenedTo, NOBODY, type Watched } from './happened.ts';
import type { CandidateStore } from './store.ts';

/** What engagement/ asks of a candidate's record: to read and rewrite the part that is derived from touchpoints. */
export interface EngagementDeps {
  candidates: CandidateStore;
  /** What workflow rules look at. */
  watched: Watched;
  clock: Clock;
}

/** The ids under which somebody's touchpoints are kept, their own first; empty for nobody. */
export function personIds(deps: Pick<EngagementDeps, 'candidates'>, candidateId: string): Promise<string[]> {
  return deps.candidates.idsOf(candidateId);
}

/**
 * @returns `ids`: under which their touchpoints are kept, their own first; null when there is no such candidate any
 *   more
 */
export async function readEngagement(
  deps: Pick<EngagementDeps, 'candidates'>,
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
 * @param draftId of the touchpoint that made a difference, if it had a draft
 * @returns false when somebody has: read and derive again
 */
export function writeEngagement(
  deps: EngagementDeps,
  candidateId: string,
  revision: number,
  derived: { engagement: Omit<Candidate['engagement'], 'revision'>; stage: { from: Stage; to: Stage } },
  draftId: string | null,
): Promise<boolean> {
  return deps.candidates.writeEngagement({
    id: candidateId,
    revision,
    ...derived,
    happened: stageMoved(deps, derived.stage, draftId),
  });
}

/** What rules have to look at when a stage follows from what happened. */
function stageMoved(
  deps: EngagementDeps,
  { from, to }: { from: Stage; to: Stage },
  draftId: string | null,
): Happened[] {
  const cause = { at: deps.clock.now(), draftId };
  return happenedTo({ ...NOBODY, stage: from }, { ...NOBODY, stage: to }, deps.watched, cause);
}

/** What `readEngagement` reads, of people behind an id in the order of ids. */
export function engagementsAfter(
  deps: Pick<EngagementDeps, 'candidates'>,
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
  return deps.candidates.writeEngagements(
    people.map((one) => ({ ...one, happened: stageMoved(deps, one.stage, null) })),
  );
}
