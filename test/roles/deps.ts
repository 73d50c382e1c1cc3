import type { Db } from 'mongodb';
import { beforeEach } from 'vitest';
import { batchStore } from '../../src/outreach/batch/batch-store.ts';
import { draftLists } from '../../src/outreach/listing-store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { loadPrompt } from '../../src/platform/llm/prompt.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { poolLookup } from '../../src/pools/pools.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '../../src/pools/store.ts';
import { decide } from '../../src/roles/decide.ts';
import type { RolesDeps, Saying } from '../../src/roles/deps.ts';
import type { RoleForm } from '../../src/roles/keep.ts';
import { postIndexes, postStore, rankingIndexes } from '../../src/roles/post-store.ts';
import { ROLE_PROMPT_VARIABLES } from '../../src/roles/read-by-model.ts';
import type { Role } from '../../src/roles/role.ts';
import { teamStore } from '../../src/team/store.ts';
import { testDatabase } from '../support/database.ts';
import { takingMailer, testOutreach, testPeople } from '../support/outreach.ts';
import { added, opened, world } from './world.ts';

export const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };
export const HARPER = 'U0HARPER';

/** What was said in Slack, in order. */
export interface Said {
  posts: { id: string; names: string[]; states: string[]; updated: boolean }[];
  /** Times of messages that were taken back. */
  removed: string[];
  asked: string[];
  /** States of matches whose question was shown again. */
  askedAgain: string[];
  words: string[];
  closed: { medalists: number; hired: number; enrolled: number | null }[];
}

/** Roles on the real engine, with Slack's side written down. */
export async function rolesWorld(db: Db, processId = 'one') {
  const base = await world(db);
  await ensureIndexes(db, [postIndexes, rankingIndexes, poolIndexes, poolDayIndexes]);
  const pools = poolStore(db);
  const said: Said = { posts: [], removed: [], asked: [], askedAgain: [], words: [], closed: [] };
  /** Slack refuses while it is away, and posts nothing before it answers. */
  const slack = { isAway: false, answers: Promise.resolve(), asking: 0 };
  const here = () => {
    if (slack.isAway) throw new Error('Slack is away');
  };
  const held = async () => {
    slack.asking++;
    await slack.answers.finally(() => slack.asking--);
    here();
  };
  const saying: Saying = {
    async showPost({ post, people }) {
      here();
      await held();
      said.posts.push({
        id: post._id,
        names: people.map(({ candidate }) => candidate.name),
        states: people.map(({ match }) => match.state),
        updated: post.message !== null,
      });
      return post.message ?? { channelId: 'C0HIRING', ts: `${processId} ${said.posts.length}` };
    },
    async remove({ ts }) {
      said.removed.push(ts);
    },
    async showAsk({ match, role }) {
      here();
      await held();
      if (match.manager?.messages?.length) {
        said.askedAgain.push(`${role.state}: ${match.state}`);
        return match.manager.messages;
      }
      said.asked.push(match.candidateId);
      return [{ channelId: 'D0HARPER', ts: `${processId} asks` }];
    },
    async tellWord({ match }) {
      here();
      await held();
      said.words.push(`${match.candidateId}: ${match.manager?.says}`);
      return { channelId: 'D0RILEY', ts: `${processId} tells` };
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
    outreach: {
      ...outreach,
      batches: batchStore(db),
      lists: draftLists(db),
      showBatch: async () => undefined,
    },
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
        ? {
            id,
            name: id,
            timeZone: 'UTC',
            email: null,
            outsider: id.startsWith('U0GUEST'),
            workspaceAdmin: false,
          }
        : null,
  };
  return { deps, base, said, slack, enrolled };
}

type RolesWorld = Awaited<ReturnType<typeof rolesWorld>>;

/** The world twice, as two processes on one database see it; set anew before each test. Call it at the top of a test file. */
export function rolesStory() {
  const database = testDatabase();
  const story = {
    t: {} as RolesWorld,
    other: {} as RolesWorld,
    db: () => database.db(),
  };
  const people = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let index = 0; index < count; index++)
      ids.push(await added(story.t.base, { name: `Person ${index}`, skills: ['Go', 'Kubernetes'] }));
    return ids;
  };
  beforeEach(async () => {
    await database.empty();
    story.t = await rolesWorld(database.db(), 'one');
    story.other = await rolesWorld(database.db(), 'two');
  });
  return Object.assign(story, {
    people,
    open: (form: Partial<RoleForm> = {}): Promise<Role> =>
      opened(story.t.base, { channel: 'C0HIRING', hiringManager: HARPER, ...form }),
    again: async (role: Role): Promise<Role> => (await story.t.deps.roles.byId(role._id)) ?? role,
    later(seconds: number) {
      const at = new Date(story.t.base.clock.now().getTime() + seconds * 1000);
      story.t.base.moveTo(at);
      story.other.base.moveTo(at);
    },
    shortlist: (role: Role, candidateId: string, world: RolesWorld = story.t) =>
      decide(world.deps, {
        role: role._id,
        candidateId,
        to: 'shortlisted',
        why: null,
        note: null,
        by: RILEY.id,
      }),
  });
}
