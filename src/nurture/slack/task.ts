import type { WebClient } from '@slack/web-api';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { NurtureDeps } from '../deps.ts';

/** Tells the owner of a sequence what to do about somebody, in direct messages. */
export function tellTaskIn(
  client: WebClient,
  candidateById: (id: string) => Promise<Candidate | null>,
): NurtureDeps['tellTask'] {
  return async ({ owner, candidateId, sequence, text }) => {
    const candidate = await candidateById(candidateId);
    if (!candidate) return;
    const said = `:ballot_box_with_check: *${escapeMrkdwn(candidate.name)}* (${escapeMrkdwn(sequence)}): ${escapeMrkdwn(text)}`;
    await client.chat.postMessage({
      channel: owner,
      text: said,
      blocks: [
        section(said),
        actions(`task_${candidateId}`, [
          button('Open', 'candidate_open', candidateId, 'primary'),
          button('Draft outreach', 'outreach_draft', candidateId),
          button('Log touchpoint', 'touchpoint_log', candidateId),
          button('Remind me', 'reminder_new', candidateId),
        ]),
      ],
    });
  };
}
