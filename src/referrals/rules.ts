import { z } from 'zod';

/** What an admin sets about referrals. */
export interface ReferralRules {
  /** Channel in which referrals are shown when neither role nor person has an owner; null: each recruiter is told. */
  channel: string | null;
  leaderboard: boolean;
  /** Domains of the company's own addresses, in lower case. */
  ownDomains: string[];
  /** Slack user ids of who hears of bonuses that fall due; empty: the admins. */
  bonusPeople: string[];
}

export const referralRulesSchema: z.ZodType<ReferralRules> = z.object({
  channel: z.string().nullable(),
  leaderboard: z.boolean(),
  ownDomains: z.array(z.string()).max(50),
  bonusPeople: z.array(z.string()).max(20),
});

export const DEFAULT_REFERRAL_RULES: ReferralRules = {
  channel: null,
  leaderboard: true,
  ownDomains: [],
  bonusPeople: [],
};

/** Referrals of one colleague in 24 hours: more than that is a list, and lists are imported. */
export const MOST_A_DAY = 20;

const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[\p{L}\p{N}-]{2,}$/u;

/** Domains as typed, one a line or with commas. @returns them, or the first that is none */
export function readDomains(text: string): string[] | { wrong: string } {
  const typed = text
    .split(/[\s,;]+/)
    .map((one) => one.toLowerCase().replace(/^@/, ''))
    .filter(Boolean);
  const wrong = typed.find((one) => !DOMAIN.test(one));
  return wrong === undefined ? [...new Set(typed)] : { wrong };
}

/** Whether an address is of one of these domains or below it. */
export function isOwnAddress({ ownDomains }: Pick<ReferralRules, 'ownDomains'>, email: string): boolean {
  const domain = email.split('@').at(-1)?.toLowerCase() ?? '';
  return ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}
