import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { newCandidate } from '../../src/candidates/capture.ts';
import { derived } from '../../src/candidates/derived.ts';
import { temperatureAt } from '../../src/engagement/temperature.ts';
import { dayOf, figuresOf, growthOf, keepDays } from '../../src/pools/figures.ts';
import { readiness } from '../../src/pools/pool.ts';
import { addToPool, deletePool } from '../../src/pools/pools.ts';
import { askAboutStale } from '../../src/pools/stale.ts';
import { profile } from '../candidates/world.ts';
import { poolWorld, RILEY } from './world.ts';

const t = poolWorld();

describe('figures', () => {
  it('are what counting one by one gives', async () => {
    const pool = await t.make();
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
        await t.db().collection('candidates').deleteMany({});
        const now = t.deps.clock.now();
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
        await t.deps.candidates.insertAll(records);
        const naive = { size: records.length, hot: 0, warm: 0, cold: 0, ready: 0, engaged: 0, answered: 0 };
        for (const [index, one] of people.entries()) {
          const temperature = temperatureAt(one.heat, now, t.deps.temperature);
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
        expect(await figuresOf(t.deps, pool)).toEqual(naive);
      }),
      { numRuns: 40 },
    );
  });

  it('readiness is a share, and of nobody none', () => {
    expect(readiness({ size: 0, ready: 0 })).toBeNull();
    expect(readiness({ size: 8, ready: 2 })).toBe(0.25);
  });

  it('growth compares with the figures of the days before', async () => {
    const pool = await t.make();
    const ana = await t.add();
    await addToPool(t.deps, pool, [ana], RILEY.id);
    await keepDays(t.deps);
    t.move(30);
    const bob = await t.add();
    await addToPool(t.deps, pool, [bob], RILEY.id);
    await keepDays(t.deps);
    const growth = await growthOf(t.deps, pool, 2);
    expect(growth).toMatchObject({ days30: 2, days90: null });
    expect(growth.sizes).toEqual([0, 2]);
    expect(dayOf(t.deps.clock.now(), 30)).toBe('2026-11-20');
  });
});

describe('a stale pool', () => {
  const asked: string[] = [];
  const logger = createLogger('silent');
  const ask = () => askAboutStale({ ...t.deps, logger, askOwner: async ({ name }) => void asked.push(name) });
  beforeEach(() => void (asked.length = 0));

  it('asks its owner once a cadence, and not when somebody was written to', async () => {
    const pool = await t.make();
    const ana = await t.add();
    await addToPool(t.deps, pool, [ana], RILEY.id);
    await t.make({ name: 'Empty' });
    t.move(59);
    await ask();
    expect(asked).toEqual([]);
    t.move(2);
    await Promise.all([ask(), ask()]);
    await ask();
    expect(asked).toEqual(['Austin evenings']);
    t.move(61);
    const record = await t.deps.candidates.byId(ana);
    await t.deps.candidates.writeEngagement({
      id: ana,
      revision: record?.engagement.revision ?? 0,
      engagement: { ...(record?.engagement as Candidate['engagement']), lastContactedAt: t.deps.clock.now() },
      stage: { from: 'prospect', to: 'contacted' },
      happened: [],
    });
    await ask();
    expect(asked).toEqual(['Austin evenings']);
  });

  it('is asked about again when Slack was away', async () => {
    const pool = await t.make();
    await addToPool(t.deps, pool, [await t.add()], RILEY.id);
    t.move(61);
    await askAboutStale({
      ...t.deps,
      logger,
      async askOwner() {
        throw new Error('away');
      },
    });
    await ask();
    expect(asked).toEqual(['Austin evenings']);
  });

  it('whose query makes no sense any more keeps no other from being counted and asked about', async () => {
    const below = await t.make({ name: 'Below' });
    const broken = await t.make({ name: 'A broken one', query: 'pool:below' });
    const pool = await t.make({ name: 'Behind it' });
    await addToPool(t.deps, pool, [await t.add()], RILEY.id);
    await deletePool(t.deps, below, { id: RILEY.id, role: 'admin' });
    expect(await figuresOf(t.deps, broken)).toBeNull();
    t.move(61);
    await keepDays(t.deps);
    expect(await t.deps.pools.hasDay(pool._id, dayOf(t.deps.clock.now()))).toBe(true);
    await ask();
    expect(asked).toEqual(['Behind it']);
  });
});
