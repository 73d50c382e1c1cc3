import type { ModalView } from '@slack/types';
import { candidateById } from '#candidates/find.ts';
import { context, input, option, plain, textInput } from '#platform/slack/blocks.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type Decision, decide, referralById } from '../decide.ts';
import type { ReferralDeps } from '../deps.ts';
import { DECLINE_REASONS, type DeclineReason, type Referral } from '../referral.ts';
import { settle } from '../settle.ts';
import { happenedText, referralMessage } from './card.ts';
import { whomText } from './words.ts';

const NEED = 'candidates';
const DECLINE = 'decline_referral';
const GONE = 'This referral is not there any more.';
const LONGEST_NOTE = 500;

/** **Accept**, **Already known**, **Decline**, and the referral by itself as App Home and the digest open it. */
export function registerDeciding(surface: Surface, deps: ReferralDeps): void {
  surface.action('referral_accept', NEED, (request) => pressed(deps, request, { state: 'accepted' }));
  surface.action('referral_known', NEED, (request) => pressed(deps, request, { state: 'already known' }));
  surface.action('referral_decline', NEED, (request) => openDecline(deps, request));
  surface.view(DECLINE, NEED, (request) => submitDecline(deps, request));
  surface.action('referral_open', NEED, (request) => open(deps, request));
}

async function pressed(deps: ReferralDeps, request: ActionRequest, decision: Decision): Promise<void> {
  const decided = await decide(deps, request.value ?? '', decision, request.actor.id);
  if (!decided) return request.reply({ text: GONE });
  const { referral, isDone } = decided;
  await settle(deps, referral._id);
  if (request.view) await request.updateModal(request.view.id, await referralModal(deps, referral));
  if (!isDone) await request.reply({ text: await tooLate(deps, referral) });
}

async function tooLate(deps: ReferralDeps, referral: Referral): Promise<string> {
  return `It was decided already: ${whomText(referral, await nameOf(deps, referral))}. ${happenedText(referral)}.`;
}

async function nameOf(deps: ReferralDeps, { candidateId }: Referral): Promise<string | null> {
  return candidateId === null ? null : ((await candidateById(deps, candidateId))?.name ?? null);
}

async function openDecline(deps: ReferralDeps, request: ActionRequest): Promise<void> {
  const referral = await referralById(deps, request.value ?? '');
  if (!referral) return request.reply({ text: GONE });
  if (referral.state !== 'waiting') return request.reply({ text: await tooLate(deps, referral) });
  const view: ModalView = {
    type: 'modal',
    callback_id: DECLINE,
    private_metadata: referral._id,
    title: plain('Decline referral'),
    submit: plain('Decline'),
    close: plain('Cancel'),
    blocks: [
      input('why', 'Reason', {
        type: 'static_select',
        action_id: 'why',
        options: Object.entries(DECLINE_REASONS).map(([value, label]) => option(label, value)),
      }),
      textInput('note', 'Note', {
        most: LONGEST_NOTE,
        multiline: true,
        optional: true,
        hint: 'For the recruiters. Your colleague is told the reason and not this.',
      }),
      context('The person stays among the candidates; only the referral is declined.'),
    ],
  };
  await (request.view ? request.pushModal(view) : request.openModal(view));
}

async function submitDecline(deps: ReferralDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { values, metadata, actor } = request;
  const why = values['why'];
  if (typeof why !== 'string' || !Object.hasOwn(DECLINE_REASONS, why))
    return { errors: { why: 'Please give a reason.' } };
  const typed = values['note'];
  const note = typeof typed === 'string' ? typed.trim().slice(0, LONGEST_NOTE) || null : null;
  const decided = await decide(
    deps,
    metadata,
    { state: 'declined', why: why as DeclineReason, note },
    actor.id,
  );
  if (!decided) return { errors: { why: GONE } };
  if (!decided.isDone) return { errors: { why: (await tooLate(deps, decided.referral)).replace(/\*/g, '') } };
  return { clear: true, after: () => settle(deps, decided.referral._id) };
}

async function open(deps: ReferralDeps, request: ActionRequest): Promise<void> {
  const referral = await referralById(deps, request.value ?? '');
  if (!referral) return request.reply({ text: GONE });
  await request.openModal(await referralModal(deps, referral));
}

async function referralModal(deps: ReferralDeps, referral: Referral): Promise<ModalView> {
  return {
    type: 'modal',
    title: plain('Referral'),
    close: plain('Close'),
    blocks: referralMessage(referral, await nameOf(deps, referral)).blocks,
  };
}
