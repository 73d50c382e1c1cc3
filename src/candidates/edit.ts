import type { RecordDeps } from '#engagement/record.ts';
import type { Candidate } from './candidate.ts';
import { recordNote } from './capture.ts';
import { type ChangeDeps, type Changes, changeCandidate } from './change.ts';
import type { Joined } from './joined.ts';
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
  /** Of stage and lawful basis, what this person changed. */
  standing?: StandingEdit;
}

/** Stage and lawful basis, as far as they were changed. */
export interface StandingEdit {
  stage?: Candidate['stage'] | undefined;
  basis?: Candidate['lawfulBasis']['basis'] | undefined;
  /** Null: it doesn't end. */
  expiresAt?: Date | null;
}

/** What the form showed: only what differs from it was changed by this person. */
export type Shown = Joined & Pick<Candidate, 'name'> & { interests: string[] };

/** A colleague's change that this one was written over, for telling whoever did it. */
export interface Replaced {
  field: (typeof SINGLE)[number];
  was: string | null;
}

/** Fields that hold one value: the later of two changes stays. */
const SINGLE = ['name', 'headline', 'company', 'location', 'seniority', 'owner'] as const;

/**
 * Writes what a person changed in the form, and only that: what a colleague changed meanwhile in other fields stays
 * as it is. Where both changed the same single value, the later one stays, the earlier one is in the audit log, and
 * it is told which. The source is never changed.
 */
export async function editCandidate(
  deps: EditDeps,
  edit: Edit,
): Promise<{ candidate: Candidate; replaced: Replaced[] }> {
  const { id, profile, by, deliveryId, shown, standing = {} } = edit;
  let replaced: Replaced[] = [];
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate edited', surface: 'modal Edit candidate' },
    (current) => {
      replaced = replacedBy(current, profile, shown);
      const now = deps.clock.now();
      return { ...changesMade(current, profile, shown, now), ...standingMade(current, standing, now) };
    },
  );
  await learnWords(deps, candidate);
  if (profile.note) await recordNote(deps, id, deliveryId, profile.note, by);
  return { candidate, replaced };
}

function replacedBy(current: Candidate, profile: Profile, shown: Shown): Replaced[] {
  return SINGLE.filter(
    (field) =>
      profile[field] !== shown[field] && current[field] !== shown[field] && current[field] !== profile[field],
  ).map((field) => ({ field, was: current[field] }));
}

function changesMade(current: Candidate, profile: Profile, shown: Shown, now: Date): Changes {
  const changes: Changes = {};
  for (const field of SINGLE)
    if (profile[field] !== shown[field]) Object.assign(changes, { [field]: profile[field] });
  for (const field of ['emails', 'phones', 'links', 'skills', 'tags'] as const)
    changes[field] = merged(current[field], shown[field], profile[field]);
  // A bounce was about the old address.
  const [address] = changes.emails ?? [];
  if (address !== undefined && address !== current.emails[0])
    changes.suppressions = current.suppressions.filter(({ reason }) => reason !== 'bounced');
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

function standingMade(current: Candidate, { stage, basis, expiresAt }: StandingEdit, now: Date): Changes {
  const { lawfulBasis } = current;
  return {
    ...(stage && { stage }),
    ...((basis || expiresAt !== undefined) && {
      lawfulBasis: {
        basis: basis ?? lawfulBasis.basis,
        // A new basis holds from now on; its end may be moved without that.
        at: basis ? now : lawfulBasis.at,
        expiresAt: expiresAt === undefined ? lawfulBasis.expiresAt : expiresAt,
      },
    }),
  };
}

/** What this person wants, without what a colleague took away meanwhile, with what a colleague added. */
function merged(current: readonly string[], shown: readonly string[], wanted: readonly string[]): string[] {
  const kept = wanted.filter((one) => !shown.includes(one) || current.includes(one));
  const added = current.filter((one) => !shown.includes(one) && !wanted.includes(one));
  return [...kept, ...added];
}
