import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, divider, plain, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  CommandRequest,
  ShortcutRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import { capture } from '../capture.ts';
import { candidateById } from '../find.ts';
import { readFreeText } from '../free-text.ts';
import { mergeInto } from '../merge-into.ts';
import { readProfile, type TypedProfile } from '../profile.ts';
import { candidateLine, factBlocks } from './card.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';
import { EMPTY_FORM, profileFields, readForm } from './form.ts';
import { readMetadata, writeMetadata } from './metadata.ts';
import { cardView, GONE, showCardTo } from './show-card.ts';

const ADD_CANDIDATE = 'add_candidate';
const MERGE = 'candidate_known_merge';
const OPEN = 'candidate_known_open';
/** People shown when what was typed is known; each needs two of the modal's blocks. */
const KNOWN_SHOWN = 5;
const LONGEST_NOTE = 3_000;
const ERASED =
  'This person asked to be erased, and was. They are not added again, unless they come back to us themselves: then an admin can allow it with /rekindle privacy.';

/** The modal **Add candidate**, from the command and the global shortcut. */
export function registerAdd(surface: Surface, deps: CandidateSlackDeps): void {
  surface.shortcut('add_candidate', NEED, (request) => openAdd(request, '', null));
  surface.view(ADD_CANDIDATE, NEED, (request) => submitAdd(deps, request));
  surface.action(OPEN, NEED, (request) => openKnown(deps, request));
  surface.action(MERGE, NEED, (request) => mergeKnown(deps, request));
}

/** Opens the modal, filled in with what the text says. */
export async function openAdd(
  request: CommandRequest | ShortcutRequest,
  text: string,
  channelId: string | null,
): Promise<void> {
  const { tags, ...recognised } = readFreeText(text);
  const note = hasMoreThan(recognised.name, text) ? text : '';
  const typed: TypedProfile = { ...EMPTY_FORM, ...recognised, tags, note, owner: request.actor.id };
  const cut =
    note.length > LONGEST_NOTE
      ? [context('Your text is longer than a note can be: its first 3,000 characters are below.')]
      : [];
  await request.openModal(addModal(typed, channelId, cut));
}

/** Whether a text says more than a name and what identifies a person. */
function hasMoreThan(name: string, text: string): boolean {
  const rest = text.replace(name, ' ').replace(/\S*[@/#]\S*|\S+\.\p{L}{2,}\S*|\+[\d\s().-]+/gu, ' ');
  return /\p{L}{2}/u.test(rest);
}

function addModal(typed: TypedProfile, channelId: string | null, above: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: ADD_CANDIDATE,
    private_metadata: writeMetadata({ candidateId: null, channelId }),
    title: plain('Add candidate'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [...above, ...profileFields(typed)],
  };
}

async function submitAdd(deps: CandidateSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const typed = readForm(request.values);
  const read = readProfile(typed);
  if ('errors' in read) return { errors: read.errors };
  const captured = await capture(deps, {
    profile: read.profile,
    by: request.actor.id,
    surface: 'modal Add candidate',
  });
  const { channelId } = readMetadata(request.metadata);
  if (captured.outcome === 'erased') return { errors: { name: ERASED } };
  if (captured.outcome === 'known')
    return { update: addModal(typed, channelId, knownBlocks(deps, captured.candidates)) };
  const { _id } = captured.candidate;
  const to = { client: request.client, userId: request.actor.id, channelId };
  return { close: true, after: () => showCardTo(deps, to, _id, 'Saved.') };
}

/** Said before anything is saved; what was typed stays in the fields below. */
function knownBlocks(deps: CandidateSlackDeps, known: Candidate[]): KnownBlock[] {
  const now = deps.clock.now();
  return [
    section(
      known.length === 1
        ? ':wave: *This person is already known.* Nothing has been saved yet. Merging fills in what is missing and keeps what is there.'
        : ':wave: *These people are already known* by what you typed. Nothing has been saved yet. Merging fills in what is missing and keeps what is there.',
    ),
    ...known
      .slice(0, KNOWN_SHOWN)
      .flatMap((candidate) => [
        section(candidateLine(candidate, now, deps.temperature)),
        actions(`known_${candidate._id}`, [
          button('Open', OPEN, candidate._id),
          button('Merge into existing', MERGE, candidate._id, 'primary'),
        ]),
      ]),
    divider(),
  ];
}

/** On top of the form, so that what was typed isn't lost. */
async function openKnown(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.pushModal({
    type: 'modal',
    title: plain('Candidate'),
    close: plain('Back'),
    blocks: factBlocks(await cardView(deps, candidate)),
  });
}

async function mergeKnown(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const { view, actor } = request;
  if (!view || !request.value) return;
  const typed = readForm(view.values);
  const { channelId } = readMetadata(view.metadata);
  const read = readProfile(typed);
  if ('errors' in read) {
    const words = Object.values(read.errors).map((error) => `:warning: ${escapeMrkdwn(error)}`);
    await request.updateModal(view.id, addModal(typed, channelId, [section(words.join('\n'))]));
    return;
  }
  const candidate = await mergeInto(deps, {
    id: request.value,
    profile: read.profile,
    by: actor.id,
    // The same modal merges once, however often the button is pressed.
    deliveryId: `merge:${view.id}`,
  });
  await request.updateModal(view.id, {
    type: 'modal',
    title: plain('Merged'),
    close: plain('Done'),
    blocks: [
      section(':white_check_mark: What you added is part of the record now:'),
      ...factBlocks(await cardView(deps, candidate)),
    ],
  });
  const to = { client: request.client, userId: actor.id, channelId };
  await showCardTo(deps, to, candidate._id, 'Merged.');
}
