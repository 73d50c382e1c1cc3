import type { WebClient } from '@slack/web-api';
import { allTouchpoints } from '#engagement/history.ts';
import { context } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import { candidateById } from '../find.ts';
import { type CardView, cardBlocks } from './card.ts';
import type { CandidateSlackDeps } from './deps.ts';

type Deps = Pick<
  CandidateSlackDeps,
  'candidates' | 'touchpoints' | 'temperature' | 'clock' | 'poolNames' | 'nextFollowUp'
>;

/** Told when a button or a modal is older than the candidate's end. */
export const GONE = 'This candidate is not there any more: somebody has deleted them.';

/** Everything that a card shows. */
export async function cardView(deps: Deps, candidate: Candidate): Promise<CardView> {
  const [touchpoints, pools, followUp] = await Promise.all([
    allTouchpoints(deps, candidate._id),
    deps.poolNames((candidate.pools ?? []).map(({ id }) => id)),
    deps.nextFollowUp(candidate),
  ]);
  return { candidate, touchpoints, pools, followUp, settings: deps.temperature, now: deps.clock.now() };
}

/** A card as a message. */
export async function cardMessage(deps: Deps, candidate: Candidate): Promise<Message> {
  return { text: escapeMrkdwn(candidate.name), blocks: cardBlocks(await cardView(deps, candidate)) };
}

/**
 * Shows a card to one person after a modal closed: where they were, unless the app isn't in that channel, else in
 * their direct messages with the app. Read anew, so that it shows what was just saved.
 */
export async function showCardTo(
  deps: Deps,
  { client, userId, channelId }: { client: WebClient; userId: string; channelId: string | null },
  candidateId: string,
  text: string,
): Promise<void> {
  const candidate = await candidateById(deps, candidateId);
  if (!candidate) return;
  const { blocks = [] } = await cardMessage(deps, candidate);
  // Where there are blocks, the text alone is seen by nobody.
  const message = { text, blocks: [context(text), ...blocks] };
  if (channelId) {
    const shown = await client.chat
      .postEphemeral({ channel: channelId, user: userId, ...message })
      .then(() => true)
      .catch(() => false);
    if (shown) return;
  }
  await client.chat.postMessage({ channel: userId, ...message });
}
