import type { WebClient } from '@slack/web-api';
import { PersonError } from '#platform/person-error.ts';
import { button, context, section } from '#platform/slack/blocks.ts';
import { slackErrorCode } from '#platform/slack/handling.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { RuleDeps } from '../deps.ts';
import { whenText } from './words.ts';

/** Refusals of Slack that stay as they are until a person does something. */
const CLOSED: Record<string, string> = {
  channel_not_found: 'The channel is not there any more, or the app was never invited to it.',
  not_in_channel: 'The app is not in the channel: invite it there.',
  is_archived: 'The channel is archived.',
  restricted_action: 'The app may not write in this channel.',
};

/** Tells a channel what has happened to somebody. */
export function tellChannelIn(
  client: WebClient,
  deps: Pick<RuleDeps, 'pools' | 'sequences'>,
): RuleDeps['tellChannel'] {
  return async ({ channel, candidate, rule }) => {
    const text = `:zap: *${escapeMrkdwn(candidate.name)}*`;
    const why = `By the rule “${escapeMrkdwn(rule.name)}”: when ${await whenText(deps, rule.when)}`;
    try {
      await client.chat.postMessage({
        channel,
        text: `${text} (${why})`,
        blocks: [section(text, button('Open', 'candidate_open', candidate._id)), context(why)],
      });
    } catch (error) {
      const words = CLOSED[slackErrorCode(error) ?? ''];
      throw words === undefined ? error : new PersonError(words);
    }
  };
}
