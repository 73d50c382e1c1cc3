import type { WebClient } from '@slack/web-api';
import type { Candidate } from '#candidates/candidate.ts';
import { readFreeText } from '#candidates/free-text.ts';
import type { HomeSection } from '#home/home.ts';
import type { Logger } from '#platform/logger.ts';
import { button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { CommandRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { type ReferDeps, refer, referralsOf, tellOf } from '../refer.ts';
import type { Referral } from '../referral.ts';
import { REFER_MODAL, readReferral, referModal } from './modal.ts';

export type ReferSlackDeps = ReferDeps & { logger: Logger };

const NEED = 'refer';
const LISTED = 20;
const ON_HOME = 10;

const HELP = [
  '`/refer` puts somebody forward; `/refer Ana Petrova ana@example.com` fills the form in',
  '`/refer mine` lists whom you have referred',
  'Or open the menu of a message that names somebody, and pick *Refer this person*.',
].join('\n');

/** Referring, for everybody. */
export function register(surface: Surface, deps: ReferSlackDeps): void {
  surface.command('/refer', NEED, (request) => referCommand(deps, request));
  surface.shortcut('refer_person', NEED, async (request) => {
    const text = request.message?.text ?? '';
    await request.openModal(referModal({ ...readFreeText(text), note: text }));
  });
  surface.action('refer_open', NEED, async (request) => {
    await request.openModal(referModal({ ...readFreeText(''), note: '' }));
  });
  surface.view(REFER_MODAL, NEED, (request) => submit(deps, request));
}

async function referCommand(deps: ReferSlackDeps, request: CommandRequest): Promise<void> {
  const word = request.text.toLowerCase();
  if (word === 'help') return request.reply({ text: HELP });
  if (word === 'mine') {
    const mine = await referralsOf(deps, request.actor.id, LISTED);
    const text = mine.length > 0 ? mine.map(line).join('\n') : `You haven’t referred anybody yet.\n${HELP}`;
    return request.reply({ text });
  }
  await request.openModal(referModal({ ...readFreeText(request.text), note: '' }));
}

async function submit(deps: ReferSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const read = readReferral(request.values);
  if ('errors' in read) return read;
  const referral = await refer(deps, { ...read, by: request.actor.id, deliveryId: request.deliveryId });
  const name = escapeMrkdwn(read.profile.name);
  return {
    close: true,
    async after() {
      await tellOf(deps, referral);
      await request.client.chat.postMessage({
        channel: request.actor.id,
        text: `Thank you for referring ${name}. The recruiters have it; \`/refer mine\` lists your referrals.`,
      });
    },
  };
}

function line({ referral, name }: { referral: Referral; name: string }): string {
  const role = referral.role ? ` for ${escapeMrkdwn(referral.role)}` : '';
  return `*${escapeMrkdwn(name)}*${role}, ${referral.at.toISOString().slice(0, 10)}: waiting for a recruiter`;
}

/** **Your referrals** of App Home. */
export async function referralsSection(deps: ReferDeps, userId: string): Promise<HomeSection> {
  const mine = await referralsOf(deps, userId, ON_HOME);
  return {
    title: 'Your referrals',
    empty: 'Do you know somebody who would fit here? `/refer` puts them forward.',
    lines: mine.map((one) => ({ text: line(one) })),
  };
}

/** Tells recruiters of a referral, in direct messages. */
export function tellRecruitersIn(client: WebClient, recruiters: () => Promise<readonly string[]>) {
  return async (referral: Referral, candidate: Candidate): Promise<void> => {
    const { acquaintance, role, mayMention, note, by } = referral;
    const text = [
      `<@${by}> refers *${escapeMrkdwn(candidate.name)}*${role ? ` for ${escapeMrkdwn(role)}` : ''}.`,
      `How they know them: ${escapeMrkdwn(acquaintance.toLowerCase())}. ${mayMention ? 'You may say who referred them.' : 'Please don’t say who referred them.'}`,
      ...(note ? [`> ${escapeMrkdwn(note).replace(/\n/g, '\n> ')}`] : []),
    ].join('\n');
    const told = candidate.owner ? [candidate.owner] : await recruiters();
    for (const channel of told)
      await client.chat.postMessage({
        channel,
        text,
        blocks: [section(text, button('Open', 'candidate_open', candidate._id))],
      });
  };
}
