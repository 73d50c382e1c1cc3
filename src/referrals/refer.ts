import { createHash } from 'node:crypto';
import { recordAudit } from '#audit/record.ts';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { capture } from '#candidates/capture.ts';
import type { Profile } from '#candidates/profile.ts';
import { roleById } from '#roles/find.ts';
import { isLooking, type Role, roleKey } from '#roles/role.ts';
import type { ReferralDeps } from './deps.ts';
import { type Refused, refusal, SAYS } from './may-be-referred.ts';
import { counts, isInProcess, type Referral, type ReferralState } from './referral.ts';

/** What a colleague says about whom they refer. */
export type Put = Pick<Referral, 'by' | 'mayMention' | 'awareness' | 'note' | 'roleId' | 'role'> & {
  acquaintance: NonNullable<Referral['acquaintance']>;
  profile: Profile;
  /** Makes the referral's id: the same submission twice is one referral. */
  deliveryId: string;
};

/**
 * Puts somebody forward: whoever isn't known yet is added with the source Referral. Everything is in the database when
 * this returns; what follows from it (the touchpoint, who is told) is done by `settle`.
 * @returns the referral, or why it is not taken
 */
export async function refer(deps: ReferralDeps, put: Put): Promise<Referral | { refused: Refused }> {
  const _id = createHash('sha256').update(`referral:${put.deliveryId}`).digest('hex').slice(0, 24);
  const there = await deps.referrals.byId(_id);
  if (there) return there;
  const refused = await refusal(deps, put.by, put.profile);
  if (refused) return { refused };
  const role = put.roleId === null ? null : await roleById(deps, put.roleId);
  if (put.roleId !== null && !(role && isLooking(role)))
    return { refused: { field: 'role', says: SAYS.roleClosed } };
  const captured = await capture(deps, {
    profile: { ...put.profile, source: 'Referral', sourceDetail: null, owner: null, note: null },
    by: put.by,
    surface: 'modal Refer someone',
  });
  if (captured.outcome === 'erased') return { refused: { field: 'name', says: SAYS.erased } };
  const candidate = captured.outcome === 'added' ? captured.candidate : captured.candidates[0];
  if (!candidate) throw new Error('A person who is known was not found.');
  if (candidate.stage === 'hired') return { refused: { field: 'name', says: SAYS.employee } };
  if (candidate.suppressions.some(({ reason }) => reason === 'opted out'))
    return { refused: { field: 'name', says: SAYS.optedOut } };
  const earlier = await earlierOnes(deps, put, role, candidate);
  if (earlier.some(({ by }) => by === put.by)) return { refused: { field: 'name', says: SAYS.twice } };
  const state = earlier.some(counts)
    ? 'already referred'
    : isInProcess(candidate.stage)
      ? 'already known'
      : 'waiting';
  const made = newReferral(deps.clock.now(), _id, { put, role, candidate, state });
  const referral = {
    ...made,
    wasKnown: captured.outcome === 'known',
  };
  const kept = (await deps.referrals.insert(referral))
    ? referral
    : { ...newReferral(made.at, _id, { put, role, candidate, state: 'already referred' }), wasKnown: true };
  if (kept !== referral) await deps.referrals.insert(kept);
  await recordAudit(deps, {
    by: put.by,
    action: 'candidate referred',
    subject: `candidate:${candidate._id}`,
    before: null,
    after: { role: kept.roleId, state: kept.state },
    surface: 'modal Refer someone',
  });
  return kept;
}

/** Referrals of this person for this role that count, or that this colleague was told of already. */
async function earlierOnes(deps: ReferralDeps, put: Put, role: Role | null, candidate: Candidate) {
  const key = roleOf(put, role);
  const about = await deps.referrals.about(idsOf(candidate));
  return about.filter(
    (one) =>
      roleOf(one, null) === key && (counts(one) || (one.by === put.by && one.state === 'already referred')),
  );
}

/** What two referrals have in common that are for the same role. */
function roleOf({ roleId, role }: Pick<Referral, 'roleId' | 'role'>, found: Role | null): string {
  return found?._id ?? roleId ?? `text ${roleKey(role ?? '')}`;
}

function newReferral(
  at: Date,
  _id: string,
  {
    put,
    role,
    candidate,
    state,
  }: { put: Put; role: Role | null; candidate: Candidate; state: ReferralState },
): Referral {
  const { by, acquaintance, mayMention, awareness, note } = put;
  const isWaiting = state === 'waiting';
  return {
    _id,
    candidateId: candidate._id,
    by,
    at,
    acquaintance,
    roleId: role?._id ?? null,
    role: role?.title ?? put.role,
    ...(isWaiting && { first: `${candidate._id}:${roleOf(put, role)}` }),
    mayMention,
    awareness,
    note,
    wasKnown: true,
    state,
    stateAt: at,
    decided: null,
    asked: [],
    messages: [],
    owed: ['touchpoint', `tell ${state}`, ...(isWaiting ? (['ask'] as const) : [])],
    owedSince: at,
    lease: null,
  };
}
