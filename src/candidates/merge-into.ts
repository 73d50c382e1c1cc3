import type { RecordDeps } from '#engagement/record.ts';
import type { Candidate } from './candidate.ts';
import { recordNote } from './capture.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import { joined, withInterests } from './joined.ts';
import type { Profile } from './profile.ts';
import { learnWords, type VocabularyDeps } from './vocabulary.ts';

/**
 * Joins what was typed about a person into the record that is there: what was empty is filled, lists grow, nothing
 * that is known is overwritten, and the source stays what it was.
 * @param change.deliveryId makes the note's id: the same submission twice keeps it once
 */
export async function mergeInto(
  deps: ChangeDeps & VocabularyDeps & RecordDeps,
  change: { id: string; profile: Profile; by: string; deliveryId: string },
): Promise<Candidate> {
  const { id, profile, by, deliveryId } = change;
  const now = deps.clock.now();
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate merged into', surface: 'modal Add candidate' },
    (current) => ({
      ...joined(current, profile),
      interests: withInterests(current.interests, profile.interests, 'told us', now),
    }),
  );
  await learnWords(deps, candidate);
  if (profile.note) await recordNote(deps, id, deliveryId, profile.note, by);
  return candidate;
}
