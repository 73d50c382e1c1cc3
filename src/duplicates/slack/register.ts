import { candidateById } from '#candidates/find.ts';
import type { CandidateSlackDeps } from '#candidates/slack/deps.ts';
import { cardMessage, GONE } from '#candidates/slack/show-card.ts';
import { button } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandWord, Message, Surface } from '#platform/slack/surface.ts';
import { type MergeDeps, mergePeople, notTheSame, undoableMerges, undoMerge } from '../merging.ts';
import type { QueuePosition } from '../pair.ts';
import { doubtsAbout, queuePage, type ReviewDeps } from '../review.ts';
import { doubtsMessage, queueMessage } from './queue.ts';

export type DuplicatesSlackDeps = ReviewDeps &
  MergeDeps &
  Pick<CandidateSlackDeps, 'poolNames' | 'nextFollowUp'>;

const NEED = 'candidates';
/** Pairs on a page: each takes four blocks of Slack's fifty. */
const PAGE = 5;
/** The first place of the queue. */
const TOP = '-';

/** Everything of duplicates that Slack can ask for, but `/candidate duplicates`, which is a word of `/candidate`. */
export function register(surface: Surface, deps: DuplicatesSlackDeps): void {
  surface.action(/^duplicates_(?:previous|next)$/, NEED, async (request) =>
    request.replaceMessage(await page(deps, (request.value ?? TOP).split(' '))),
  );
  surface.action('duplicates_merge', NEED, (request) => merge(deps, request));
  surface.action('duplicates_differ', NEED, (request) => differ(deps, request));
  surface.action('duplicates_undo', NEED, (request) => undo(deps, request, request.value ?? ''));
  surface.action(/^duplicates_open_(?:left|right)$/, NEED, (request) => open(deps, request));
  surface.action('candidate_more/duplicates', NEED, (request) => findFor(deps, request));
  surface.action('duplicates_review', NEED, (request) => findFor(deps, request));
  surface.action('duplicates_undo_last', NEED, (request) => undoLast(deps, request));
}

/** `/candidate duplicates`. */
export function duplicatesWord(deps: DuplicatesSlackDeps): CommandWord {
  return {
    help: '`/candidate duplicates` shows who may be in here twice, to merge them or to say that they are two people',
    need: NEED,
    async run(request) {
      await request.reply(await page(deps, [TOP]));
    },
  };
}

/** @param starts places of the pages up to the one to show */
async function page(deps: DuplicatesSlackDeps, starts: string[], said?: string): Promise<Message> {
  const found = await queuePage(deps, readPosition(starts.at(-1) ?? TOP), PAGE);
  // The last pair of the last page was decided: show the one before.
  if (found.doubts.length === 0 && starts.length > 1) return page(deps, starts.slice(0, -1), said);
  return queueMessage(found, starts, said);
}

function readPosition(place: string): QueuePosition | null {
  const [, score, id] = /^(\d+)\/(\S+)$/.exec(place) ?? [];
  return score !== undefined && id !== undefined ? { score: Number(score), id } : null;
}

async function merge(deps: DuplicatesSlackDeps, request: ActionRequest): Promise<void> {
  const { ids, starts } = readValue(request);
  const done = await mergePeople(deps, ids, request.actor.id);
  const { survivor, other } = done.before;
  const said = `Merged ${escapeMrkdwn(other.name)} into ${escapeMrkdwn(survivor.name)}, with everything that happened with either.`;
  await again(deps, request, starts, `:white_check_mark: ${said}`);
  await request.reply({
    text: said,
    blocks: [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `${said} For 30 days this can be undone, here or on their card.`,
        },
        accessory: button('Undo', 'duplicates_undo', done._id),
      },
    ],
  });
}

async function differ(deps: DuplicatesSlackDeps, request: ActionRequest): Promise<void> {
  const { ids, starts } = readValue(request);
  await notTheSame(deps, ids, request.actor.id);
  await again(deps, request, starts, ':white_check_mark: Two people, then. They won’t be offered again.');
}

/** The queue again, or what was said where it was a list about one person. */
async function again(deps: DuplicatesSlackDeps, request: ActionRequest, starts: string[], said: string) {
  await request.replaceMessage(starts.length > 0 ? await page(deps, starts, said) : { text: said });
}

function readValue(request: ActionRequest): { ids: [string, string]; starts: string[] } {
  const [pair = '', ...starts] = (request.value ?? '').split(' ');
  const [a = '', b = ''] = pair.split(':');
  return { ids: [a, b], starts };
}

async function undo(deps: DuplicatesSlackDeps, request: ActionRequest, mergeId: string): Promise<void> {
  const { before } = await undoMerge(deps, mergeId, request.actor.id);
  const [one, two] = [before.survivor, before.other].map(({ name }) => escapeMrkdwn(name));
  await request.replaceMessage({
    text: `Undone: ${one} and ${two} are two people again, each with what happened with them. They won’t be offered as duplicates again.`,
  });
}

async function open(deps: DuplicatesSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  await request.reply(candidate ? await cardMessage(deps, candidate) : { text: GONE });
}

/** **Find duplicates** of a card. */
async function findFor(deps: DuplicatesSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.reply(doubtsMessage(candidate.name, await doubtsAbout(deps, candidate._id, PAGE)));
}

/** **Undo merge** of a card. */
async function undoLast(deps: DuplicatesSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  const [latest] = await undoableMerges(deps, candidate._id);
  if (!latest)
    return request.reply({ text: 'The merge is more than 30 days old and can’t be undone any more.' });
  await undo(deps, request, latest._id);
}
