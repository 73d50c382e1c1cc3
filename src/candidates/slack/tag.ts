import { context, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { candidateById } from '../find.ts';
import { LONGEST } from '../profile.ts';
import { tagCandidate } from '../tag.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { readForm, tagsField } from './form.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { GONE, showCardTo } from './show-card.ts';

const TAG = 'tag_candidate';

/** The modal **Tag**. */
export function registerTag(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_tag', NEED, (request) => openTag(deps, request));
  surface.view(TAG, NEED, (request) => submitTag(deps, request));
}

async function openTag(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal({
    type: 'modal',
    callback_id: TAG,
    private_metadata: writeMetadata({
      candidateId: candidate._id,
      channelId: request.message?.channelId ?? null,
    }),
    title: plain('Tag'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [
      section(`*${escapeMrkdwn(candidate.name)}*`),
      tagsField(candidate.tags),
      context('Type a word that isn’t there yet to add it.'),
    ],
  });
}

async function submitTag(deps: CandidateSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { candidateId, channelId } = readMetadata(request.metadata);
  const { tags } = readForm(request.values);
  if (tags.length > LONGEST.words)
    return { errors: { tags: `${LONGEST.words} tags are the most that fit.` } };
  if (!candidateId || !(await candidateById(deps, candidateId))) return { errors: { tags: GONE } };
  await tagCandidate(deps, {
    id: candidateId,
    tags,
    shown: readForm(request.initial).tags,
    by: request.actor.id,
  });
  const to = { client: request.client, userId: request.actor.id, channelId };
  return { close: true, after: () => showCardTo(deps, to, candidateId, 'Tagged.') };
}
