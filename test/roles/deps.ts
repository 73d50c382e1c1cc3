import type { Db } from 'mongodb';
import { batchStore } from '../../src/outreach/batch/batch-store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { loadPrompt } from '../../src/platform/llm/prompt.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { poolLookup } from '../../src/pools/pools.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '../../src/pools/store.ts';
import type { RolesDeps, Saying } from '../../src/roles/deps.ts';
import { postIndexes, postStore, rankingIndexes } from '../../src/roles/post-store.ts';
import { ROLE_PROMPT_VARIABLES } from '../../src/roles/read-by-model.ts';
import { teamStore } from '../../src/team/store.ts';
import { takingMailer, testOutreach, testPeople } from '../support/outreach.ts';
import { world } from './world.ts';

/** What was said in Slack, in order. */
export interface Said {
  posts: { id: string; names: string[]; states: string[]; updated: boolean }[];
  asked: string[];
  words: string[];
  closed: { medalists: number; hired: number; enrolled: number | null }[];
}

/** Roles on the real engine, with Slack's side written down. */
export async function rolesWorld(db: Db, processId = 'one') {
  const base = await world(db);
  await ensureIndexes(db, [postIndexes, rankingIndexes, poolIndexes, poolDayIndexes]);
  const pools = poolStore(db);
  const said: Said = { posts: [], asked: [], words: [], closed: [] };
  /** Slack refuses while it is true. */
  const slack = { isAway: false };
  const here = () => {
    if (slack.isAway) throw new Error('Slack is away');
  };
  const saying: Saying = {
    async showPost({ post, people }) {
      here();
      said.posts.push({
        id: post._id,
        names: people.map(({ candidate }) => candidate.name),
        states: people.map(({ match }) => match.state),
        updated: post.message !== null,
      });
      return post.message ?? { channelId: 'C0HIRING', ts: String(said.posts.length) };
    },
    async showAsk({ match }) {
      here();
      if (match.manager?.messages?.length) return match.manager.messages;
      said.asked.push(match.candidateId);
      return [{ channelId: 'D0HARPER', ts: '1' }];
    },
    async tellWord({ match }) {
      here();
      said.words.push(`${match.candidateId}: ${match.manager?.says}`);
    },
    async tellClosed({ medalists, hired, enrolled }) {
      said.closed.push({ medalists, hired, enrolled });
    },
  };
  const outreach = await testOutreach(db, {
    people: testPeople([]),
    mailer: takingMailer(),
    clock: base.clock,
  });
  const enrolled: string[] = [];
  const deps: RolesDeps = {
    ...base,
    logger: createLogger('silent'),
    pools,
    poolNamed: poolLookup({ pools }),
    posts: postStore(db),
    outreach: { ...outreach, batches: batchStore(db), showBatch: async () => undefined },
    saying,
    async enrol(_sequence, id) {
      if (!enrolled.includes(id)) enrolled.push(id);
      return null;
    },
    sequencesToPick: async () => [],
    model: null,
    descriptionPrompt: await loadPrompt('prompts/read-role.md', ROLE_PROMPT_VARIABLES),
    processId,
    team: teamStore(db),
    configuredAdmins: ['U0RILEY'],
    lookUp: async (id) =>
      id.startsWith('U')
        ? { id, name: id, timeZone: 'UTC', outsider: id.startsWith('U0GUEST'), workspaceAdmin: false }
        : null,
  };
  return { deps, base, said, slack, enrolled };
}
