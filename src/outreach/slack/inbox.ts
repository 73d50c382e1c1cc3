import type { Button, KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Sentiment } from '#engagement/touchpoint.ts';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Answer, Inbox, OutreachDeps } from '../deps.ts';

/** Action ids that belong to other features' buttons. */
export interface ForeignActions {
  /** Opens a candidate's card; its button's value is the candidate's id. */
  openCard: string;
}

/**
 * Tells people in their direct messages with the app what came back from a candidate. Never throws: the answer is
 * in the history, whether or not Slack takes the message.
 */
export function inboxIn(
  deps: Pick<OutreachDeps, 'people' | 'logger'> & { client: WebClient },
  foreign: ForeignActions,
): Inbox {
  return {
    async answered(_draft, answer) {
      if (!answer.tell) return;
      try {
        const candidate = await deps.people.byId(answer.candidateId);
        if (!candidate) return;
        const { text, blocks } = answerMessage(candidate.name, answer, foreign);
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
  foreign: ForeignActions,
): { text: string; blocks: KnownBlock[] } {
  const text = headline(escapeMrkdwn(name), answer);
  const blocks: KnownBlock[] = [section(text)];
  if (answer.text && (answer.kind === 'reply' || answer.kind === 'notice'))
    blocks.push({
      type: 'section',
      text: { type: 'plain_text', text: answer.text.slice(0, 2_900), emoji: false },
    });
  const open = button('Open', foreign.openCard, answer.candidateId);
  if (answer.kind !== 'reply') return { text, blocks: [...blocks, actions('answer_open', [open])] };
  if (answer.wantsOut)
    blocks.push(
      section(':no_bell: They seem to ask not to be written to any more.', {
        ...button('Opt out', 'answer_opt_out', answer.touchpointId, 'danger'),
      }),
    );
  blocks.push(...sentimentBlocks(answer.touchpointId, answer.sentiment ?? null));
  blocks.push(actions('answer_next', [...nextButtons(answer.touchpointId), open]));
  return { text, blocks };
}

/** What can be done with an answer. */
function nextButtons(touchpointId: string): Button[] {
  return [
    button('Draft answer', 'answer_draft', touchpointId, 'primary'),
    button('Log only', 'answer_log', touchpointId),
    button('Not interested', 'answer_not_interested', touchpointId),
  ];
}

const SENTIMENTS: Record<Sentiment, string> = {
  positive: 'Positive',
  neutral: 'Neutral',
  negative: 'Negative',
};

/** Left to a person where no model has read it; what the model makes of it can be corrected. */
function sentimentBlocks(touchpointId: string, read: Sentiment | null): KnownBlock[] {
  const buttons = (Object.keys(SENTIMENTS) as Sentiment[])
    .filter((sentiment) => sentiment !== read)
    .map((sentiment) => button(SENTIMENTS[sentiment], `answer_${sentiment}`, touchpointId));
  return [
    context(read ? `The model reads it as *${read}*. Not so?` : 'How was it meant?'),
    actions('answer_sentiment', buttons),
  ];
}

function headline(name: string, answer: Answer): string {
  switch (answer.kind) {
    case 'reply':
      return `:incoming_envelope: *${name}* answered${answer.text ? ':' : ', without any text.'}`;
    case 'bounce':
      if (answer.text === 'elsewhere')
        return `:warning: A message to *${name}* came back from another address than the card’s first one. Nothing was changed.`;
      return answer.text === 'permanent'
        ? `:no_entry: The e-mail to *${name}* came back: the address doesn’t work. They won’t be written to there any more.`
        : `:warning: The e-mail to *${name}* could not be delivered this time. Nothing is sent again by itself.`;
    case 'opt-out':
      return `:no_bell: *${name}* asked not to be written to any more. Nobody can write to them from now on.`;
    case 'challenge':
      return `:lock: The mail filter of *${name}* asks you to prove that a person has written. The message may not have reached them: look into the mailbox that we send from.`;
    case 'notice':
      return `:grey_question: A mail system wrote about the message to *${name}*. I can’t tell what it means, so nothing was changed:`;
  }
}
