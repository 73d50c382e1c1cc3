import { candidateById } from '#candidates/find.ts';
import { type SearchDeps, searchById } from '#candidates/searches.ts';
import { GONE } from '#candidates/slack/show-card.ts';
import { button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  OptionsRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import { type AddingDeps, planAddition, workOffAdditions } from '../adding.ts';
import { addToPool, poolsNamed } from '../pools.ts';
import { ADD_MODAL, addModal, POOL_SELECT } from './modals.ts';

type Deps = AddingDeps & SearchDeps;

export const NO_POOL = 'This pool is not there any more.';
const CHOICES = 100;
const PERSON = 'person:';
const SEARCH = 'search:';

/** **Add to pool**, on a card and below a list of people. */
export function registerAdding(surface: Surface, deps: Deps, need: string): void {
  surface.action('pool_add', need, (request) => openAdd(deps, request));
  surface.action('pool_add_found', need, (request) => openAddFound(deps, request));
  surface.options(POOL_SELECT, need, (request) => poolChoices(deps, request));
  surface.view(ADD_MODAL, need, (request) => submitAdd(deps, request));
}

async function openAdd(deps: Deps, request: ActionRequest): Promise<void> {
  const candidate = await candidateById(deps, request.value ?? '');
  if (!candidate) return request.reply({ text: GONE });
  await request.openModal(addModal(`${PERSON}${candidate._id}`, `*${escapeMrkdwn(candidate.name)}*`));
}

async function openAddFound(deps: Deps, request: ActionRequest): Promise<void> {
  const search = await searchById(deps, request.value ?? '', request.actor.id);
  if (!search) return request.reply({ text: 'This list is a day old. Please search again.' });
  await request.openModal(
    addModal(
      `${SEARCH}${search._id}`,
      `Everybody found by “${escapeMrkdwn(search.text.slice(0, 200))}”, 10,000 people at most`,
    ),
  );
}

/** Pools by hand whose name says what was typed. */
async function poolChoices(deps: Deps, { query }: OptionsRequest): Promise<Choice[]> {
  const found = await poolsNamed(deps, query);
  return found
    .filter((pool) => pool.query === null)
    .slice(0, CHOICES)
    .map(({ _id, name }) => ({ text: name.slice(0, 75), value: _id }));
}

async function submitAdd(deps: Deps, request: ViewRequest): Promise<ViewAnswer> {
  const { actor, metadata, client } = request;
  const pool = await deps.pools.byId(String(request.values['pool'] ?? ''));
  if (!pool || pool.query !== null)
    return { errors: { pool: pool ? 'This pool lives from its query.' : NO_POOL } };
  const name = escapeMrkdwn(pool.name);
  if (metadata.startsWith(PERSON)) {
    const id = metadata.slice(PERSON.length);
    const candidate = await candidateById(deps, id);
    if (!candidate) return { errors: { pool: GONE } };
    const added = await addToPool(deps, pool, [id], actor.id);
    const who = escapeMrkdwn(candidate.name);
    const text = added > 0 ? `${who} is in *${name}* now.` : `${who} was in *${name}* already.`;
    return {
      close: true,
      async after() {
        await client.chat.postMessage({
          channel: actor.id,
          text,
          blocks: [section(text, button('Open', 'pool_open', pool._id))],
        });
      },
    };
  }
  const search = await searchById(deps, metadata.slice(SEARCH.length), actor.id);
  if (!search) return { errors: { pool: 'The list is a day old. Please search again.' } };
  await planAddition(deps, {
    _id: request.deliveryId,
    pool: pool._id,
    query: search.text,
    by: actor.id,
    timeZone: actor.timeZone,
  });
  return {
    close: true,
    async after() {
      await client.chat.postMessage({ channel: actor.id, text: `Adding them to *${name}* …` });
      await workOffAdditions(deps);
    },
  };
}
