import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { actions, button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { ActionRequest, CommandRequest, Message, Surface } from '#platform/slack/surface.ts';
import type { Candidate } from '../candidate.ts';
import { MOST_COUNTED } from '../query/ask.ts';
import type { Sort } from '../query/query.ts';
import { PAGE, type SearchPage, startSearch, turnTo } from '../searches.ts';
import { candidateLine } from './card.ts';
import { type CandidateSlackDeps, NEED } from './deps.ts';

/** What a line about a person is made with. */
export type CandidateListDeps = Pick<CandidateSlackDeps, 'clock' | 'temperature'>;

/** What a message quotes of a query. */
const QUOTED = 200;

/** **Previous** and **Next** of a list. */
export function registerList(surface: Surface, deps: CandidateSlackDeps): void {
  surface.action(/^candidate_page_(?:previous|next)$/, NEED, (request) => turn(deps, request));
}

/** `/candidate find QUERY`. */
export async function find(deps: CandidateSlackDeps, request: CommandRequest, query: string): Promise<void> {
  const page = await startSearch(deps, query, request.actor);
  await request.reply(page.total === 0 ? nobody(query) : listMessage(deps, page));
}

async function turn(deps: CandidateSlackDeps, request: ActionRequest): Promise<void> {
  const [searchId = '', number = ''] = (request.value ?? '').split(':');
  const page = await turnTo(deps, searchId, Number(number), request.actor);
  if (!page) return request.reply({ text: 'This list is a day old. Please search again.' });
  await request.replaceMessage(listMessage(deps, page));
}

function nobody(query: string): Message {
  return {
    text: query
      ? `Nobody fits “${quoted(query)}”. Every word must start a word of a name, headline, company, city, skill or tag, and every condition must hold: try fewer or shorter ones.`
      : 'There is nobody yet. `/candidate add` remembers the first person.',
  };
}

/** A page of a search with its buttons. */
export function listMessage(deps: CandidateListDeps, page: SearchPage): Message {
  const { total, number, candidates, searchId, text, next, sort } = page;
  const count = countInWords(total);
  const found = `${count} ${total === 1 ? 'person' : 'people'}${text ? ` for “${quoted(text)}”` : ''}, ${ORDER_IN_WORDS[sort]}`;
  const first = number * PAGE + 1;
  const turns: ActionsBlockElement[] = [];
  if (number > 0) turns.push(button('Previous', 'candidate_page_previous', `${searchId}:${number - 1}`));
  if (next) turns.push(button('Next', 'candidate_page_next', `${searchId}:${number + 1}`));
  return {
    text: found,
    blocks: [
      section(found),
      ...personBlocks(deps, candidates),
      ...(turns.length > 0 ? [context(`${first} to ${first + candidates.length - 1} of ${count}`)] : []),
      actions('pages', [
        ...turns,
        button('Draft outreach', 'outreach_found', searchId),
        button('Enrol', 'nurture_enrol_found', searchId),
        button('Add to pool', 'pool_add_found', searchId),
        button('Export', 'candidate_export', searchId),
      ]),
    ],
  };
}

const ORDER_IN_WORDS: Record<Sort, string> = {
  hot: 'hottest first',
  recent: 'newest contact first',
  name: 'by name',
  added: 'newest first',
};

/** @param total null when counting took too long */
function countInWords(total: number | null): string {
  if (total === null) return 'many';
  return total > MOST_COUNTED ? `more than ${MOST_COUNTED.toLocaleString('en')}` : total.toLocaleString('en');
}

/** People to choose from, each with **Open**. */
export function personBlocks(deps: CandidateListDeps, candidates: readonly Candidate[]): KnownBlock[] {
  const now = deps.clock.now();
  return candidates.map((candidate) => ({
    ...section(
      candidateLine(candidate, now, deps.temperature),
      button('Open', 'candidate_open', candidate._id),
    ),
    block_id: `person_${candidate._id}`,
  }));
}

/** A query as it may stand in mrkdwn. */
export function quoted(query: string): string {
  return escapeMrkdwn(query.slice(0, QUOTED));
}
