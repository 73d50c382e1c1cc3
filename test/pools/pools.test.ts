import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { type CaptureDeps, capture, newCandidate } from '../../src/candidates/capture.ts';
import { derived } from '../../src/candidates/derived.ts';
import { searchPage } from '../../src/candidates/search.ts';
import { temperatureAt } from '../../src/engagement/temperature.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { type AddingDeps, planAddition, workOffAdditions } from '../../src/pools/adding.ts';
import { additionIndexes, additionStore } from '../../src/pools/addition-store.ts';
import { dayOf, figuresOf, growthOf, keepDays } from '../../src/pools/figures.ts';
import { type Pool, type PoolForm, readiness } from '../../src/pools/pool.ts';
import {
  addToPool,
  createPool,
  deletePool,
  editPool,
  finishDeleting,
  poolLookup,
  removeFromPool,
} from '../../src/pools/pools.ts';
import { askAboutStale } from '../../src/pools/stale.ts';
import { poolDayIndexes, poolIndexes, poolStore } from '../../src/pools/store.ts';
import { capturing, profile, world } from '../candidates/world.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let deps: AddingDeps & CaptureDeps & { move(days: number): void };
let told: string[];
beforeEach(async () => {
  await database.empty();
  const db = database.db();
  await ensureIndexes(db, [poolIndexes, poolDayIndexes, additionIndexes]);
  const pools = poolStore(db);
  told = [];
  let now = new Date('2026-11-20T12:00:00Z').getTime();
  deps = {
    ...(await world(db)),
    pools,
    poolNamed: poolLookup({ pools }),
    additions: additionStore(db),
    processId: 'one',
    async tellAdded({ added, seen }, name, isCut) {
      told.push(`${name}: ${added} of ${seen}${isCut ? ', cut' : ''}`);
    },
    clock: { now: () => new Date(now) },
    move(days) {
      now += days * 86_400_000;
    },
  };
});

const RILEY = { id: 'U0RILEY', timeZone: 'UTC' };
const FORM: PoolForm = {
  name: 'Austin evenings',
  query: null,
  purpose: null,
  owner: RILEY.id,
  targetSize: 20,
  cadenceDays: 60,
};
async function make(form: Partial<PoolForm> = {}): Promise<Pool> {
  const made = await createPool(deps, { ...FORM, ...form }, RILEY.id);
  if ('errors' in made) throw new Error(JSON.stringify(made.errors));
  return made;
}
const wrong = async (form: Partial<PoolForm>) => {
  const made = await createPool(deps, { ...FORM, ...form }, RILEY.id);
  return 'errors' in made ? made.errors : {};
};
let count = 0;
async function add(skills: string[] = [], more: Parameters<typeof profile>[0] = {}): Promise<string> {
  count++;
  const captured = await capture(deps, capturing({ email: `p${count}@example.com`, skills, ...more }));
  if (captured.outcome !== 'added') throw new Error('known');
  return captured.candidate._id;
}
const namesOf = async (query: string) =>
  (await searchPage(deps, query, RILEY, null, 50)).candidates.map(({ _id }) => _id).toSorted();

describe('a form', () => {
  it('needs a name that is free, in any case and accents', async () => {
    expect(await wrong({ name: '—' })).toHaveProperty('name');
    await make({ name: 'Café people' });
    expect(await wrong({ name: 'CAFE people' })).toMatchObject({ name: expect.stringContaining('already') });
  });

  it('needs a query that means something, and names the nearest good word', async () => {
    expect(await wrong({ query: 'skil:python' })).toMatchObject({ query: expect.stringContaining('skill') });
    expect(await wrong({ query: 'sort:name' })).toMatchObject({
      query: expect.stringContaining('who belongs'),
    });
    expect(await wrong({ query: `skill:python ${'x'.repeat(1_000)}` })).toHaveProperty('query');
    expect(await wrong({ targetSize: 0 })).toHaveProperty('targetSize');
  });

  it('may not ask for itself, straight or round about', async () => {
    expect(await wrong({ name: 'Mine', query: 'skill:python -pool:mine' })).toMatchObject({
      query: expect.stringContaining('itself'),
    });
    await make({ name: 'First', query: 'skill:python' });
    const second = await make({ name: 'Second', query: 'pool:first skill:go' });
    const first = await deps.pools.byKey('first');
    const edited = await editPool(
      deps,
      first?._id ?? '',
      { ...FORM, name: 'First', query: 'pool:second' },
      RILEY.id,
    );
    expect(edited).toMatchObject({ errors: { query: expect.stringContaining('itself') } });
    expect(
      await editPool(deps, second._id, { ...FORM, name: 'Second', query: null }, RILEY.id),
    ).toHaveProperty('errors.query');
  });
});

