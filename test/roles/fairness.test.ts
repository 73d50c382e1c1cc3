import { expect, test } from 'vitest';
import type { Candidate } from '../../src/candidates/candidate.ts';
import { derived } from '../../src/candidates/derived.ts';
import { rankFor } from '../../src/roles/ranking/rank.ts';
import { randomFrom } from '../../src/sample/random.ts';
import { benchmarkPerson } from '../benchmarks/people.ts';
import { testDatabase } from '../support/database.ts';
import { opened, type World, world } from './world.ts';

const database = testDatabase();
const PEOPLE = 600;
const ROLES = [
  {
    title: 'Data engineer',
    mustHave: ['Python'],
    niceToHave: ['SQL'],
    seniority: 'Senior' as const,
    location: 'Berlin, Germany',
  },
  {
    title: 'Web developer',
    mustHave: ['JavaScript', 'React'],
    location: 'London, United Kingdom',
    remote: true,
  },
  { mustHave: [], title: 'Product designer' },
];

/** What says who somebody is, or could be guessed from: given to somebody else at random. */
const IDENTITY = [
  'name',
  'emails',
  'phones',
  'links',
  'company',
  'tags',
  'owner',
  'source',
  'createdAt',
] as const;

async function orders(deps: World, people: readonly Candidate[]): Promise<string[][]> {
  await database.empty();
  await deps.candidates.insertAll(people);
  const all: string[][] = [];
  for (const role of ROLES) {
    const { ranked, blocked } = await rankFor(deps, await opened(deps, role), {
      limit: 50,
      leaveOut: new Set(),
    });
    all.push([...ranked, ...blocked].map(({ candidateId }) => candidateId));
  }
  return all;
}

test('names, addresses, employers and all else that says who somebody is change nothing', async () => {
  const deps = await world(database.db());
  const people = Array.from({ length: PEOPLE }, (_, index) => benchmarkPerson(index).candidate);
  const before = await orders(deps, people);
  for (const seed of [1, 2, 3]) {
    const others = randomFrom(seed).shuffled(people);
    const permuted = people.map((person, index): Candidate => {
      const other = others[index] ?? person;
      const given = Object.fromEntries(IDENTITY.map((field) => [field, other[field]]));
      const next = { ...person, ...given } as Candidate;
      return { ...next, ...derived(next) };
    });
    expect(permuted.filter(({ name }, index) => name !== people[index]?.name).length).toBeGreaterThan(
      PEOPLE / 2,
    );
    expect(await orders(deps, permuted)).toEqual(before);
  }
  expect(before.every((order) => order.length >= 20)).toBe(true);
});

test('words in a headline that tell age, gender, origin or religion change nothing where skills are asked for', async () => {
  const deps = await world(database.db());
  const people = Array.from({ length: PEOPLE }, (_, index) => benchmarkPerson(index).candidate);
  const before = (await orders(deps, people)).slice(0, 2);
  const words = ['Mother of two', 'Young woman, 24', 'Born 1962', 'Muslim', 'Veteran', 'Nigerian', 'He/him'];
  const marked = people.map((person, index): Candidate => {
    const next = { ...person, headline: `${person.headline}. ${words[index % words.length]}` };
    return { ...next, ...derived(next) };
  });
  expect((await orders(deps, marked)).slice(0, 2)).toEqual(before);
});
