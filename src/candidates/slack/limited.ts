import type { KnownBlock } from '@slack/types';
import { button, context, fields, header, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandRequest, Message } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import { candidateById, candidatesByIds } from '../find.ts';
import { wordsOf } from '../search-words.ts';
import { sharedWith } from '../share.ts';
import { aboutText, answerText, candidateLine, capitalised, contactText, wordBlocks } from './card.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';

/** What hiring managers see: product.md section 1. */

/** People listed, and looked through for a name. */
const LISTED = 20;
const LOOKED_THROUGH = 500;

const HELP =
  '`/candidate` lists the people who were proposed for your roles or whom a recruiter has shared with you, `/candidate NAME` shows one of them.';
const NOT_SHARED =
  'This person has not been shared with you, and was not proposed for a role of yours. Ask the recruiter you work with to do so with *Share* on their card.';

/** The card without e-mail, phone, tags, notes and history. */
export function limitedBlocks(deps: Pick<CandidateSlackDeps, 'clock'>, candidate: Candidate): KnownBlock[] {
  const now = deps.clock.now();
  const about = aboutText(candidate);
  return [
    header(candidate.name),
    ...(about ? [section(about)] : []),
    fields(
      `*Stage*\n${capitalised(candidate.stage)}`,
      `*Owner*\n${candidate.owner ? `<@${candidate.owner}>` : 'nobody'}`,
      `*Last contacted*\n${contactText(candidate, now)}`,
      `*Last answered*\n${answerText(candidate, now)}`,
    ),
    ...wordBlocks({ ...candidate, tags: [] }, now),
    ...(candidate.links.length > 0
      ? [
          section(
            candidate.links
              .slice(0, 3)
              .map((link) => escapeMrkdwn(link))
              .join('\n'),
          ),
        ]
      : []),
    context(
      'You see what matters for the job. How to reach them, notes and history stay with the recruiters.',
    ),
  ];
}

/** `/candidate` as a hiring manager uses it. */
export async function limitedCommand(deps: CandidateSlackDeps, request: CommandRequest): Promise<void> {
  const [first = ''] = request.text.toLowerCase().split(/\s+/);
  if (first === 'help') return request.reply({ text: HELP });
  if (['add', 'find', ...Object.keys(deps.words)].includes(first))
    return request.reply({ text: await deps.refusal(request.actor.role, NEED) });
  const wanted = wordsOf(request.text);
  const { people, isMore } = await peopleOf(deps, request.actor.id);
  const found = people.filter(({ name }) => {
    const own = wordsOf(name);
    return wanted.every((word) => own.some((one) => one.startsWith(word)));
  });
  const [only] = found;
  if (wanted.length > 0 && only && found.length === 1)
    return request.reply({ text: escapeMrkdwn(only.name), blocks: limitedBlocks(deps, only) });
  await request.reply(listMessage(deps, found, wanted.length > 0, isMore || found.length > LISTED));
}

/** Everybody whom a hiring manager may see, hottest first. */
async function peopleOf(
  deps: CandidateSlackDeps,
  userId: string,
): Promise<{ people: Candidate[]; isMore: boolean }> {
  const [shared, shown] = await Promise.all([
    sharedWith(deps, userId, null, LOOKED_THROUGH),
    deps.shownToManager(userId).then((ids) => candidatesByIds(deps, ids)),
  ]);
  const people = [...new Map([...shared.candidates, ...shown].map((one) => [one._id, one])).values()];
  return {
    people: people.toSorted((a, b) => b.engagement.heat - a.engagement.heat),
    isMore: shared.next !== null,
  };
}

function listMessage(
  deps: CandidateSlackDeps,
  found: readonly Candidate[],
  isNamed: boolean,
  isMore: boolean,
): Message {
  if (found.length === 0)
    return {
      text: isNamed
        ? `Nobody of that name has been shared with you. ${HELP}`
        : `Nobody has been shared with you yet, or proposed for a role of yours. ${HELP}`,
    };
  const text = 'Shared with you or proposed for your roles, hottest first:';
  const now = deps.clock.now();
  return {
    text,
    blocks: [
      section(text),
      ...found
        .slice(0, LISTED)
        .map((one) =>
          section(candidateLine(one, now, deps.temperature), button('Open', 'candidate_open', one._id)),
        ),
      ...(isMore ? [context('There are more: `/candidate NAME` finds them.')] : []),
    ],
  };
}

/** **Open** as a hiring manager presses it. */
export async function openLimited(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  const { id } = request.actor;
  const isTheirs =
    candidate?.viewers.includes(id) || (candidate && (await deps.isShownToManager(id, candidate)));
  if (!candidate || !isTheirs) return request.reply({ text: NOT_SHARED });
  await request.reply({ text: escapeMrkdwn(candidate.name), blocks: limitedBlocks(deps, candidate) });
}
