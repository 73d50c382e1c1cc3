import type { HomeSection } from '#home/home.ts';
import type { ReferralDeps } from '../deps.ts';
import { type Listed, referralsOf, waitingFor, waitingFrom } from '../lists.ts';
import { dayText, stateText, whomText } from './words.ts';

const ON_HOME = 10;
const WAITING_LISTED = 50;

/** One of somebody's own referrals. */
export function referralLine({ referral, name }: Listed): string {
  return `${whomText(referral, name)}, ${dayText(referral.at)}: ${stateText(referral)}`;
}

/** **Your referrals** of App Home. */
export async function referralsSection(deps: ReferralDeps, userId: string): Promise<HomeSection> {
  const mine = await referralsOf(deps, userId, ON_HOME);
  return {
    title: 'Your referrals',
    empty: 'Do you know somebody who would fit here? `/refer` puts them forward.',
    lines: mine.map((one) => ({ text: referralLine(one) })),
  };
}

/** Referrals that wait for a decision, the oldest first, for the digest. @param userId null: for anybody's */
export async function referralsToDecide(
  deps: ReferralDeps,
  userId: string | null,
  range: { skip: number; limit: number },
): Promise<{ lines: HomeSection['lines']; total: number }> {
  const { listed, total } = await waitingFrom(deps, userId, range);
  return { lines: listed.map(waitingLine), total };
}

function waitingLine({ referral, name }: Listed): HomeSection['lines'][number] {
  return {
    text: `${whomText(referral, name)}, referred by <@${referral.by}> on ${dayText(referral.at)}`,
    button: { text: 'Open', actionId: 'referral_open', value: referral._id },
  };
}

/** **Referrals waiting** of a recruiter's App Home. */
export async function waitingSection(deps: ReferralDeps, userId: string): Promise<HomeSection> {
  return {
    title: 'Referrals waiting',
    empty: 'No referral waits for you.',
    lines: (await waitingFor(deps, userId, WAITING_LISTED)).map(waitingLine),
  };
}
