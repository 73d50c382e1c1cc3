import { distance } from 'fastest-levenshtein';
import { type SearchDeps, type SearchPage, startSearch, turnTo } from '#candidates/searches.ts';
import { personChoice } from '#candidates/slack/person-choice.ts';
import { PersonError } from '#platform/person-error.ts';
import { button, context, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type {
  ActionRequest,
  Choice,
  CommandRequest,
  Message,
  OptionsRequest,
  Surface,
  ViewAnswer,
  ViewRequest,
} from '#platform/slack/surface.ts';
import type { AddingDeps } from '../adding.ts';
import { figuresOf, growthOf, latestFigures } from '../figures.ts';
import type { Pool } from '../pool.ts';
import {
  createPool,
  deletePool,
  editPool,
  membersLike,
  nearestPool,
  poolByName,
  poolsNamed,
  removeFromPool,
} from '../pools.ts';
import { type ColdDeps, wrongSequence } from '../when-cold.ts';
import { NO_POOL, registerAdding } from './adding.ts';
import { registerCold } from './cold.ts';
import { MEMBER_SELECT, POOL_MODAL, poolModal, REMOVE_MODAL, readPoolForm, removeModal } from './modals.ts';
import { poolLine, poolMessage } from './page.ts';

export type PoolSlackDeps = AddingDeps &
  SearchDeps &
  ColdDeps & {
    /** How many of those who had gone cold in it came back, in words; null when nobody was re-engaged. */
    recoveredIn: (pool: string) => Promise<string | null>;
  };

const NEED = 'pools';
/** Pools listed at once: each takes a block of Slack's fifty. */
const LISTED = 40;
const CHOICES = 100;

const HELP = [
  '`/pool` lists the pools, `/pool NAME` shows one',
  '`/pool new` makes one: by a query, always current, or filled by hand',
  '*Add to pool* on a card or below a search result fills one; `pool:NAME` in a query asks for one',
].join('\n');

/** Everything of pools that Slack can ask for. */
export function register(surface: Surface, deps: PoolSlackDeps): void {
  surface.command('/pool', NEED, (request) => poolCommand(deps, request));
  surface.view(POOL_MODAL, NEED, (request) => submitPool(deps, request));
  surface.action('pool_open', NEED, (request) =>
    withPool(deps, request, (pool) => show(deps, request, pool)),
  );
  surface.action('pool_edit', NEED, (request) =>
    withPool(
      deps,
      request,
      async (pool) => void (await request.openModal(poolModal(pool, pool, await deps.sequences()))),
    ),
  );
  surface.action('pool_remove', NEED, (request) =>
    withPool(deps, request, async (pool) => void (await request.openModal(removeModal(pool)))),
  );
  surface.action('pool_delete', NEED, (request) =>
    withPool(deps, request, (pool) => remove(deps, request, pool)),
  );
  surface.action('pool_snooze', NEED, (request) =>
    withPool(deps, request, (pool) => snooze(deps, request, pool)),
  );
  surface.action(/^pool_page_(?:previous|next)$/, NEED, (request) => turn(deps, request));
  surface.options(MEMBER_SELECT, NEED, (request) => memberChoices(deps, request));
  registerAdding(surface, deps, NEED);
  registerCold(surface, deps);
  surface.view(REMOVE_MODAL, NEED, (request) => submitRemove(deps, request));
}

async function poolCommand(deps: PoolSlackDeps, request: CommandRequest): Promise<void> {
  const { text } = request;
  if (text === '') return request.reply(await listMessage(deps));
  if (text.toLowerCase() === 'help') return request.reply({ text: HELP });
  if (text.toLowerCase() === 'new') {
    await request.openModal(poolModal(null, { owner: request.actor.id }, await deps.sequences()));
    return;
  }
  const exact = await poolByName(deps, text);
  const found = exact ? [exact] : await poolsNamed(deps, text);
  const [only] = found;
  if (only && found.length === 1) return request.reply(await pageOf(deps, only, request.actor));
  if (only) return request.reply(await listMessage(deps, found.slice(0, LISTED)));
  const near = (await nearestPool(deps, text)) ?? (distance(text.toLowerCase(), 'new') <= 2 ? 'new' : null);
  const hint = near ? ` Did you mean \`/pool ${escapeMrkdwn(near)}\`?` : '';
  await request.reply({
    text: `There is no pool called “${escapeMrkdwn(text.slice(0, 100))}”.${hint}\n${HELP}`,
  });
}

async function listMessage(deps: PoolSlackDeps, some?: readonly Pool[]): Promise<Message> {
  const pools = some ?? (await deps.pools.all());
  if (pools.length === 0)
    return { text: `There is no pool yet. \`/pool new\` makes the first one.\n${HELP}` };
  const lines = await Promise.all(
    pools.slice(0, LISTED).map(async (pool) => ({
      ...section(
        poolLine(pool, (await latestFigures(deps, pool)) ?? (await figuresOf(deps, pool))),
        button('Open', 'pool_open', pool._id),
      ),
      block_id: `pool_line_${pool._id}`,
    })),
  );
  const text = some
    ? 'Several pools may be meant:'
    : `${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}`;
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...lines,
      ...(pools.length > LISTED ? [context('There are more: `/pool NAME` finds them.')] : []),
      context('Figures are of today’s count. `/pool new` makes another pool.'),
    ],
  };
}