describe('who is in a pool', () => {
  it('by hand: who was put in, until taken out, and never twice', async () => {
    const pool = await make();
    const [ana, bob] = [await add(), await add()];
    expect(await addToPool(deps, pool, [ana, bob], RILEY.id)).toBe(2);
    expect(await addToPool(deps, pool, [ana], RILEY.id)).toBe(0);
    expect(await namesOf('pool:"austin evenings"')).toEqual([ana, bob].toSorted());
    await removeFromPool(deps, pool, [bob], RILEY.id);
    expect(await namesOf('pool:"Austin Evenings"')).toEqual([ana]);
    expect(await namesOf('-pool:"austin evenings"')).toEqual([bob]);
  });

  it('by query: who fits now, `me` being its owner, pools within pools too', async () => {
    const python = await add(['Python'], { owner: 'U0KIM' });
    const go = await add(['Go'], { owner: 'U0KIM' });
    const both = await add(['Python', 'Go']);
    await make({ name: 'Pythonistas', query: 'skill:python' });
    await make({ name: 'Kim’s', query: 'owner:me', owner: 'U0KIM' });
    await make({ name: 'Kim’s pythonistas', query: 'pool:pythonistas pool:"kim’s"' });
    expect(await namesOf('pool:pythonistas')).toEqual([python, both].toSorted());
    expect(await namesOf('pool:"kim’s"')).toEqual([python, go].toSorted());
    expect(await namesOf('pool:"kim’s pythonistas"')).toEqual([python]);
    expect(await namesOf('-pool:"kim’s"')).toEqual([both]);
    expect(await namesOf('pool:pythonistas,"kim’s"')).toEqual([python, go, both].toSorted());
  });

  it('a name that is none is told with the nearest', async () => {
    await make({ name: 'Pythonistas', query: 'skill:python' });
    await expect(namesOf('pool:pythonista')).rejects.toThrow('Did you mean `pool:"Pythonistas"`?');
  });

  it('a whole search result, also when the process dies in between', async () => {
    const pool = await make();
    for (let i = 0; i < 120; i++) await add(['Rust']);
    await addToPool(deps, pool, (await namesOf('skill:rust')).slice(0, 10), RILEY.id);
    await planAddition(deps, {
      _id: 'one',
      pool: pool._id,
      query: 'skill:rust',
      by: RILEY.id,
      timeZone: 'UTC',
    });
    const dying = {
      ...deps,
      additions: {
        ...deps.additions,
        async progress(): Promise<boolean> {
          throw new Error('dead');
        },
      },
    };
    await workOffAdditions(dying).catch(() => {});
    await workOffAdditions({ ...deps, processId: 'two' });
    expect(told).toEqual([]);
    deps.move(1);
    await workOffAdditions({ ...deps, processId: 'two' });
    expect((await searchPage(deps, `pool:${pool._id}`, RILEY, null, 1)).total).toBe(120);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('of 120');
  });

  it('nobody any more when it is deleted, by its owner or an admin; the people stay', async () => {
    const pool = await make();
    const ana = await add();
    await addToPool(deps, pool, [ana], RILEY.id);
    await expect(deletePool(deps, pool, { id: 'U0KIM', role: 'recruiter' })).rejects.toThrow(
      'Only <@U0RILEY>',
    );
    await deletePool(deps, pool, { id: RILEY.id, role: 'recruiter' });
    await make();
    await finishDeleting(deps);
    expect((await deps.candidates.byId(ana))?.pools).toEqual([]);
    expect(await deps.pools.beingDeleted()).toEqual([]);
  });
});

