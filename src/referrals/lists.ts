import { DateTime } from 'luxon';
import { candidateById } from '#candidates/find.ts';
import type { ReferralDeps } from './deps.ts';
import type { Referral } from './referral.ts';

export interface Listed {
  referral: Referral;
  /** Null once the person was erased. */
  name: string | null;
}

/** Somebody's own referrals with the names of whom they put forward, newest first. */
export async function referralsOf(deps: ReferralDeps, by: string, limit: number): Promise<Listed[]> {
  return named(deps, await deps.referrals.of(by, limit));
}

/** Referrals about which somebody is to decide, the oldest first. */
export async function waitingFor(deps: ReferralDeps, userId: string, limit: number): Promise<Listed[]> {
  return named(deps, await deps.referrals.waitingFor(userId, limit));
}

/** The same from one on, and how many there are. @param userId null: what anybody is to decide about */
export async function waitingFrom(
  deps: ReferralDeps,
  userId: string | null,
  range: { skip: number; limit: number },
): Promise<{ listed: Listed[]; total: number }> {
  const [referrals, total] = await Promise.all([
    deps.referrals.waitingFrom(userId, range),
    deps.referrals.countWaiting(userId),
  ]);
  return { listed: await named(deps, referrals), total };
}

function named(deps: ReferralDeps, referrals: readonly Referral[]): Promise<Listed[]> {
  return Promise.all(
    referrals.map(async (referral) => ({
      referral,
      name:
        referral.candidateId === null
          ? null
          : ((await candidateById(deps, referral.candidateId))?.name ?? null),
    })),
  );
}

export interface Place {
  /** Slack user id. */
  by: string;
  accepted: number;
  hired: number;
}

/** Colleagues on the board. */
const PLACES = 10;

/**
 * Whose referrals were accepted, and led to a hire, in this quarter and this year (UTC): hires first. A hire counts in
 * the period in which it happened, if the referral was accepted in this year or the one before.
 */
export async function leaderboard(deps: ReferralDeps): Promise<{ quarter: Place[]; year: Place[] }> {
  const now = DateTime.fromJSDate(deps.clock.now(), { zone: 'utc' });
  const year = now.startOf('year');
  const referrals = await deps.referrals.acceptedSince(year.minus({ years: 1 }).toJSDate());
  return {
    quarter: placesSince(referrals, now.startOf('quarter').toJSDate()),
    year: placesSince(referrals, year.toJSDate()),
  };
}

function placesSince(
  referrals: readonly Pick<Referral, 'by' | 'acceptedAt' | 'hiredAt' | 'state'>[],
  since: Date,
): Place[] {
  const places = new Map<string, Place>();
  for (const { by, acceptedAt, hiredAt, state } of referrals) {
    const accepted = acceptedAt !== undefined && acceptedAt >= since ? 1 : 0;
    const hired = state === 'hired' && hiredAt !== undefined && hiredAt >= since ? 1 : 0;
    if (accepted + hired === 0) continue;
    const before = places.get(by) ?? { by, accepted: 0, hired: 0 };
    places.set(by, { by, accepted: before.accepted + accepted, hired: before.hired + hired });
  }
  return [...places.values()]
    .toSorted((a, b) => b.hired - a.hired || b.accepted - a.accepted || (a.by < b.by ? -1 : 1))
    .slice(0, PLACES);
}
