import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Answer, Inbox, OutreachDeps } from '../deps.ts';

/**
 * Tells people in their direct messages with the app what came back from a candidate. Never throws: the answer is
 * in the history, whether or not Slack takes the message.
 * @param openActionId action id that opens a candidate's card; its button's value is the candidate's id
 */
export function inboxIn(
  deps: Pick<OutreachDeps, 'people' | 'logger'> & { client: WebClient },
  openActionId: string,
): Inbox {
  return {
    async answered(_draft, answer) {
      if (!answer.tell) return;
      try {
        const candidate = await deps.people.byId(answer.candidateId);
        if (!candidate) return;
        const { text, blocks } = answerMessage(candidate.name, answer, openActionId);
        await deps.client.chat.postMessage({
          channel: answer.tell,
          text,
          blocks,
          unfurl_links: false,
          unfurl_media: false,
        });
      } catch (error) {
        deps.logger.warn(
          { err: error, touchpointId: answer.touchpointId },
          'nobody could be told of an answer',
        );
      }
    },
  };
}

function answerMessage(
  name: string,
  answer: Answer,
  openActionId: string,
): { text: string; blocks: KnownBlock[] } {
  const text = headline(escapeMrkdwn(name), answer);
  const blocks: KnownBlock[] = [{ type: 'section', text: { type: 'mrkdwn', text } }];
  if (answer.kind === 'reply' && answer.text)
    blocks.push({
      type: 'section',
      text: { type: 'plain_text', text: answer.text.slice(0, 2_900), emoji: false },
    });
  blocks.push({
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: openActionId,
        text: { type: 'plain_text', text: 'Open' },
        value: answer.candidateId,
      },
    ],
  });
  return { text, blocks };
}

function headline(name: string, answer: Answer): string {
  switch (answer.kind) {
    case 'reply':
      return `:incoming_envelope: *${name}* answered${answer.text ? ':' : ', without any text.'}`;
    case 'bounce':
      return answer.text === 'permanent'
        ? `:no_entry: The e-mail to *${name}* came back: the address doesn’t work. They won’t be written to there any more.`
        : `:warning: The e-mail to *${name}* could not be delivered this time. Nothing is sent again by itself.`;
    case 'opt-out':
      return `:no_bell: *${name}* asked not to be written to any more. Nobody can write to them from now on.`;
  }
}