describe('figures', () => {
  it('are what counting one by one gives', async () => {
    const pool = await make();
    const person = fc.record({
      heat: fc.constantFrom(-1_000_000, 440, 460, 463, 465),
      email: fc.boolean(),
      suppressed: fc.boolean(),
      snoozed: fc.constantFrom(null, -1, 1),
      expires: fc.constantFrom(null, -1, 1),
      stage: fc.constantFrom('prospect', 'engaged', 'applied', 'hired') as fc.Arbitrary<Candidate['stage']>,
      engaged: fc.constantFrom(null, 10, 200),
      answered: fc.constantFrom(null, 10, 200),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 12 }), async (people) => {
        await database.db().collection('candidates').deleteMany({});
        const now = deps.clock.now();
        const inDays = (days: number | null) =>
          days === null ? null : new Date(now.getTime() + days * 86_400_000);
        const records = people.map((one, index): Candidate => {
          const made = newCandidate(
            profile(one.email ? { email: `x${index}@example.com` } : { phone: `+1512555${1_000 + index}` }),
            RILEY.id,
            now,
            {},
          );
          const record: Candidate = {
            ...made,
            pools: [{ id: pool._id, at: now, by: RILEY.id }],
            suppressions: one.suppressed ? [{ reason: 'opted out', at: now, by: 'candidate' }] : [],
            snoozedUntil: inDays(one.snoozed),
            lawfulBasis: { ...made.lawfulBasis, expiresAt: inDays(one.expires) },
            stage: one.stage,
            engagement: {
              ...made.engagement,
              heat: one.heat,
              lastEngagedAt: inDays(one.engaged && -one.engaged),
              lastAnswer:
                one.answered === null ? null : { at: inDays(-one.answered) ?? now, sentiment: null },
            },
          };
          return { ...record, ...derived(record) };
        });
        await deps.candidates.insertAll(records);
        const naive = { size: records.length, hot: 0, warm: 0, cold: 0, ready: 0, engaged: 0, answered: 0 };
        for (const [index, one] of people.entries()) {
          const temperature = temperatureAt(one.heat, now, deps.temperature);
          naive[temperature]++;
          if (one.engaged === 10) naive.engaged++;
          if (one.answered === 10) naive.answered++;
          const isOurs = one.stage === 'prospect' || one.stage === 'engaged';
          if (
            temperature !== 'cold' &&
            one.email &&
            !one.suppressed &&
            one.snoozed !== 1 &&
            one.expires !== -1 &&
            isOurs
          )
            naive.ready++;
          expect(records[index]).toBeDefined();
        }
        expect(await figuresOf(deps, pool)).toEqual(naive);
      }),
      { numRuns: 40 },
    );
  });

  it('readiness is a share, and of nobody none', () => {
    expect(readiness({ size: 0, ready: 0 })).toBeNull();
    expect(readiness({ size: 8, ready: 2 })).toBe(0.25);
  });

  it('growth compares with the figures of the days before', async () => {
    const pool = await make();
    const ana = await add();
    await addToPool(deps, pool, [ana], RILEY.id);
    await keepDays(deps);
    deps.move(30);
    const bob = await add();
    await addToPool(deps, pool, [bob], RILEY.id);
    await keepDays(deps);
    const growth = await growthOf(deps, pool, 2);
    expect(growth).toMatchObject({ days30: 2, days90: null });
    expect(growth.sizes).toEqual([0, 2]);
    expect(dayOf(deps.clock.now(), 30)).toBe('2026-11-20');
  });
});

describe('a stale pool', () => {
  const asked: string[] = [];
  const ask = () => askAboutStale({ ...deps, askOwner: async ({ name }) => void asked.push(name) });
  beforeEach(() => void (asked.length = 0));

  it('asks its owner once a cadence, and not when somebody was written to', async () => {
    const pool = await make();
    const ana = await add();
    await addToPool(deps, pool, [ana], RILEY.id);
    await make({ name: 'Empty' });
    deps.move(59);
    await ask();
    expect(asked).toEqual([]);
    deps.move(2);
    await Promise.all([ask(), ask()]);
    await ask();
    expect(asked).toEqual(['Austin evenings']);
    deps.move(61);
    const record = await deps.candidates.byId(ana);
    await deps.candidates.writeEngagement(ana, record?.engagement.revision ?? 0, {
      engagement: { ...(record?.engagement as Candidate['engagement']), lastContactedAt: deps.clock.now() },
      stage: 'contacted',
    });
    await ask();
    expect(asked).toEqual(['Austin evenings']);
  });

  it('is asked about again when Slack was away', async () => {
    const pool = await make();
    await addToPool(deps, pool, [await add()], RILEY.id);
    deps.move(61);
    await expect(
      askAboutStale({
        ...deps,
        async askOwner() {
          throw new Error('away');
        },
      }),
    ).rejects.toThrow('away');
    await ask();
    expect(asked).toEqual(['Austin evenings']);
  });
});
