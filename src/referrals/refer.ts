import type { Candidate } from '#candidates/candidate.ts';
import { type CaptureDeps, capture } from '#candidates/capture.ts';
import { candidateById } from '#candidates/find.ts';
import type { Profile } from '#candidates/profile.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { Referral } from './referral.ts';
import type { ReferralStore } from './store.ts';

export interface ReferDeps extends CaptureDeps {
  referrals: ReferralStore;
  /** Tells recruiters of a referral, those who look after the candidate first. */
  tellRecruiters: (referral: Referral, candidate: Candidate) => Promise<void>;
}

/** What a colleague says about whom they refer. */
export type Put = Pick<Referral, 'by' | 'acquaintance' | 'role' | 'mayMention' | 'note'> & {
  profile: Profile;
  /** Makes the referral's id: the same submission twice is one referral. */
  deliveryId: string;
};

/** Referrals that a crash left untold wait so long. */
const QUIET_MS = 60_000;
const SWEPT_AT_ONCE = 100;

/**
 * Puts somebody forward: whoever isn't known yet is added with the source Referral, and a touchpoint says that they
 * were referred. Everything is kept when this returns.
 */
export async function refer(deps: ReferDeps, put: Put): Promise<Referral> {
  const { profile, deliveryId, by, acquaintance, role, mayMention, note } = put;
  const captured = await capture(deps, {
    profile: { ...profile, source: 'Referral', sourceDetail: null, owner: null, note: null },
    by,
    surface: 'modal Refer someone',
  });
  if (captured.outcome === 'erased')
    throw new PersonError(
      'This person has asked not to be kept here, so they can’t be referred. Thank you all the same.',
    );
  const candidate = captured.outcome === 'added' ? captured.candidate : captured.candidates[0];
  if (!candidate) throw new Error('A person who is known was not found.');
  const referral: Referral = {
    _id: deliveryId,
    candidateId: candidate._id,
    by,
    at: deps.clock.now(),
    acquaintance,
    role,
    mayMention,
    note,
    state: 'waiting',
    told: false,
  };
  await deps.referrals.insert(referral);
  await recordTouchpoint(deps, {
    _id: `referral:${deliveryId}`,
    candidateId: candidate._id,
    kind: 'referred',
    direction: 'in',
    at: referral.at,
    by,
    note: [acquaintance, role && `for ${role}`, note].filter(Boolean).join('. '),
  });
  return referral;
}

/** Tells recruiters of a referral, once. */
export async function tellOf(deps: ReferDeps, referral: Referral): Promise<void> {
  const candidate = await candidateById(deps, referral.candidateId);
  if (!(await deps.referrals.claimTelling(referral._id)) || !candidate) return;
  await deps.tellRecruiters(referral, candidate);
}

/** Tells of those that a process which died has left; for a recurring job. */
export async function tellOfUntold(deps: ReferDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - QUIET_MS);
  for (const referral of await deps.referrals.untold(before, SWEPT_AT_ONCE)) await tellOf(deps, referral);
}

/** Somebody's own referrals with the names of whom they put forward, newest first. */
export async function referralsOf(
  deps: ReferDeps,
  by: string,
  limit: number,
): Promise<{ referral: Referral; name: string }[]> {
  const referrals = await deps.referrals.of(by, limit);
  return Promise.all(
    referrals.map(async (referral) => ({
      referral,
      name: (await candidateById(deps, referral.candidateId))?.name ?? 'somebody who has been deleted',
    })),
  );
}
