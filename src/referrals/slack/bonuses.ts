import { actions, button, context, header, section } from '#platform/slack/blocks.ts';
import { sendFileTo } from '#platform/slack/files.ts';
import type { ActionRequest, CommandRequest, Message, Surface } from '#platform/slack/surface.ts';
import { may } from '#team/permissions.ts';
import { bonuses, financeReport, LISTED, type ListedBonus, markPaid } from '../bonus.ts';
import type { ReferralDeps } from '../deps.ts';
import { settle } from '../settle.ts';
import { payButton } from './card.ts';
import { amountText, dayText, whomText } from './words.ts';

const NEED = 'bonuses';

/** `/refer bonuses`: **Mark as paid**, and the report for finance. */
export function registerBonuses(surface: Surface, deps: ReferralDeps): void {
  surface.action('bonus_paid', NEED, (request) => paid(deps, request));
  surface.action('bonus_report', NEED, (request) => report(deps, request));
}

/** `/refer bonuses`, for recruiters. */
export async function bonusesCommand(
  deps: ReferralDeps & { refusal: (role: string, need: string) => Promise<string> },
  request: CommandRequest,
): Promise<void> {
  const { role } = request.actor;
  if (!may(role, NEED)) return request.reply({ text: await deps.refusal(role, NEED) });
  await request.reply(await listMessage(deps));
}

async function listMessage(deps: ReferralDeps): Promise<Message> {
  const { due, coming, paid: done } = await bonuses(deps);
  const text = 'Referral bonuses';
  if (due.length + coming.length + done.length === 0)
    return { text: 'There are no referral bonuses yet. A role says what it brings, in its field Bonus.' };
  return {
    text,
    blocks: [
      header(text),
      ...part('Due', due, true),
      ...part('Coming', coming, false),
      ...part('Paid last', done, false),
      actions('bonus_report', [button('Report for finance', 'bonus_report', 'all')]),
    ],
  };
}

function part(title: string, all: ListedBonus[], isDue: boolean) {
  if (all.length === 0) return [];
  return [
    section(`*${title}*`),
    ...all.map((one) =>
      section(line(one), isDue ? payButton(one.referral._id, amountText(one.referral.bonus)) : undefined),
    ),
    ...(all.length === LISTED ? [context('There may be more: the report has all of them.')] : []),
  ];
}

function line({ referral, name }: ListedBonus): string {
  const { bonus, by } = referral;
  const when = bonus.paid
    ? `paid on ${dayText(bonus.paid.at)}, said <@${bonus.paid.by}>`
    : `due on ${dayText(bonus.dueAt)}`;
  return `${amountText(bonus)} for <@${by}>, who referred ${whomText(referral, name)}: ${when}`;
}

async function paid(deps: ReferralDeps, request: ActionRequest): Promise<void> {
  const done = await markPaid(deps, request.value ?? '', request.actor);
  switch (done.outcome) {
    case 'gone':
      return request.reply({ text: 'This bonus is not there any more.' });
    case 'not due':
      return request.reply({ text: 'This bonus isn’t due.' });
    case 'own':
      return request.reply({ text: 'This is your own bonus: somebody else marks it as paid.' });
    case 'already':
      return request.reply({
        text: `It was marked as paid already, by <@${done.by}> on ${dayText(done.at)}.`,
      });
    case 'paid':
      await settle(deps, done.referral._id);
      // A message to who pays is brought up to date by that; the list is the reader's own.
      if (request.message?.ephemeral) await request.replaceMessage(await listMessage(deps));
  }
}

async function report(deps: ReferralDeps, request: ActionRequest): Promise<void> {
  await request.reply({ text: 'I am writing the file. It comes as a direct message.' });
  const { content, rows, isCut } = await financeReport(deps, request.actor.id);
  await sendFileTo(request.client, request.actor.id, {
    name: `referral-bonuses-${deps.clock.now().toISOString().slice(0, 10)}.csv`,
    content,
    text: `${rows.toLocaleString('en')} referral ${rows === 1 ? 'bonus' : 'bonuses'}. Please delete the file when you no longer need it: it holds personal data.${isCut ? ' There are more; these are those that fall due first.' : ''}`,
  });
}
