import type { WebClient } from '@slack/web-api';
import type { HomeSection } from '#home/home.ts';
import { actions, button, section } from '#platform/slack/blocks.ts';
import { escapeMrkdwn } from '#platform/slack/mrkdwn.ts';
import type { AddingDeps } from '../adding.ts';
import { MOST_ADDED } from '../addition.ts';
import { figuresOf, latestFigures, type PoolDeps } from '../figures.ts';
import type { StaleDeps } from '../stale.ts';
import { poolLine } from './page.ts';

const ON_HOME = 5;
/** All that there can be: pools/store.ts. */
const MOST_BELOW = 1_000;

/** Asks a pool's owner about it, in direct messages. */
export function askOwnerIn(client: WebClient): StaleDeps['askOwner'] {
  return async ({ _id, name, owner, cadenceDays }) => {
    const text = `Nobody in your pool *${escapeMrkdwn(name)}* was written to for ${cadenceDays} days. Is it still needed?`;
    await client.chat.postMessage({
      channel: owner,
      text,
      blocks: [
        section(text),
        actions(`stale_${_id}`, [
          button('Open', 'pool_open', _id, 'primary'),
          button('Snooze', 'pool_snooze', _id),
        ]),
      ],
    });
  };
}

/** Tells that a search result is in a pool now. */
export function tellAddedIn(client: WebClient): AddingDeps['tellAdded'] {
  return async ({ by, pool, seen, added }, { pool: poolName, isCut, problem }) => {
    const already = seen - added;
    const people = `${added} ${added === 1 ? 'person was' : 'people were'} added${poolName === '' ? '' : ` to *${escapeMrkdwn(poolName)}*`}${already > 0 ? `, ${already} were in it already` : ''}.`;
    const rest = isCut ? `There are more: ${MOST_ADDED.toLocaleString('en')} at once are the most.` : '';
    const text = [people, problem === null ? rest : `Then it stopped: ${problem}`].filter(Boolean).join(' ');
    await client.chat.postMessage({
      channel: by,
      text,
      blocks: [section(text, poolName === '' ? undefined : button('Open', 'pool_open', pool))],
    });
  };
}

/** Pools of somebody's that are smaller than they should be, for the digest. @param userId null: of everybody */
export async function poolsBelow(
  deps: PoolDeps,
  userId: string | null,
  { skip, limit }: { skip: number; limit: number },
): Promise<{ lines: HomeSection['lines']; total: number }> {
  const pools = userId === null ? await deps.pools.all() : await deps.pools.ownedBy(userId, MOST_BELOW);
  const lines = await Promise.all(
    pools.map(async (pool) => {
      const figures = pool.targetSize === null ? null : await latestFigures(deps, pool);
      return figures && pool.targetSize !== null && figures.size < pool.targetSize
        ? {
            text: `*${escapeMrkdwn(pool.name)}*: ${figures.size} of ${pool.targetSize} wanted`,
            button: { text: 'Open', actionId: 'pool_open', value: pool._id },
          }
        : null;
    }),
  );
  const below = lines.filter((line) => line !== null);
  return { lines: below.slice(skip, skip + limit), total: below.length };
}

/** **Your pools** of App Home. */
export async function poolsSection(deps: PoolDeps, userId: string): Promise<HomeSection> {
  const pools = await deps.pools.ownedBy(userId, ON_HOME);
  return {
    title: 'Your pools',
    empty: 'You own no pool. `/pool new` makes one.',
    lines: await Promise.all(
      pools.map(async (pool) => ({
        text: poolLine(pool, (await latestFigures(deps, pool)) ?? (await figuresOf(deps, pool))),
        button: { text: 'Open', actionId: 'pool_open', value: pool._id },
      })),
    ),
  };
}
