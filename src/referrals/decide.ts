import { recordAudit } from '#audit/record.ts';
import type { ReferralDeps } from './deps.ts';
import type { DeclineReason, Owed, Referral } from './referral.ts';

export type Decision =
  | { state: 'accepted' | 'already known' }
  | { state: 'declined'; why: DeclineReason; note: string | null };

/**
 * What a recruiter says about a referral that waits. The first one decides.
 * @returns the referral as it is then, and whether it was this decision; null when there is none
 */
export async function decide(
  deps: ReferralDeps,
  id: string,
  decision: Decision,
  by: string,
): Promise<{ referral: Referral; isDone: boolean } | null> {
  const at = deps.clock.now();
  const { state } = decision;
  const isAccepted = state === 'accepted';
  const owed: Owed[] = [...(isAccepted ? (['apply'] as const) : []), 'show', `tell ${state}`];
  const decided =
    state === 'declined'
      ? { by, at, why: decision.why, note: decision.note }
      : { by, at, why: null, note: null };
  const referral = await deps.referrals.move(
    id,
    'waiting',
    { state, stateAt: at, decided, ...(isAccepted && { acceptedAt: at }) },
    { owed, at, drop: isAccepted ? null : 'first' },
  );
  if (!referral) {
    const there = await deps.referrals.byId(id);
    return there && { referral: there, isDone: false };
  }
  await recordAudit(deps, {
    by,
    action: `referral ${state}`,
    subject: `candidate:${referral.candidateId}`,
    before: { state: 'waiting' },
    after: { state, role: referral.roleId },
    surface: 'referral',
  });
  return { referral, isDone: true };
}

/** One referral, for showing it. */
export function referralById(deps: Pick<ReferralDeps, 'referrals'>, id: string): Promise<Referral | null> {
  return deps.referrals.byId(id);
}
