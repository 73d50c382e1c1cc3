import type { ReferralStore } from './store.ts';

/** Brings referrals of version 0.1 up to date, so that they wait for a decision like any other. Safe to run twice. */
export function upgradeReferrals(deps: { referrals: ReferralStore }): Promise<number> {
  return deps.referrals.upgrade();
}
