import type { KnownBlock } from '@slack/types';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, MentionRequest, Surface } from '#platform/slack/surface.ts';
import type { ReferralDeps } from '../deps.ts';
import type { Mention } from '../mention.ts';
import { keepMention, mentionAnswered, mentionById } from '../mentions.ts';
import { missingIn, readReferralText } from '../read.ts';
import { referModal } from './modal.ts';

const NEED = 'refer';
/** Somebody of this Slack workspace, as commandText leaves a mention without a label. */
const COLLEAGUE = /^@[UW][A-Z0-9]{5,}\b/;

/** `@Rekindle refer …` in a channel: reads, answers in the thread, and takes nothing before it is confirmed. */
export function registerMentioned(surface: Surface, deps: ReferralDeps): void {
  surface.mention(NEED, (request) => mentioned(deps, request));
  surface.action('refer_mention', NEED, (request) => openMention(deps, request));
}

async function mentioned(deps: ReferralDeps, request: MentionRequest): Promise<void> {
  const [, about] = /^refer\b[\s:,]*([\s\S]*)$/i.exec(request.text) ?? [];
  if (about === undefined) {
    await request.answer({
      text: 'I take referrals here: `@Rekindle refer Ana Petrova, ana@example.com, for the backend role`. `/refer help` and `/rekindle` say more.',
    });
    return;
  }
  if (COLLEAGUE.test(about)) {
    await request.answer({
      text: 'They are in this Slack workspace already. A referral is for somebody who isn’t here yet.',
    });
    return;
  }
  const read = await readReferralText(deps, about);
  const mention = await keepMention(deps, { ...read, cause: request.eventId, by: request.actor.id });
  const answer = await request.answer(answerMessage(mention));
  if (answer) await mentionAnswered(deps, mention._id, answer);
}

function answerMessage(mention: Mention): { text: string; blocks: KnownBlock[] } {
  const { by, name, email, link, role, roleId, _id } = mention;
  const missing = missingIn(mention);
  const read = [
    name && `*Full name* ${escapeMrkdwn(name)}`,
    email && `*E-mail* ${escapeMrkdwn(email)}`,
    link && `*Profile link* ${escapeMrkdwn(link)}`,
    role && `*Role* ${escapeMrkdwn(role)}${roleId ? '' : ' (no open role of this name)'}`,
  ].filter(Boolean);
  const ask =
    missing.length > 0
      ? `Thank you, <@${by}>. I still need ${missing.join(' and ')}.`
      : `Thank you, <@${by}>. Please confirm and say how you know them; until then nothing is taken.`;
  const heard = read.length > 0 ? `This is what I read:\n${read.join('\n')}` : '';
  return {
    text: [ask, heard].filter(Boolean).join('\n'),
    blocks: [
      section(ask),
      ...(heard ? [section(heard)] : []),
      actions(`mention_${_id}`, [button('Refer someone', 'refer_mention', _id, 'primary')]),
      context('The button works for a day.'),
    ],
  };
}

async function openMention(deps: ReferralDeps, request: ActionRequest): Promise<void> {
  const mention = await mentionById(deps, request.value ?? '');
  if (!mention)
    return request.reply({
      text: 'This was confirmed already, or is older than a day. `/refer` makes a new one.',
    });
  if (mention.by !== request.actor.id)
    return request.reply({
      text: `Only <@${mention.by}> can confirm this. \`/refer\` puts somebody forward yourself.`,
    });
  await request.openModal(referModal({ ...mention, note: '' }, mention._id));
}
