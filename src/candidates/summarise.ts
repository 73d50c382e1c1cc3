import type { Candidate } from './candidate.ts';
import type { CandidateStore } from './store.ts';

type Derived = Pick<Candidate, 'engagement' | 'stage'>;

/** Two processes that record for one person at once: the second reads again. More rounds than that are a fault. */
const ROUNDS = 20;

/**
 * Rewrites what is derived from a candidate's touchpoints. `compute` reads them anew in each round, so that nobody's
 * touchpoint is written over by a summary that was computed before it.
 * @returns the candidate as written, or null when there is none (any more)
 * @throws Error when the record kept changing
 */
export async function summarise(
  deps: { candidates: CandidateStore },
  candidateId: string,
  compute: (candidate: Candidate) => Promise<Derived>,
): Promise<Candidate | null> {
  for (let round = 0; round < ROUNDS; round++) {
    const candidate = await deps.candidates.byId(candidateId);
    if (!candidate) return null;
    const { engagement, stage } = await compute(candidate);
    if (await deps.candidates.replaceEngagement(candidate, { engagement, stage }))
      return { ...candidate, engagement, stage };
  }
  throw new Error(`the engagement of candidate ${candidateId} kept changing`);
}