const NO_MEMBERS: SearchPage = {
  candidates: [],
  total: 0,
  next: null,
  searchId: '',
  text: '',
  sort: 'hot',
  number: 0,
};

/** A pool's page for somebody: @param turned a page of its members that they turned to */
async function pageOf(
  deps: PoolSlackDeps,
  pool: Pool,
  actor: ActionRequest['actor'],
  turned?: Awaited<ReturnType<typeof turnTo>>,
): Promise<Message> {
  let problem: string | null = null;
  const [members, figures, recovered] = await Promise.all([
    // By its name: what is drafted and who is enrolled from here says where it came from.
    turned ??
      startSearch(deps, `pool:"${pool.key}"`, actor).catch((error: unknown) => {
        if (!(error instanceof PersonError)) throw error;
        problem = error.message;
        return NO_MEMBERS;
      }),
    figuresOf(deps, pool),
    deps.recoveredIn(pool._id),
  ]);
  const growth = await growthOf(deps, pool, figures?.size ?? 0);
  const rule = pool.whenCold;
  const cold = rule && (await deps.sequences()).find(({ _id }) => _id === rule.sequence)?.name;
  return poolMessage(deps, { pool, problem, figures, growth, members, recovered, cold: cold ?? null });
}

async function show(deps: PoolSlackDeps, request: ActionRequest, pool: Pool): Promise<void> {
  await request.reply(await pageOf(deps, pool, request.actor));
}

async function turn(deps: PoolSlackDeps, request: ActionRequest): Promise<void> {
  const [poolId = '', searchId = '', number = ''] = (request.value ?? '').split(':');
  const pool = await deps.pools.byId(poolId);
  if (!pool) return request.reply({ text: NO_POOL });
  const turned = await turnTo(deps, searchId, Number(number), request.actor);
  await request.replaceMessage(await pageOf(deps, pool, request.actor, turned ?? undefined));
}

async function withPool(
  deps: PoolSlackDeps,
  request: ActionRequest,
  run: (pool: Pool) => Promise<void>,
): Promise<void> {
  const pool = await deps.pools.byId(request.value ?? '');
  await (pool ? run(pool) : request.reply({ text: NO_POOL }));
}

async function submitPool(deps: PoolSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const own = request.metadata === '' ? null : await deps.pools.byId(request.metadata);
  if (request.metadata !== '' && !own) return { errors: { name: NO_POOL } };
  const form = readPoolForm(request.values, own);
  const wrong = await wrongSequence(deps, form);
  if (wrong) return { errors: { coldSequence: wrong } };
  const saved = own
    ? await editPool(deps, own._id, form, request.actor.id)
    : await createPool(deps, form, request.actor.id);
  if ('errors' in saved) {
    const { cadenceDays, ...errors } = saved.errors;
    return { errors: { ...errors, ...(cadenceDays && { cadence: cadenceDays }) } };
  }
  return {
    close: true,
    async after() {
      const page = await pageOf(deps, saved, request.actor);
      await request.client.chat.postMessage({
        channel: request.actor.id,
        text: page.text,
        blocks: page.blocks ?? [],
      });
    },
  };
}

async function remove(deps: PoolSlackDeps, request: ActionRequest, pool: Pool): Promise<void> {
  await deletePool(deps, pool, request.actor);
  await request.replaceMessage({
    text: `The pool *${escapeMrkdwn(pool.name)}* is deleted. Its people stay in Rekindle.`,
  });
}

async function snooze(deps: PoolSlackDeps, request: ActionRequest, pool: Pool): Promise<void> {
  await deps.pools.asked(pool._id, deps.clock.now());
  await request.replaceMessage({
    text: `I’ll ask again about *${escapeMrkdwn(pool.name)}* in ${pool.cadenceDays ?? 90} days.`,
  });
}

async function memberChoices(deps: PoolSlackDeps, request: OptionsRequest): Promise<Choice[]> {
  const pool = await deps.pools.byId(request.metadata);
  if (!pool) return [];
  const words = request.query.replace(/[^\p{L}\p{N}\s]/gu, ' ');
  const { candidates } = await membersLike(deps, pool, words, request.actor, CHOICES);
  return candidates.map(personChoice);
}

async function submitRemove(deps: PoolSlackDeps, request: ViewRequest): Promise<ViewAnswer> {
  const pool = await deps.pools.byId(request.metadata);
  const members = request.values['members'];
  if (!pool || !Array.isArray(members))
    return { errors: { members: pool ? 'Please pick somebody.' : NO_POOL } };
  await removeFromPool(deps, pool, members, request.actor.id);
  const text = `${members.length} ${members.length === 1 ? 'person is' : 'people are'} out of *${escapeMrkdwn(pool.name)}*.`;
  return {
    close: true,
    async after() {
      await request.client.chat.postMessage({ channel: request.actor.id, text });
    },
  };
}
