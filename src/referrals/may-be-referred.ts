import type { Profile } from '#candidates/profile.ts';
import { wordsOf } from '#candidates/search-words.ts';
import type { SlackPerson } from '#team/actor.ts';
import type { ReferralDeps } from './deps.ts';
import { isOwnAddress, MOST_A_DAY } from './rules.ts';

/** Why somebody isn't taken, beside the field it is about. */
export interface Refused {
  field: 'name' | 'email' | 'link' | 'role';
  says: string;
}

export const SAYS = {
  self: 'This is you. A referral is for somebody else; for a move of your own please talk to a recruiter.',
  namesake:
    'This is your own name. A referral is for somebody else; if it is a namesake, please ask a recruiter to add them.',
  employee: 'They work here already, so they can’t be referred.',
  erased: 'This person has asked not to be kept here, so they can’t be referred. Thank you all the same.',
  optedOut:
    'Thank you, but we can’t follow this up: nobody here may write to them. If they would like to hear from us, they can write to us themselves.',
  roleClosed: 'Nobody is looked for in this role any more. Please pick another one, or leave it empty.',
  twice: 'You have referred them for this already. `/refer mine` says how it stands.',
} as const;

const DAY_MS = 86_400_000;
/** `https://acme.slack.com/team/U0ABC`: somebody’s profile in Slack. */
const SLACK_PROFILE = /\.slack\.com\/team\/([UW][A-Z0-9]+)/;

/**
 * Whether a colleague may put this person forward, as far as it can be told before looking who is known: not
 * themselves, nobody who works here, and not more than a colleague refers by hand.
 */
export async function refusal(
  deps: Pick<ReferralDeps, 'referrals' | 'clock' | 'lookUp' | 'memberByEmail' | 'referralRules'>,
  by: string,
  profile: Profile,
): Promise<Refused | null> {
  const since = new Date(deps.clock.now().getTime() - DAY_MS);
  if ((await deps.referrals.countSince(by, since, MOST_A_DAY)) >= MOST_A_DAY)
    return {
      field: 'name',
      says: `You have referred ${MOST_A_DAY} people in 24 hours, which is the most. Please go on tomorrow, or give a recruiter your list: they can import it.`,
    };
  return (await colleagueRefusal(deps, by, profile)) ?? (await nameRefusal(deps, by, profile));
}

async function colleagueRefusal(
  deps: Pick<ReferralDeps, 'lookUp' | 'memberByEmail' | 'referralRules'>,
  by: string,
  { emails, links }: Profile,
): Promise<Refused | null> {
  const found: { field: Refused['field']; member: SlackPerson | null }[] = [
    ...(await Promise.all(
      emails.map(async (email) => ({ field: 'email' as const, member: await deps.memberByEmail(email) })),
    )),
    ...(await Promise.all(
      links.map(async (link) => ({ field: 'link' as const, member: await slackProfile(deps, link) })),
    )),
  ];
  for (const { field, member } of found)
    if (member && !member.outsider) return { field, says: member.id === by ? SAYS.self : SAYS.employee };
  if (emails.some((email) => isOwnAddress(deps.referralRules, email)))
    return { field: 'email', says: SAYS.employee };
  return null;
}

async function nameRefusal(
  deps: Pick<ReferralDeps, 'lookUp'>,
  by: string,
  { name, emails }: Profile,
): Promise<Refused | null> {
  const me = await deps.lookUp(by);
  if (!me) return null;
  const mine = me.email?.toLowerCase();
  if (mine !== undefined && emails.some((email) => email.toLowerCase() === mine))
    return { field: 'email', says: SAYS.self };
  const words = (text: string) => wordsOf(text).toSorted().join(' ');
  return words(name) === words(me.name) ? { field: 'name', says: SAYS.namesake } : null;
}

async function slackProfile(deps: Pick<ReferralDeps, 'lookUp'>, link: string): Promise<SlackPerson | null> {
  const [, id] = SLACK_PROFILE.exec(link) ?? [];
  return id === undefined ? null : deps.lookUp(id);
}
