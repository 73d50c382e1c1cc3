import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import type { StageStore } from './stage-store.ts';

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

/** Where people stand, by the ids that are asked for: their own, or those of records merged into theirs. */
export function stagesOf(
  deps: { stages: StageStore },
  ids: readonly string[],
): Promise<Map<string, Candidate['stage']>> {
  return deps.stages.of(ids);
}
