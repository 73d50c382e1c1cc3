import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { matchOf } from '../../src/roles/arrivals.ts';
import { rankedProfile, rankFor } from '../../src/roles/ranking/rank.ts';
import { scoreOf } from '../../src/roles/ranking/score.ts';
import { wantedOf } from '../../src/roles/ranking/wanted.ts';
import { criteriaOf } from '../../src/roles/role.ts';
import { benchmarkPerson } from '../benchmarks/people.ts';
import { testDatabase } from '../support/database.ts';
import { added, NOW, opened, world } from './world.ts';

const database = testDatabase();
const ALL = { limit: 20, leaveOut: new Set<string>() };

beforeEach(() => database.empty());

describe('who is found', () => {
  test('those with all must-haves before those who lack one, hotter ones first among equals', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, { niceToHave: ['Terraform'] });
    const lacksOne = await added(deps, { name: 'Lacks One', skills: ['Go', 'Terraform'] });
    const hasAll = await added(deps, { name: 'Has All', skills: ['Go', 'Kubernetes'] });
    const hasMore = await added(deps, { name: 'Has More', skills: ['Go', 'Kubernetes', 'Terraform'] });
    const hot = await added(deps, { name: 'Hot', skills: ['Go', 'Kubernetes'] });
    await added(deps, { name: 'Other', skills: ['React'] });
    await database
      .db()
      .collection<{ _id: string }>('candidates')
      .updateOne({ _id: hot }, { $set: { 'engagement.heat': NOW.getTime() / 86_400_000 / 45 + 4 } });
    const { ranked, exact, considered } = await rankFor(deps, role, ALL);
    expect(ranked.map(({ candidateId }) => candidateId)).toEqual([hasMore, hot, hasAll, lacksOne]);
    expect(ranked[3]?.reasons.lacks).toContain('lacks Kubernetes');
    expect({ exact, considered }).toEqual({ exact: true, considered: 4 });
  });

  test('further pages leave out who was shown, and nobody comes twice', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, {});
    for (let n = 0; n < 25; n++) await added(deps, { name: `P ${n}`, skills: ['Go', 'Kubernetes'] });
    const first = await rankFor(deps, role, ALL);
    const shown = new Set(first.ranked.map(({ candidateId }) => candidateId));
    const second = await rankFor(deps, role, { limit: 20, leaveOut: shown });
    expect(first.ranked).toHaveLength(20);
    expect(second.ranked).toHaveLength(5);
    expect(second.ranked.some(({ candidateId }) => shown.has(candidateId))).toBe(false);
  });

  test('who lacks a must-have comes where too few of those who have all are left, or may be written to', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, {});
    const full: string[] = [];
    for (let n = 0; n < 45; n++)
      full.push(await added(deps, { name: `P ${n}`, skills: ['Go', 'Kubernetes'] }));
    const lacking = [await added(deps, { name: 'Lacks', skills: ['Go'] })];
    const last = await rankFor(deps, role, { limit: 20, leaveOut: new Set(full.slice(0, 40)) });
    expect(last.ranked.map(({ candidateId }) => candidateId)).toEqual([
      ...full.slice(40).toSorted(),
      ...lacking,
    ]);
    await database
      .db()
      .collection<{ _id: string }>('candidates')
      .updateMany({ _id: { $in: full.slice(0, 40) } }, { $set: { stage: 'interviewing' } });
    const { ranked } = await rankFor(deps, role, ALL);
    expect(ranked.map(({ candidateId }) => candidateId)).toEqual([...full.slice(40).toSorted(), ...lacking]);
  });

  test('says that it is exact only where nobody who was cut off may score more', async () => {
    const deps = await world(database.db());
    const people = Array.from({ length: 2_000 }, (_, index) => benchmarkPerson(index).candidate);
    await deps.candidates.insertAll(people);
    const role = await opened(deps, { mustHave: [], niceToHave: ['Python'], location: 'Berlin, Germany' });
    const likely = {
      likely: people.slice(0, 500).map(({ _id }, index) => ({ _id, points: index < 200 ? 100 : 0 })),
      leftOut: 100,
    };
    const profiles = { ...deps.profiles, likeliest: async () => likely };
    expect((await rankFor({ ...deps, profiles }, role, ALL)).exact).toBe(false);
    const must = await opened(deps, { title: 'Other', mustHave: ['Python'] });
    expect((await rankFor({ ...deps, profiles }, must, ALL)).exact).toBe(false);
    expect((await rankFor(deps, must, ALL)).exact).toBe(true);
  });

  test('who may not be written to is named apart with the reason, and takes nobody’s place', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, {});
    const free = await added(deps, { name: 'Free', skills: ['Go', 'Kubernetes'] });
    const out = await added(deps, { name: 'Out', skills: ['Go', 'Kubernetes'] });
    const busy = await added(deps, { name: 'Busy', skills: ['Go', 'Kubernetes'] });
    const candidates = database.db().collection<{ _id: string }>('candidates');
    await candidates.updateOne(
      { _id: out },
      { $set: { suppressions: [{ reason: 'opted out', at: NOW, by: 'candidate' }] } },
    );
    await candidates.updateOne({ _id: busy }, { $set: { stage: 'interviewing' } });
    const { ranked, blocked } = await rankFor(deps, role, { limit: 1, leaveOut: new Set() });
    const all = await rankFor(deps, role, ALL);
    expect(all.ranked.map(({ candidateId }) => candidateId)).toEqual([free]);
    expect(new Map(all.blocked.map(({ candidateId, why }) => [candidateId, why]))).toEqual(
      new Map([
        [out, 'They asked not to be written to any more.'],
        [busy, 'They are in process at the moment: the conversation belongs to whoever runs it.'],
      ]),
    );
    expect(ranked).toHaveLength(1);
    expect(blocked.length).toBeLessThanOrEqual(2);
  });

  test('a silver medalist of a similar role comes first, also one who lacks a must-have', async () => {
    const deps = await world(database.db());
    const before = await opened(deps, { title: 'Platform Engineer', mustHave: ['Go', 'Docker'] });
    const medalist = await added(deps, { name: 'Medal', skills: ['Go', 'Kubernetes'] });
    const other = await added(deps, { name: 'Other', skills: ['Go', 'Kubernetes'] });
    const lacking = await added(deps, { name: 'Lacking', skills: ['Docker'] });
    const reasons = { speaksFor: [], lacks: [] };
    await deps.matches.show(
      [medalist, lacking].map((candidateId) => ({
        ...matchOf(before, { candidateId, score: 50, reasons }, 'ranking', NOW),
        state: 'silver medalist' as const,
      })),
    );
    await deps.roles.change(before, { state: 'closed', closedAt: NOW });
    const role = await opened(deps, { title: 'Site Engineer', mustHave: ['Go', 'Kubernetes', 'Docker'] });
    const { ranked } = await rankFor(deps, role, ALL);
    expect(ranked.map(({ candidateId }) => candidateId)).toEqual([medalist, other, lacking]);
    expect(ranked[0]?.reasons.speaksFor).toContain('silver medalist for a role like this');
  });

  test('without skills the words of the title find people', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, {
      title: 'Data Analyst',
      mustHave: [],
      location: 'Austin, United States',
    });
    const interested = await added(deps, {
      name: 'A',
      interests: ['data analyst'],
      location: 'Austin, United States',
    });
    const titled = await added(deps, { name: 'B', headline: 'Data analyst' });
    await added(deps, { name: 'C', headline: 'Pastry chef' });
    const { ranked } = await rankFor(deps, role, ALL);
    expect(ranked.map(({ candidateId }) => candidateId)).toEqual([interested, titled]);
  });

  test('nobody: an empty list', async () => {
    const deps = await world(database.db());
    const role = await opened(deps, { title: '(m/f/d)', mustHave: [] });
    expect(await rankFor(deps, role, ALL)).toEqual({
      ranked: [],
      blocked: [],
      considered: 0,
      isMore: true,
      exact: false,
    });
  });

  test('switched off: most must-haves first, in order of last contact, without scores', async () => {
    const deps = await world(database.db());
    deps.ranking.enabled = false;
    const role = await opened(deps, {});
    const ids: string[] = [];
    for (const [name, skills, at] of [
      ['Partly', ['Go'], '2026-11-01'],
      ['Long ago', ['Go', 'Kubernetes'], '2025-01-01'],
      ['Lately', ['Go', 'Kubernetes'], '2026-10-01'],
      ['Never', ['Go', 'Kubernetes'], null],
    ] as const) {
      const id = await added(deps, { name, skills: [...skills] });
      ids.push(id);
      await database
        .db()
        .collection<{ _id: string }>('candidates')
        .updateOne({ _id: id }, { $set: { 'engagement.lastContactedAt': at && new Date(at) } });
    }
    const { ranked } = await rankFor(deps, role, ALL);
    expect(ranked.map(({ candidateId }) => ids.indexOf(candidateId))).toEqual([2, 1, 3, 0]);
    expect(ranked.every(({ score }) => score === null)).toBe(true);
  });
});

