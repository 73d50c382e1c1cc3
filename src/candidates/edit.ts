import type { RecordDeps } from '#engagement/record.ts';
import type { Candidate } from './candidate.ts';
import { recordNote } from './capture.ts';
import { type ChangeDeps, type Changes, changeCandidate } from './change.ts';
import type { Profile } from './profile.ts';
import { learnWords, type VocabularyDeps } from './vocabulary.ts';

export type EditDeps = ChangeDeps & VocabularyDeps & RecordDeps;

export interface Edit {
  id: string;
  profile: Profile;
  by: string;
  /** Makes the note's id: the same submission twice keeps it once. */
  deliveryId: string;
  /** Fields as they stood in the form when it was opened; null compares with nothing. */
  shown: Shown;
}

/** What the form showed: only what differs from it was changed by this person. */
export type Shown = Pick<
  Candidate,
  | 'name'
  | 'emails'
  | 'phones'
  | 'links'
  | 'headline'
  | 'company'
  | 'location'
  | 'seniority'
  | 'skills'
  | 'tags'
  | 'owner'
> & { interests: string[] };

/**
 * Writes what a person changed in the form, and only that: what a colleague changed meanwhile in other fields stays
 * as it is, and a colleague's change of the same field is kept in the audit log. The source is never changed.
 */
export async function editCandidate(deps: EditDeps, edit: Edit): Promise<Candidate> {
  const { id, profile, by, deliveryId, shown } = edit;
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate edited', surface: 'modal Edit candidate' },
    (current) => changesMade(current, profile, shown, deps.clock.now()),
  );
  await learnWords(deps, candidate);
  if (profile.note) await recordNote(deps, id, deliveryId, profile.note, by);
  return candidate;
}

function changesMade(current: Candidate, profile: Profile, shown: Shown, now: Date): Changes {
  const changes: Changes = {};
  for (const field of ['name', 'headline', 'company', 'location', 'owner'] as const)
    if (profile[field] !== shown[field]) Object.assign(changes, { [field]: profile[field] });
  if (profile.seniority !== shown.seniority) changes.seniority = profile.seniority;
  for (const field of ['emails', 'phones', 'links', 'skills', 'tags'] as const)
    changes[field] = merged(current[field], shown[field], profile[field]);
  const interests = merged(
    current.interests.map(({ what }) => what),
    shown.interests,
    profile.interests,
  );
  changes.interests = interests.map(
    (what) => current.interests.find((one) => one.what === what) ?? { what, at: now, how: 'told us' },
  );
  return changes;
}

/** What is there now, without what this person took away, with what they added; their order first. */
function merged(current: readonly string[], shown: readonly string[], wanted: readonly string[]): string[] {
  const removed = shown.filter((one) => !wanted.includes(one));
  const others = current.filter((one) => !removed.includes(one) && !wanted.includes(one));
  return [...wanted, ...others];
}
