import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';

/**
 * Says until when somebody is not to be written to, unless a person insists.
 * @param change.until null: they are no longer snoozed
 */
export async function snoozeCandidate(
  deps: ChangeDeps,
  { id, until, by }: { id: string; until: Date | null; by: string },
): Promise<Candidate> {
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: until ? 'candidate snoozed' : 'candidate woken up', surface: 'modal Snooze' },
    () => ({ snoozedUntil: until }),
  );
  return candidate;
}
