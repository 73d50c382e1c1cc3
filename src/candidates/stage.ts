import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';

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
