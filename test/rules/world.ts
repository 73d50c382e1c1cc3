import { beforeEach } from 'vitest';
import { auditIndexes } from '../../src/audit/store.ts';
import { capture } from '../../src/candidates/capture.ts';
import { happenedStore } from '../../src/candidates/happened-store.ts';
import { tagCandidate } from '../../src/candidates/tag.ts';
import { latestTouchpoints } from '../../src/engagement/history.ts';
import { recordTouchpoint } from '../../src/engagement/record.ts';
import type { Kind } from '../../src/engagement/touchpoint.ts';
import { enrolmentIndexes, enrolmentStore, sequenceIndexes, sequenceStore } from '../../src/nurture/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { PersonError } from '../../src/platform/person-error.ts';
import type { PoolForm } from '../../src/pools/pool.ts';
import { createPool, poolLookup } from '../../src/pools/pools.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '../../src/pools/store.ts';
import { reminderIndexes, reminderStore } from '../../src/reminders/store.ts';
import type { RuleDeps } from '../../src/rules/deps.ts';
import { createRule } from '../../src/rules/edit.ts';
import type { Action, Rule, When } from '../../src/rules/rule.ts';
import {
  memberIndexes,
  memberStore,
  ruleIndexes,
  ruleStore,
  runIndexes,
  runStore,
} from '../../src/rules/store.ts';
import { sweepRules } from '../../src/rules/sweep.ts';
import { watchRules } from '../../src/rules/watching.ts';
import { capturing, type profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';
import { RILEY, takingMailer, testOutreach, testPeople } from '../support/outreach.ts';

const MAKER = { id: RILEY, timeZone: 'America/Chicago' };
const DAY_MS = 86_400_000;

type Deps = RuleDeps & Parameters<typeof capture>[0] & { wait(ms: number): void };

/** Rules on the real engine. Call it at the top of a test file. */
export function ruleWorld() {
  const database = testDatabase();
  let count = 0;
  let close = () => {};
  const t = {
    /** Set anew before each test. */
    deps: {} as Deps,
    /** Names that channels were told, as `CHANNEL NAME`. */
    told: [] as string[],
    /** What telling a channel meets; null: it works. */
    refusal: null as Error | null,
    db: () => database.db(),
    days: (days: number) => t.deps.wait(days * DAY_MS),
    sweep: () => sweepRules(t.deps),
    rule(when: When, actions: Action[], more: Partial<Pick<Rule, 'name' | 'only'>> = {}): Promise<Rule> {
      count++;
      return createRule(t.deps, { name: `Rule ${count}`, only: null, when, actions, ...more }, MAKER);
    },
    async person(typed: Parameters<typeof profile>[0] = {}): Promise<string> {
      count++;
      t.deps.wait(1);
      const captured = await capture(t.deps, capturing({ email: `p${count}@example.com`, ...typed }));
      if (captured.outcome !== 'added') throw new Error('known');
      return captured.candidate._id;
    },
    tag(id: string, ...tags: string[]) {
      t.deps.wait(1);
      return tagCandidate(t.deps, { id, tags, shown: [], by: RILEY });
    },
    happens: (id: string, kind: Kind, more: { at?: Date; direction?: 'in' | 'out'; draftId?: string } = {}) =>
      recordTouchpoint(t.deps, {
        _id: `t${++count}`,
        candidateId: id,
        kind,
        direction: 'in',
        at: t.deps.clock.now(),
        by: 'candidate',
        ...more,
      }),
    async pool(name: string, form: Partial<PoolForm> = {}) {
      const made = await createPool(
        t.deps,
        { name, query: null, purpose: null, owner: RILEY, targetSize: null, cadenceDays: null, ...form },
        RILEY,
      );
      if ('errors' in made) throw new Error(JSON.stringify(made.errors));
      return made;
    },
    async sequence(name: string) {
      const made = {
        _id: name,
        name,
        key: name,
        audience: '',
        owner: { ...MAKER, name: 'Riley Park' },
        steps: [
          {
            id: `${name}1`,
            kind: 'task' as const,
            delayDays: 1,
            variants: [{ subject: '', message: 'Call' }],
            withoutApproval: null,
          },
        ],
        stopAt: null,
        state: 'active' as const,
        revision: 0,
        createdBy: RILEY,
        createdAt: t.deps.clock.now(),
        deletedAt: null,
      };
      await t.deps.sequences.insert(made);
      return made;
    },
    record: (id: string) => t.deps.candidates.byId(id),
    tags: async (id: string) => (await t.deps.candidates.byId(id))?.tags.toSorted() ?? [],
    /** What a rule has done, oldest first: `PERSON: outcomes`. */
    runs: async (rule: Rule) => (await t.deps.runs.page(rule._id, null, 1_000)).toReversed(),
    /** As another process would work on the same database. */
    other: (): Deps => ({ ...t.deps, candidates: { ...t.deps.candidates } }),
  };
  beforeEach(async () => {
    close();
    await database.empty();
    const db = database.db();
    await ensureIndexes(db, [
      poolIndexes,
      poolDayIndexes,
      sequenceIndexes,
      enrolmentIndexes,
      reminderIndexes,
      auditIndexes,
      ruleIndexes,
      runIndexes,
      memberIndexes,
    ]);
    const people = testPeople([]);
    const outreach = await testOutreach(db, { people, mailer: takingMailer() });
    const rules = ruleStore(db);
    const watching = await watchRules(rules, outreach.logger);
    close = watching.close;
    const pools = poolStore(db);
    const deps: Deps = {
      ...(await world(db)),
      outreach,
      logger: outreach.logger,
      clock: outreach.clock,
      wait: outreach.wait,
      pools,
      poolNamed: poolLookup({ pools }),
      sequences: sequenceStore(db),
      enrolments: enrolmentStore(db),
      reminders: reminderStore(db),
      tellTask: async () => {},
      happenings: happenedStore(db),
      rules,
      runs: runStore(db),
      members: memberStore(db),
      watched: watching.watched,
      refreshWatched: watching.refresh,
      async tellChannel({ channel, candidate }) {
        if (t.refusal) throw t.refusal;
        t.told.push(`${channel} ${candidate.name}`);
      },
    };
    people.byId = (id) => deps.candidates.byId(id);
    people.history = (id, limit) => latestTouchpoints(deps, id, limit);
    t.deps = deps;
    t.told = [];
    t.refusal = null;
  });
  return t;
}

/** A channel that the app isn't in. */
export const CLOSED = new PersonError('The app is not in the channel: invite it there.');
