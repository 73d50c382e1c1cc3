import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { SENIORITIES } from '../../src/candidates/candidate.ts';
import { facetToken } from '../../src/candidates/tokens.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { boundsOf, contactBoundsOf, contactPoints } from '../../src/roles/ranking/bound.ts';
import { rankedProfile } from '../../src/roles/ranking/rank.ts';
import { scoreOf } from '../../src/roles/ranking/score.ts';
import { wantedOf } from '../../src/roles/ranking/wanted.ts';
import { DEFAULT_RANKING, type PartName } from '../../src/roles/ranking/weights.ts';
import { benchmarkPerson } from '../benchmarks/people.ts';
import { testDatabase } from '../support/database.ts';
import { NOW, world } from './world.ts';

const database = testDatabase();
const PEOPLE = 1_500;
const ROLE = { title: 'Engineer', niceToHave: [], seniority: null, location: null, remote: false };
const CONTEXT = { now: NOW, temperature: DEFAULT_TEMPERATURE };

beforeEach(() => database.empty());

async function filled() {
  const deps = await world(database.db());
  const people = Array.from({ length: PEOPLE }, (_, index) => benchmarkPerson(index).candidate);
  for (const [index, one] of people.entries()) if (index % 9 === 0) one.stage = 'silver medalist';
  await deps.candidates.insertAll(people);
  return { deps, people: new Map(people.map((one) => [one._id, one])) };
}

test.each([
  { mustHave: ['Python'], niceToHave: ['SQL', 'Docker'], seniority: 'Senior', location: 'Berlin, Germany' },
  { mustHave: ['SQL', 'Python', 'Go'], seniority: 'Intern', location: 'Germany' },
  {
    mustHave: ['Python', 'AWS'],
    niceToHave: ['Kubernetes'],
    location: 'Austin, United States',
    remote: true,
  },
  { mustHave: ['Figma'], title: 'Product Designer, Backend', seniority: 'Executive' },
] as const)(
  'what the index says is never lower than the score, and mostly the same: $mustHave',
  async (asked) => {
    const { deps, people } = await filled();
    const wanted = wantedOf({
      ...ROLE,
      ...asked,
      mustHave: [...asked.mustHave],
      niceToHave: [...(asked.niceToHave ?? [])],
    });
    const points = boundsOf(wanted, DEFAULT_RANKING, CONTEXT);
    const skill = facetToken('skill', asked.mustHave[0]);
    const question = { skill, others: [], points, limit: PEOPLE };
    const found = (await deps.profiles.likeliest(question, 60_000))?.likely ?? [];
    const having = [...people.values()].filter(({ facets }) => facets.includes(skill));
    expect(having.length).toBeGreaterThan(20);
    expect(found).toHaveLength(having.length);
    const differences = found.map((one) => {
      const person = people.get(one._id);
      if (!person) throw new Error(one._id);
      const profile = rankedProfile(person, new Set());
      const { score } = scoreOf(wanted, profile, DEFAULT_RANKING.weights, CONTEXT);
      return one.points - score;
    });
    expect(Math.min(...differences)).toBeGreaterThan(-1e-6);
    // A fifth of what warmth can bring is the widest of its ranges.
    const near = differences.filter((difference) => difference < 2).length;
    expect(near / found.length).toBeGreaterThan(0.75);
  },
);

test('never lower whatever is asked for, weighed and set', async () => {
  const { deps, people } = await filled();
  const all = [...people.values()];
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        mustHave: fc.subarray(['Python', 'SQL', 'Go', 'React', 'C++', 'figma'], { minLength: 1 }),
        niceToHave: fc.subarray(['AWS', 'Docker', 'kubernetes', 'Terraform', 'Sales', 'Java', 'Excel']),
        title: fc.constantFrom('Backend Engineer', 'Head of Data', 'x'),
        seniority: fc.constantFrom(null, ...SENIORITIES),
        location: fc.constantFrom(
          null,
          'Germany',
          'berlin',
          'Berlin, Germany',
          'Nowhere at all',
          'Austin, US',
        ),
        remote: fc.boolean(),
      }),
      fc.tuple(...Object.keys(DEFAULT_RANKING.weights).map(() => fc.constantFrom(0, 1, 37, 100))),
      fc.record({
        hot: fc.constantFrom(0.01, 8, 1_000),
        halfLifeDays: fc.constantFrom(1, 45, 3_650),
        days: fc.constantFrom(-400, 0, 400),
      }),
      async (criteria, weighed, { days, ...set }) => {
        const names = Object.keys(DEFAULT_RANKING.weights) as PartName[];
        const weights = Object.fromEntries(names.map((name, index) => [name, weighed[index] ?? 0])) as Record<
          PartName,
          number
        >;
        const now = new Date(NOW.getTime() + days * 86_400_000);
        const context = { now, temperature: { ...DEFAULT_TEMPERATURE, ...set } };
        const wanted = wantedOf(criteria);
        const points = boundsOf(wanted, { enabled: true, weights }, context);
        const skill = [...wanted.must.keys()][0] ?? '';
        const question = { skill, others: [], points, limit: PEOPLE };
        const found = (await deps.profiles.likeliest(question, 60_000))?.likely ?? [];
        expect(found).toHaveLength(all.filter(({ facets }) => facets.includes(skill)).length);
        for (const one of found) {
          const person = people.get(one._id);
          if (!person) throw new Error(one._id);
          const { score } = scoreOf(wanted, rankedProfile(person, new Set()), weights, context);
          expect(one.points).toBeGreaterThan(score - 1e-6);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test('switched off: must-haves, and among those the last contact', async () => {
  const { deps, people } = await filled();
  const wanted = wantedOf({ ...ROLE, mustHave: ['Python', 'SQL'] });
  const skill = ':skill:python';
  const question = { skill, others: [], points: contactBoundsOf(wanted), limit: PEOPLE };
  const found = (await deps.profiles.likeliest(question, 60_000))?.likely ?? [];
  expect(found.length).toBeGreaterThan(20);
  for (const { _id, points } of found) {
    const person = people.get(_id);
    const hasAll = person?.skills.includes('SQL');
    const least = contactPoints(hasAll ? 1 : 0.5, person?.engagement.lastContactedAt ?? null);
    expect(points).toBeGreaterThanOrEqual(least);
  }
});

test('no record is read for it, and bringing the hottest sorts nothing', async () => {
  const { deps } = await filled();
  const wanted = wantedOf({
    ...ROLE,
    mustHave: ['Python'],
    niceToHave: ['SQL'],
    location: 'Berlin, Germany',
  });
  for (const points of [boundsOf(wanted, DEFAULT_RANKING, CONTEXT), contactBoundsOf(wanted)]) {
    const explained = JSON.stringify(
      await deps.profiles.explainLikeliest({
        skill: ':skill:python',
        others: [':skill:sql'],
        points,
        limit: 50,
      }),
    );
    expect(explained).toContain('"totalDocsExamined":0');
    expect(explained).not.toMatch(/"stage":"(FETCH|COLLSCAN)"/);
  }
  for (const having of [
    { token: ':skill:python' },
    { headlineWord: 'engineer' },
    { tokens: [':skill:python'], addedSince: new Date(0) },
    { tokens: [':skill:python'], engagedSince: new Date(0) },
  ]) {
    const explained = JSON.stringify(await deps.profiles.explain(having, 50));
    expect(explained).toContain('"stage":"IXSCAN"');
    expect(explained).not.toMatch(/"stage":"(SORT|COLLSCAN)"/);
  }
});