test('of two thousand people the streams find the same twenty as scoring everybody', async () => {
  const deps = await world(database.db());
  const people = Array.from({ length: 2_000 }, (_, index) => benchmarkPerson(index).candidate);
  await deps.candidates.insertAll(people);
  const criteria = [
    { mustHave: ['Python'], niceToHave: ['SQL'], seniority: 'Senior' as const },
    { mustHave: ['Go', 'Kubernetes'], location: 'Berlin, Germany' },
    { mustHave: ['React', 'TypeScript'], niceToHave: ['GraphQL'], remote: true },
  ];
  for (const [index, one] of criteria.entries()) {
    const role = await opened(deps, { title: `Role number ${index}`, ...one });
    const wanted = wantedOf(criteriaOf(role));
    const best = people
      .filter(({ skills }) => skills.length > 0)
      .map((person) => rankedProfile(person, new Set()))
      .filter(({ skills }) => [...wanted.must.keys()].every((token) => skills.has(token)))
      .map((profile) => ({
        id: profile._id,
        ...scoreOf(wanted, profile, deps.ranking.weights, { now: NOW, temperature: DEFAULT_TEMPERATURE }),
      }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    const { ranked, blocked } = await rankFor(deps, role, ALL);
    const blockedIds = new Set(blocked.map(({ candidateId }) => candidateId));
    const expected = best.filter(({ id }) => !blockedIds.has(id)).slice(0, 20);
    expect(expected.length).toBeGreaterThan(3);
    expect(ranked.slice(0, expected.length).map(({ candidateId }) => candidateId)).toEqual(
      expected.map(({ id }) => id),
    );
  }
});
