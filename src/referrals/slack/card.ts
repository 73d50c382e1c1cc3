import type { KnownBlock } from '@slack/types';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import { AWARENESS, DECLINE_REASONS, type Referral } from '../referral.ts';
import { amountText, dayText, whomText, whoText } from './words.ts';

/** What whoever decides sees of a referral, with the buttons while it waits. */
export function referralMessage(
  referral: Referral,
  name: string | null,
): { text: string; blocks: KnownBlock[] } {
  const { by, acquaintance, mayMention, note, _id, state, candidateId } = referral;
  const text = `<@${by}> refers ${whomText(referral, name)}.`;
  const said = [
    ...(acquaintance ? [`*How they know them*\n${escapeMrkdwn(acquaintance)}`] : []),
    `*May we mention them*\n${mayMention ? 'Yes, you may say who referred them.' : 'No, please don’t say who referred them.'}`,
    `*Do they know?*\n${AWARENESS[referral.awareness]}. ${BASIS[referral.awareness]}`,
  ];
  const open = candidateId === null ? [] : [button('Open', 'candidate_open', candidateId)];
  return {
    text,
    blocks: [
      section(text),
      section(said.join('\n')),
      ...(note ? [section(`> ${escapeMrkdwn(note).replace(/\n/g, '\n> ')}`)] : []),
      ...(referral.wasKnown && state === 'waiting'
        ? [context('They were here before this referral: *Open* shows since when, and from where.')]
        : []),
      ...(state === 'waiting'
        ? [
            actions(`referral_${_id}`, [
              button('Accept', 'referral_accept', _id, 'primary'),
              button('Already known', 'referral_known', _id),
              button('Decline', 'referral_decline', _id),
              ...open,
            ]),
          ]
        : [context(happenedText(referral)), ...(open.length > 0 ? [actions(`referral_${_id}`, open)] : [])]),
    ],
  };
}

/** What their consent means for writing to them; the basis itself is on the card under Edit. */
const BASIS: Record<Referral['awareness'], string> = {
  asked: 'Legitimate interest stands on firm ground.',
  yes: 'They expect to hear from you.',
  no: 'When you first write, say where you have their name from (GDPR, article 14).',
};

/** What became of a referral that doesn’t wait, in words for recruiters. */
export function happenedText({ state, stateAt, decided }: Referral): string {
  const by = decided ? ` by <@${decided.by}>` : '';
  switch (state) {
    case 'waiting':
      return 'Waits for a decision';
    case 'accepted':
      return `Accepted${by} on ${dayText(stateAt)}`;
    case 'in process':
      return 'In process';
    case 'hired':
      return `Hired on ${dayText(stateAt)}`;
    case 'already known':
      return decided ? `Already known, said <@${decided.by}>` : 'They were in process already';
    case 'already referred':
      return 'A colleague had referred them already';
    case 'declined':
      return `Declined${by}: ${DECLINE_REASONS[decided?.why ?? 'ours']}${decided?.note ? ` (${escapeMrkdwn(decided.note)})` : ''}`;
    case 'withdrawn':
      return 'Withdrawn';
  }
}

/** A bonus that is due, for who pays it. */
export function payMessage(referral: Referral, name: string | null): { text: string; blocks: KnownBlock[] } {
  const { bonus, by, _id } = referral;
  const amount = bonus ? amountText(bonus) : '';
  const text =
    bonus?.state === 'paid'
      ? `The bonus of ${amount} for <@${by}>, who referred *${whoText(name)}*, was marked as paid by <@${bonus.paid?.by}> on ${dayText(bonus.paid?.at ?? bonus.dueAt)}.`
      : `:moneybag: A bonus of ${amount} is due for <@${by}>, who referred ${whomText(referral, name)} (hired on ${dayText(bonus?.hiredAt ?? referral.stateAt)}).`;
  return {
    text,
    blocks: [
      section(text),
      ...(bonus?.state === 'due' ? [actions(`bonus_${_id}`, [payButton(_id, amount)])] : []),
    ],
  };
}

/** **Mark as paid**, which asks once more. */
export function payButton(id: string, amount: string) {
  const plain = (text: string) => ({ type: 'plain_text' as const, text });
  return {
    ...button('Mark as paid', 'bonus_paid', id, 'primary'),
    confirm: {
      title: plain('Mark as paid?'),
      text: plain(`${amount} were paid. Your colleague is told, and it can’t be taken back here.`),
      confirm: plain('Mark as paid'),
      deny: plain('Cancel'),
    },
  };
}
