import { beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../../../src/candidates/capture.ts';
import { changeCandidate } from '../../../src/candidates/change.ts';
import { prepare } from '../../../src/candidates/query/ask.ts';
import { ORDERS } from '../../../src/candidates/query/plan.ts';
import { searchPage, understand } from '../../../src/candidates/search.ts';
import { recordTouchpoint } from '../../../src/engagement/record.ts';
import { testDatabase } from '../../support/database.ts';
import { capturing, world } from '../world.ts';

const database = testDatabase();
const RILEY = { id: 'U0RILEY', timeZone: 'America/Chicago' };
let deps: Awaited<ReturnType<typeof world>>;

interface Someone {
  headline?: string;
  company?: string;
  location?: string;
  skills?: string[];
  tags?: string[];
  owner?: string;
  interested?: [what: string, on: string];
  replied?: string;
}

const RIGHT: Someone = {
  headline: 'Senior Software Engineer',
  company: 'Brightline Pay Ltd',
  location: 'Austin, United States',
  interested: ['backend', '2026-03-01'],
};
/** Each misses one condition of the question, by little. */
const PEOPLE: Record<string, Someone> = {
  right: RIGHT,
  alsoRight: {
    ...RIGHT,
    headline: 'Staff software engineering lead',
    interested: ['backend roles', '2025-12-01'],
  },
  wrongCity: { ...RIGHT, location: 'Houston, United States' },
  austinInTheName: { ...RIGHT, location: 'Dallas, United States', company: 'Austin Software' },
  wordsApart: { ...RIGHT, headline: 'Sales Engineer, Software' },
  tooRecent: { ...RIGHT, interested: ['backend', '2026-06-15'] },
  tooOld: { ...RIGHT, interested: ['backend', '2025-10-30'] },
  otherInterest: { ...RIGHT, interested: ['frontend', '2026-03-01'] },
  neverSaid: { headline: 'Senior Software Engineer', location: 'Austin, United States' },
  rusty: {
    headline: 'Łódź’s finest',
    company: 'Café Zürich',
    location: 'Berlin, Germany',
    skills: ['Rust', 'Kubernetes'],
    tags: ['pycon-2026'],
    owner: 'U0RILEY',
    replied: '2026-11-10',
  },
  gopher: {
    headline: 'Backend developer',
    location: 'London, United Kingdom',
    skills: ['Go'],
    tags: ['meetup'],
    replied: '2026-06-01',
  },
};

beforeAll(async () => {
  deps = await world(database.db());
  for (const [name, one] of Object.entries(PEOPLE)) {
    const { interested, replied, ...typed } = one;
    const captured = await capture(deps, capturing({ name, email: `${name}@example.com`, ...typed }));
    if (captured.outcome !== 'added') throw new Error('known already');
    const { _id } = captured.candidate;
    if (interested)
      await changeCandidate(deps, _id, { by: 'U0RILEY', action: 'test', surface: 'test' }, () => ({
        interests: [{ what: interested[0], at: new Date(interested[1]), how: 'told us' }],
      }));
    if (replied)
      await recordTouchpoint(deps, {
        _id: `reply:${name}`,
        candidateId: _id,
        kind: 'replied',
        direction: 'in',
        at: new Date(replied),
        by: 'candidate',
        sentiment: 'positive',
      });
  }
});

const find = async (query: string) =>
  (await searchPage(deps, query, RILEY, null, 50)).candidates.map(({ name }) => name).sort();

const QUESTION = '"software engineer" city:austin interested:backend@6..12mo';

it('answers the question of product.md with exactly the right people', async () => {
  expect(await find(QUESTION)).toEqual(['alsoRight', 'right']);
});

/** Every shape of the language, with whom it finds. */
const SHAPES: [query: string, found: string[]][] = [
  ['rust', ['rusty']],
  ['lodzs', ['rusty']],
  ['zur', ['rusty']],
  ['rust,backend -meetup', ['rusty']],
  ['"backend dev"', ['gopher']],
  ['gopher@example.com', ['gopher']],
  ['skill:golang', ['gopher']],
  ['skill:k8s,go', ['gopher', 'rusty']],
  ['tag:pycon-2026', ['rusty']],
  ['city:berlin,london', ['gopher', 'rusty']],
  ['city:aust company:brightline interested:frontend', ['otherInterest']],
  ['country:germany', ['rusty']],
  ['country:uk', ['gopher']],
  ['company:"brightline pay" interested:backend@<6mo', ['tooRecent']],
  ['company:brightl interested:frontend', ['otherInterest']],
  ['owner:me', ['rusty']],
  ['owner:riley', ['rusty']],
  ['-owner:none', ['rusty']],
  ['owner:me temp:hot', ['rusty']],
  ['owner:me,none engaged:<30d', ['rusty']],
  ['owner:me contacted:never', ['rusty']],
  ['temp:hot', ['rusty']],
  ['temp:hot,warm', ['rusty']],
  ['-temp:cold', ['rusty']],
  ['stage:engaged', ['gopher', 'rusty']],
  ['engaged:<30d', ['rusty']],
  ['answered:2026-05..2026-06', ['gopher']],
  ['answered:ever', ['gopher', 'rusty']],
  ['engaged:never city:berlin', []],
  ['contacted:never skill:rust', ['rusty']],
  ['added:<1d skill:rust', ['rusty']],
  ['has:skills', ['gopher', 'rusty']],
  ['is:reachable skill:rust', ['rusty']],
  ['is:suppressed', []],
  ['is:snoozed,bounced', []],
  ['source:sourced skill:rust', ['rusty']],
  ['seniority:senior', []],
  ['-has:company -has:tags', ['neverSaid']],
  ['interested:backend@never skill:go,rust', ['gopher', 'rusty']],
  ['skill:rust sort:recent', ['rusty']],
  ['has:tags sort:name', ['gopher', 'rusty']],
  ['has:tags sort:added', ['gopher', 'rusty']],
  ['z', ['rusty']],
];

it.each(SHAPES)('%s finds %j', async (query, found) => {
  expect(await find(query)).toEqual(found);
});

it.each([...SHAPES.map(([query]) => query), '', QUESTION])('%s scans no collection', async (query) => {
  const understood = await understand(deps, query, RILEY);
  if ('error' in understood) throw new Error(understood.error.message);
  const { plans } = await prepare(deps, understood.parts, understood.sort);
  for (const plan of [plans.page, plans.total]) {
    const explained = JSON.stringify(
      await deps.candidates.explain({ ...plan, order: ORDERS[understood.sort], limit: 11 }),
    );
    expect(explained).toContain('IXSCAN');
    expect(explained).not.toContain('COLLSCAN');
  }
});

it('takes the hottest straight from the index where one word or facet leads', async () => {
  for (const query of ['city:berlin,london', 'skill:go', 'stage:engaged', '', 'interested:backend']) {
    const understood = await understand(deps, query, RILEY);
    if ('error' in understood) throw new Error(understood.error.message);
    const { plans } = await prepare(deps, understood.parts, 'hot');
    const explained = JSON.stringify(
      await deps.candidates.explain({ ...plans.page, order: ORDERS.hot, limit: 11 }),
    );
    expect(explained, query).not.toContain('"SORT"');
  }
});

describe('what makes no sense', () => {
  it.each([
    ['skill:rustt', '`skill:Rust`'],
    ['tag:pycon-2025', '`tag:pycon-2026`'],
    ['city:belrin', '`city:berlin`'],
    ['country:germny', '`country:Germany`'],
    ['owner:rily', '`owner:Riley`'],
    ['pool:gophers', 'There is no pool called “gophers”'],
  ])('%s is answered with %s', async (query, part) => {
    await expect(find(query)).rejects.toThrow(part);
  });
});

it('turns pages by position in every order, each person once', async () => {
  for (const sort of ['hot', 'recent', 'name', 'added']) {
    const seen: string[] = [];
    let after: Parameters<typeof searchPage>[3] = null;
    do {
      const page = await searchPage(deps, `sort:${sort}`, RILEY, after, 3);
      expect(page.total).toBe(Object.keys(PEOPLE).length);
      seen.push(...page.candidates.map(({ name }) => name));
      after = page.next;
    } while (after);
    expect(seen.toSorted(), sort).toEqual(Object.keys(PEOPLE).toSorted());
  }
});
