import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { Candidate } from '#candidates/candidate.ts';
import { actions, button, context, divider, fields, section, truncate } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { Message } from '#platform/slack/surface.ts';
import type { Doubt, QueuePage } from '../review.ts';

/** Room for one record beside the other, in characters. */
const SHOWN = 900;
const LISTED = 3;
/** Pages that can be turned back: a button's value holds 2,000 characters. */
const MOST_STARTS = 20;

/** A page of the queue as a message. `starts` are the places of this page and those before it. */
export function queueMessage(
  { doubts, open, next }: QueuePage,
  starts: readonly string[],
  said?: string,
): Message {
  if (doubts.length === 0) {
    const none = 'No likely duplicates wait for review.';
    return { text: said ?? none, blocks: [section(said ?? none), ...(said ? [context(none)] : [])] };
  }
  const title = `*${open >= 1_000 ? 'More than 1,000' : open} likely ${open === 1 ? 'duplicate waits' : 'duplicates wait'} for review*, the most certain first`;
  const turns: ActionsBlockElement[] = [];
  if (starts.length > 1) turns.push(button('Previous', 'duplicates_previous', starts.slice(0, -1).join(' ')));
  if (next)
    turns.push(
      button(
        'Next',
        'duplicates_next',
        [...starts, `${next.score}/${next.id}`].slice(-MOST_STARTS).join(' '),
      ),
    );
  return {
    text: said ?? title,
    blocks: [
      ...(said ? [section(said)] : []),
      section(title),
      ...doubts.flatMap((doubt) => doubtBlocks(doubt, starts.join(' '))),
      ...(turns.length > 0 ? [divider(), actions('duplicates_pages', turns)] : []),
    ],
  };
}

/** Doubts about one person. */
export function doubtsMessage(name: string, doubts: readonly Doubt[]): Message {
  const text =
    doubts.length === 0
      ? `Nobody else looks like ${escapeMrkdwn(name)}. Two records with the same e-mail, phone or profile link can’t exist.`
      : `${escapeMrkdwn(name)} may be the same person as:`;
  return { text, blocks: [section(text), ...doubts.flatMap((doubt) => doubtBlocks(doubt, ''))] };
}

function doubtBlocks({ pair, people }: Doubt, back: string): KnownBlock[] {
  const ids = people.map(({ _id }) => _id).join(':');
  return [
    divider(),
    fields(...people.map(recordText)),
    context(`${pair.score}% alike: ${escapeMrkdwn(pair.reasons.join(', '))}`),
    actions(`pair_${pair._id}`, [
      button('Merge', 'duplicates_merge', `${ids} ${back}`.trim(), 'primary'),
      button('Not the same', 'duplicates_differ', `${ids} ${back}`.trim()),
      button('Open left', 'duplicates_open_left', people[0]._id),
      button('Open right', 'duplicates_open_right', people[1]._id),
    ]),
  ];
}

function recordText(person: Candidate): string {
  const { name, headline, company, location, emails, phones, links, owner, source } = person;
  const lines = [
    `*${escapeMrkdwn(name)}*`,
    ...[headline, company, location].filter((one) => one !== null).map((one) => escapeMrkdwn(one)),
    ...[...emails, ...phones, ...links].slice(0, LISTED).map((one) => escapeMrkdwn(one)),
    `${source.kind}, ${source.at.toISOString().slice(0, 10)}`,
    owner ? `looked after by <@${owner}>` : 'nobody looks after them',
  ];
  return truncate(lines.join('\n'), SHOWN);
}
