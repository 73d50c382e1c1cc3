import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { DECLINE_REASONS, type News, type Referral, type ReferralBonus } from '../referral.ts';

/** What is said of referrals: mrkdwn, and nothing of the person that their referrer didn't say themselves. */

export function amountText({ amount, currency }: Pick<ReferralBonus, 'amount' | 'currency'>): string {
  return `${amount.toLocaleString('en')} ${escapeMrkdwn(currency)}`;
}

/** `23 Nov 2026`, as the calendar of UTC has it. */
export function dayText(at: Date): string {
  return at.toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** mrkdwn. @param name null: they have been erased */
export function whoText(name: string | null): string {
  return name === null ? 'somebody who has been deleted' : escapeMrkdwn(name);
}

/** `*Ana* for Backend engineer`. */
export function whomText({ role }: Pick<Referral, 'role'>, name: string | null): string {
  return `*${whoText(name)}*${role ? ` for ${escapeMrkdwn(role)}` : ''}`;
}

/** How a referral stands, as its referrer sees it. */
export function stateText({ state, stateAt, decided, bonus }: Referral): string {
  switch (state) {
    case 'waiting':
      return 'waiting for a recruiter';
    case 'accepted':
      return `accepted on ${dayText(stateAt)}`;
    case 'in process':
      return 'in process';
    case 'hired':
      return `hired${bonus ? `; ${bonusText(bonus)}` : ''}`;
    case 'already known':
      return 'already known here';
    case 'already referred':
      return 'a colleague was first';
    case 'declined':
      return `declined: ${DECLINE_REASONS[decided?.why ?? 'ours'].toLowerCase()}`;
    case 'withdrawn':
      return 'withdrawn';
  }
}

/** `bonus of 2,000 USD due on 23 Dec 2026`, by its state. */
export function bonusText(bonus: ReferralBonus): string {
  const amount = amountText(bonus);
  switch (bonus.state) {
    case 'coming':
      return `bonus of ${amount} due on ${dayText(bonus.dueAt)}`;
    case 'due':
      return `bonus of ${amount} is due`;
    case 'paid':
      return `bonus of ${amount} paid on ${dayText(bonus.paid?.at ?? bonus.dueAt)}`;
    case 'cancelled':
      return 'no bonus';
  }
}

/** What the referrer is told, as a whole message. */
export function newsText(referral: Referral, name: string | null, news: News): string {
  const who = `*${whoText(name)}*`;
  const whom = whomText(referral, name);
  const { bonus, decided, state } = referral;
  const amount = bonus ? amountText(bonus) : '';
  switch (news) {
    case 'waiting':
      return `Thank you for referring ${whom}. The recruiters have it, and I tell you here when something changes. \`/refer mine\` lists your referrals.${referral.wasKnown ? ' They may be known here already: a recruiter looks whether your referral counts.' : ''}`;
    case 'accepted':
      return `:tada: Your referral of ${whom} was accepted. The recruiters take it from here.`;
    case 'in process':
      return `Your referral of ${whom} is in process.`;
    case 'process ended':
      return `Your referral of ${whom} is not in process any more. It stays with the recruiters for another time.`;
    case 'hired':
      return `:tada: ${who}, whom you referred, is hired. Thank you!${bonus?.state === 'coming' ? ` Your bonus of ${amount} is due on ${dayText(bonus.dueAt)}.` : ''}`;
    case 'already known':
      return decided
        ? `Thank you for referring ${whom}. The recruiters knew them already, so this doesn’t count as a referral; what you wrote helps all the same.`
        : `Thank you for referring ${whom}. The recruiters are in contact with them already, so this doesn’t count as a referral; they see what you wrote.`;
    case 'already referred':
      return `Thank you for referring ${whom}. A colleague was first, and the first referral counts. The recruiters see what you wrote.`;
    case 'declined':
      return `Thank you for referring ${whom}. The recruiters don’t go on with it: ${DECLINE_REASONS[decided?.why ?? 'ours'].toLowerCase()}.`;
    case 'withdrawn':
      return `Your referral of ${whom} is withdrawn.`;
    case 'bonus due':
      return `Your bonus of ${amount} for referring ${who} is due. It is on its way to you; I tell you when it is marked as paid.`;
    case 'bonus paid':
      return `Your bonus of ${amount} for referring ${who} is marked as paid.`;
    case 'bonus cancelled':
      return `There will be no bonus for your referral of ${whom}${state === 'hired' ? ': they had to be here until it is due' : ': the hire was taken back'}.`;
  }
}
