import type { Db } from 'mongodb';
import { beforeEach } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import type { Candidate, Stage } from '../../src/candidates/candidate.ts';
import { capture } from '../../src/candidates/capture.ts';
import type { TypedProfile } from '../../src/candidates/profile.ts';
import { profileStore } from '../../src/candidates/profile-store.ts';
import { setStage } from '../../src/candidates/stage.ts';
import { stageStore } from '../../src/candidates/stage-store.ts';
import { DEFAULT_WRITING } from '../../src/outreach/permission/permission.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import type { ReferralDeps } from '../../src/referrals/deps.ts';
import { mentionIndexes, mentionStore } from '../../src/referrals/mention-store.ts';
import { type Put, refer } from '../../src/referrals/refer.ts';
import type { Referral } from '../../src/referrals/referral.ts';
import { DEFAULT_REFERRAL_RULES } from '../../src/referrals/rules.ts';
import { settle } from '../../src/referrals/settle.ts';
import { newsText } from '../../src/referrals/slack/words.ts';
import { referralIndexes, referralStore } from '../../src/referrals/store.ts';
import { openRole } from '../../src/roles/keep.ts';
import { matchIndexes, matchStore } from '../../src/roles/match-store.ts';
import { DEFAULT_RANKING } from '../../src/roles/ranking/weights.ts';
import type { Role } from '../../src/roles/role.ts';
import { roleIndexes, roleStore } from '../../src/roles/store.ts';
import { capturing, profile, world } from '../candidates/world.ts';
import { FORM } from '../roles/world.ts';
import type { testDatabase } from '../support/database.ts';

export const BONUS = { amount: 1_500, currency: 'EUR', afterDays: 90 };

/** What was said in Slack, in order: to whom, and which text. */
export interface Said {
  to: string;
  text: string;
}

/** Referrals on the real engine, with Slack's side written down; `at` moves the clock, `isAway` takes Slack away. */
export async function referralWorld(db: Db) {
  await ensureIndexes(db, [referralIndexes, mentionIndexes, roleIndexes, matchIndexes]);
  const said: Said[] = [];
  const state = {
    now: new Date('2026-11-20T12:00:00Z'),
    isAway: false,
    removed: [] as string[],
    /** Slack posts or changes nothing before it answers. */
    answers: Promise.resolve(),
    /** Messages that wait for Slack. */
    asking: 0,
  };
  const slack = async () => {
    state.asking++;
    await state.answers;
    state.asking--;
  };
  const say = async (to: string, text: string) => {
    // Long enough for another process to come in between.
    await new Promise((resolve) => setImmediate(resolve));
    await slack();
    if (state.isAway) throw new Error('Slack is away');
    said.push({ to, text });
    return { channelId: `D${to.slice(1)}`, ts: `${said.length}.0001` };
  };
  const people: Record<string, { name: string; email: string | null }> = {
    U0MORGAN: { name: 'Morgan Lindqvist', email: 'morgan@acme.example' },
    U0HARPER: { name: 'Harper Okonkwo', email: null },
    U0RILEY: { name: 'Riley Castellano', email: 'riley@acme.example' },
  };
  const personOf = (id: string) => {
    const known = people[id];
    return known ? { id, ...known, timeZone: 'Europe/Berlin', outsider: false, workspaceAdmin: false } : null;
  };
  const base = {
    ...(await world(db)),
    profiles: profileStore(db),
    writing: { ...DEFAULT_WRITING },
    ranking: { enabled: true, weights: { ...DEFAULT_RANKING.weights } },
  };
  const deps: ReferralDeps = {
    ...base,
    clock: { now: () => state.now },
    logger: createLogger('silent'),
    roles: roleStore(db),
    matches: matchStore(db),
    referrals: referralStore(db),
    mentions: mentionStore(db),
    referralRules: { ...DEFAULT_REFERRAL_RULES, ownDomains: ['acme.example'] },
    lookUp: async (id) => personOf(id),
    memberByEmail: async (email) =>
      personOf(Object.keys(people).find((id) => people[id]?.email === email) ?? ''),
    recruiters: async () => ['U0RILEY'],
    isRecruiter: async (id) => id === 'U0RILEY',
    admins: async () => ['U0RILEY'],
    stages: stageStore(db),
    telling: {
      ask: (to, referral, candidate) => say(to, `ask ${candidate.name} ${referral.state}`),
      askToPay: (to, { bonus }) => say(to, `pay ${bonus?.amount}`),
      show: slack,
      tell: (referral, candidate, news) =>
        say(referral.by, newsText(referral, candidate?.name ?? null, news)),
      remove: async ({ ts }) => void state.removed.push(ts),
      closeMention: async () => undefined,
    },
  };

  let deliveries = 0;
  return {
    deps,
    /** What somebody was told, in order. */
    told: (to: string) => said.filter((one) => one.to === to).map(({ text }) => text),
    said,
    state,
    at: (moment: string) => {
      state.now = new Date(moment);
    },
    role: async (title: string, change: Partial<Role> = {}): Promise<Role> => {
      const opened = await openRole(
        deps,
        {
          ...FORM,
          title,
          mustHave: [],
          bonus: BONUS,
          ...(change as object),
        },
        { by: 'U0RILEY', deliveryId: `role ${title}` },
      );
      if ('errors' in opened) throw new Error(JSON.stringify(opened.errors));
      return opened;
    },
    known: async (typed: Partial<TypedProfile>): Promise<Candidate> => {
      const captured = await capture(deps, capturing(typed));
      if (captured.outcome !== 'added') throw new Error(captured.outcome);
      return captured.candidate;
    },
    stage: (id: string, stage: Stage) => setStage(deps, { id, stage, by: 'U0RILEY', surface: 'test' }),
    put: (typed: Partial<TypedProfile>, more: Partial<Put> = {}): Put => ({
      by: 'U0MORGAN',
      acquaintance: 'We worked together',
      roleId: null,
      role: null,
      mayMention: true,
      awareness: 'yes',
      note: null,
      deliveryId: `delivery ${++deliveries}`,
      profile: profile({ name: 'Ana Petrova', email: 'ana@example.com', ...typed }),
      ...more,
    }),
    /** Puts somebody forward and tells of it. @throws with the words of a refusal */
    async refer(put: Put): Promise<Referral> {
      const referred = await refer(deps, put);
      if ('refused' in referred) throw new Error(referred.refused.says);
      await settle(deps, referred._id);
      const kept = await deps.referrals.byId(referred._id);
      if (!kept) throw new Error('A referral was not kept.');
      return kept;
    },
  };
}

type ReferralWorld = Awaited<ReturnType<typeof referralWorld>>;

/** A world of referrals that is made anew, on an empty database, before each test of a file. Call it at the top. */
export function freshReferralWorld(database: ReturnType<typeof testDatabase>): ReferralWorld {
  const fresh = {} as ReferralWorld;
  beforeEach(async () => {
    await database.empty();
    Object.assign(fresh, await referralWorld(database.db()));
  });
  return fresh;
}
