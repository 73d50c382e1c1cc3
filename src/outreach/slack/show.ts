import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackErrorCode } from '#platform/slack/handling.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, senderOf } from '../draft.ts';
import { sendingOf, standing } from '../permission/standing.ts';
import { approvalMessage } from './approval-message.ts';

type Deps = Pick<
  OutreachDeps,
  'drafts' | 'people' | 'clock' | 'sender' | 'logger' | 'writing' | 'messages'
> & {
  client: WebClient;
  showBatch: (batchId: string) => Promise<void>;
};

/** A change that comes while the message is written is shown in the next round. */
const ROUNDS = 5;

/**
 * Makes the function that brings a draft's approval message up to date, in the requester's direct messages with
 * the app. It never throws: what could not be shown stays marked, and the sweep tries again.
 */
export function showDraftIn(deps: Deps): (draftId: string) => Promise<void> {
  return async (draftId) => {
    try {
      let shown = -1;
      for (let round = 0; round < ROUNDS; round++) {
        const draft = await deps.drafts.byId(draftId);
        if (!draft || draft.revision === shown) return;
        if (!(await showRevision(deps, draft))) continue;
        shown = draft.revision;
        await deps.drafts.shown(draftId, shown);
      }
    } catch (error) {
      deps.logger.warn({ err: error, draftId }, 'the approval message could not be brought up to date');
    }
  };
}

/** What needs a person once it was decided about: a batch's one message has moved on by then. */
const BY_ITSELF: Draft['state'][] = ['unclear', 'failed'];

/** @returns false when somebody else posted it meanwhile, as it may have been before */
async function showRevision(deps: Deps, draft: Draft): Promise<boolean> {
  if (draft.batchId) {
    await deps.showBatch(draft.batchId);
    if (!BY_ITSELF.includes(draft.state) && !draft.message) return true;
  }
  const found = await standing(deps, draft.candidateId, draft.request.channel, sendingOf(draft));
  const { text, blocks } = approvalMessage({
    draft,
    candidate: found?.candidate ?? null,
    temperature: found ? deps.people.temperature(found.candidate) : 'cold',
    permission: found?.permission ?? { hard: [], soft: [], outOfHours: null },
    // Who asked for it is a recruiter; a colleague in whose name it goes out may be anybody.
    isForRecruiter: senderOf(draft).id === draft.requester.id,
    now: deps.clock.now(),
  });
  const message = { text, blocks: blocks ?? [], unfurl_links: false, unfurl_media: false };
  if (draft.message) {
    const { channelId, ts } = draft.message;
    const gone = await deps.client.chat
      .update({ channel: channelId, ts, ...message })
      .then(() => false)
      .catch((error: unknown) => {
        if (slackErrorCode(error) === 'message_not_found') return true;
        throw error;
      });
    if (!gone) return true;
  }
  const { channel = '', ts = '' } = await post(deps, draft, message);
  const place = { channelId: channel, ts };
  if (await deps.drafts.moved(draft, place)) return true;
  await removeMessageIn(deps.client)(place);
  return false;
}

/** Errors of a channel that we can't write to. */
const CLOSED = ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'];

/**
 * Posts where it is decided: in the approvals channel, or with whose name it goes out in. A person's id stands for
 * their direct messages with the app; the answer names the channel.
 */
async function post(deps: Deps, draft: Draft, message: { text: string; blocks: KnownBlock[] }) {
  const sender = senderOf(draft);
  const { approvalsChannel } = deps.messages;
  if (approvalsChannel && sender.id === draft.requester.id)
    try {
      return await deps.client.chat.postMessage({ channel: approvalsChannel, ...message });
    } catch (error) {
      if (!CLOSED.includes(slackErrorCode(error) ?? '')) throw error;
      deps.logger.error(
        { draftId: draft._id },
        'the approvals channel can’t be written to: invite the app there, or pick another one in the settings',
      );
    }
  return deps.client.chat.postMessage({ channel: sender.id, ...message });
}

/** Removes a message of ours; one that isn't there any more, or can't be removed any more, is left. */
export function removeMessageIn(client: WebClient) {
  return async ({ channelId, ts }: { channelId: string; ts: string }): Promise<void> => {
    try {
      await client.chat.delete({ channel: channelId, ts });
    } catch (error) {
      if (slackErrorCode(error) === null) throw error;
    }
  };
}
