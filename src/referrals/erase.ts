import type { ReferralDeps } from './deps.ts';
import type { Mention } from './mention.ts';
import type { Referral } from './referral.ts';

type Deps = Pick<ReferralDeps, 'referrals' | 'mentions' | 'clock'> & {
  removeMessage: (message: { channelId: string; ts: string }) => Promise<void>;
};

/** Who is meant: their ids, keys and names. */
interface Whom {
  ids: readonly string[];
  keys: readonly string[];
  names: readonly string[];
}

/** Everything that is held of somebody here. */
export async function referralsAbout(
  deps: Pick<Deps, 'referrals' | 'mentions'>,
  { ids, keys, names }: Whom,
): Promise<{ referrals: Referral[]; mentions: Mention[] }> {
  return {
    referrals: await deps.referrals.about(ids),
    mentions: await deps.mentions.naming(keys, names),
  };
}

/**
 * Lets go of somebody: our messages that name them go, their referrals are withdrawn. Who referred for which role, and a
 * bonus that is owed, stay without them.
 */
export async function forgetReferred(deps: Deps, whom: Whom): Promise<void> {
  const { referrals, mentions } = await referralsAbout(deps, whom);
  for (const message of referrals.flatMap(({ messages }) => messages)) await deps.removeMessage(message);
  await deps.referrals.forget(whom.ids, deps.clock.now());
  for (const { _id, answer } of mentions) {
    if (answer) await deps.removeMessage(answer);
    await deps.mentions.take(_id);
  }
}
