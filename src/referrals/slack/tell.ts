import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '#platform/logger.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import type { ReferralTelling } from '../deps.ts';
import { payMessage, referralMessage } from './card.ts';
import { newsText } from './words.ts';

/** Refusals that pass by themselves; every other one is of this person or channel, and stays. */
const PASSING = ['ratelimited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

/** What referrals say in Slack. */
export function tellingIn(client: WebClient, logger: Logger): ReferralTelling {
  const unlessClosed = async <T>(said: Promise<T>): Promise<T | null> => {
    try {
      return await said;
    } catch (error) {
      const code = slackErrorCode(error);
      if (code === null || PASSING.includes(code)) throw error;
      logger.warn({ slack: code }, 'a message about a referral could not be posted or changed');
      return null;
    }
  };
  const post = async (to: string, message: { text: string; blocks?: KnownBlock[] }) => {
    const posted = await unlessClosed(
      client.chat.postMessage({ channel: to, unfurl_links: false, unfurl_media: false, ...message }),
    );
    return posted?.channel && posted.ts ? { channelId: posted.channel, ts: posted.ts } : null;
  };
  return {
    ask: (to, referral, candidate) => post(to, referralMessage(referral, candidate.name)),
    askToPay: (to, referral, candidate) => post(to, payMessage(referral, candidate?.name ?? null)),
    async show({ what, channelId, ts }, referral, candidate) {
      const name = candidate?.name ?? null;
      const message = what === 'ask' ? referralMessage(referral, name) : payMessage(referral, name);
      await unlessClosed(client.chat.update({ channel: channelId, ts, ...message }));
    },
    tell: (referral, candidate, news) =>
      post(referral.by, { text: newsText(referral, candidate?.name ?? null, news) }),
    remove: async ({ channelId, ts }) =>
      void (await unlessClosed(client.chat.delete({ channel: channelId, ts }))),
    async closeMention({ channelId, ts }, why) {
      const text =
        why === 'referred'
          ? ':white_check_mark: Thank you, the recruiters have your referral.'
          : 'This referral was not confirmed within a day. `/refer` makes a new one.';
      await unlessClosed(client.chat.update({ channel: channelId, ts, text, blocks: [] }));
    },
  };
}
