import { PersonError } from '#platform/person-error.ts';
import { plain } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, Surface, ViewAnswer, ViewRequest } from '#platform/slack/surface.ts';
import { editCandidate, type Replaced, type Shown } from '../edit.ts';
import { candidateById } from '../find.ts';
import { readProfile } from '../profile.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { profileFields, readForm, typedFrom } from './form.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { GONE, showCardTo } from './show-card.ts';
import { readStanding, standingFields } from './standing.ts';

const EDIT_CANDIDATE = 'edit_candidate';

/** The modal **Edit candidate**. */
export function registerEdit(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action('candidate_edit', NEED, (request) => openEdit(deps, request));
  surface.view(EDIT_CANDIDATE, NEED, (request) => submitEdit(deps, request));
}

async function openEdit(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal({
    type: 'modal',
    callback_id: EDIT_CANDIDATE,
    private_metadata: writeMetadata({
      candidateId: candidate._id,
      channelId: request.message?.channelId ?? null,
    }),
    title: plain('Edit candidate'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [...profileFields(typedFrom(candidate), true), ...standingFields(candidate)],
  });
}

async function submitEdit(deps: CandidateSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const { candidateId, channelId } = readMetadata(request.metadata);
  const current = await candidateById(deps, candidateId ?? '');
  if (!current) return { errors: { name: GONE } };
  const read = readProfile(readForm(request.values));
  if ('errors' in read) return { errors: read.errors };
  const before = readProfile(readForm(request.initial));
  // A record from before a rule may not pass it: then what is there now is what was shown.
  const shown: Shown =
    'profile' in before
      ? before.profile
      : { ...current, interests: current.interests.map(({ what }) => what) };
  try {
    const { candidate, replaced } = await editCandidate(deps, {
      id: current._id,
      profile: read.profile,
      by: request.actor.id,
      deliveryId: request.deliveryId,
      shown,
      standing: readStanding(request.values, request.initial),
    });
    const to = { client: request.client, userId: request.actor.id, channelId };
    return { close: true, after: () => showCardTo(deps, to, candidate._id, savedText(replaced)) };
  } catch (error) {
    // What a person can mend here is an address, number or link that somebody else has.
    if (error instanceof PersonError) return { errors: { email: error.message } };
    throw error;
  }
}

/** Says so when a colleague's change of the same field was written over. */
function savedText(replaced: Replaced[]): string {
  const told = replaced.map(({ field, was }) => {
    const before = field === 'owner' && was ? `<@${was}>` : was ? `“${escapeMrkdwn(was)}”` : 'empty';
    return `${field} (it was ${before})`;
  });
  return told.length === 0
    ? 'Saved.'
    : `Saved. A colleague had changed the same meanwhile, and your version stands now: ${told.join(', ')}.`;
}
