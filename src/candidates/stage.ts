import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import type { Moved, StageStore } from './stage-store.ts';

export type { Moved };

/** Says where the relationship stands; a second time changes nothing. @param change.surface where it was said, for the audit log */
export async function setStage(
  deps: ChangeDeps,
  change: { id: string; stage: Candidate['stage']; by: string; surface: string },
): Promise<Candidate> {
  const { id, stage, by, surface } = change;
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate stage set', surface },
    () => ({ stage }),
  );
  return candidate;
}

/** Gives somebody an owner if nobody looks after them; a second time changes nothing. */
export async function ownIfNobodyDoes(
  deps: ChangeDeps,
  change: { id: string; owner: string; surface: string },
): Promise<void> {
  const { id, owner, surface } = change;
  await changeCandidate(deps, id, { by: owner, action: 'candidate owner set', surface }, (current) =>
    current.owner === null ? { owner } : null,
  );
}

/** What referrals/ asks of candidates: whose stage has moved. */
export interface StageDeps {
  stages: StageStore;
}

/** People who came to a stage that referrals follow, or left one, or were merged; until `followed` says so. */
export function movedPeople(deps: StageDeps, limit: number): Promise<Moved[]> {
  return deps.stages.moved(limit);
}

/** Somebody is to be looked at, though their stage hasn't moved. */
export function lookAtStage(deps: StageDeps, id: string): Promise<void> {
  return deps.stages.mark(id);
}

export function followed(deps: StageDeps, people: readonly Moved[]): Promise<void> {
  return deps.stages.followed(people);
}
