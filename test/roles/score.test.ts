import { describe, expect, test } from 'vitest';
import { DEFAULT_TEMPERATURE, heatRange, NO_HEAT } from '../../src/engagement/temperature.ts';
import { explain } from '../../src/roles/ranking/explain.ts';
import type { RankedProfile } from '../../src/roles/ranking/ranked.ts';
import { scoreOf } from '../../src/roles/ranking/score.ts';
import { areSimilar } from '../../src/roles/ranking/similar.ts';
import { titleWords, wantedOf } from '../../src/roles/ranking/wanted.ts';
import { DEFAULT_RANKING, type PartName } from '../../src/roles/ranking/weights.ts';
import type { Criteria } from '../../src/roles/role.ts';
import { NOW } from './world.ts';

const CRITERIA: Criteria = {
  title: 'Senior Backend Engineer (m/f/d)',
  mustHave: ['Go', 'Kubernetes'],
  niceToHave: ['Terraform'],
  seniority: 'Senior',
  location: 'Austin, United States',
  remote: false,
};
const HOT = heatRange('hot', NOW, DEFAULT_TEMPERATURE).from ?? 0;
const NOBODY: RankedProfile = {
  _id: 'a',
  skills: new Set(),
  seniority: null,
  city: null,
  country: null,
  interests: [],
  heat: NO_HEAT,
  lastEngagedAt: null,
  lastContactedAt: null,
  lastAnswer: null,
  medal: null,
};
const IDEAL: RankedProfile = {
  ...NOBODY,
  skills: new Set([':skill:go', ':skill:kubernetes', ':skill:terraform']),
  seniority: 'Senior',
  city: 'austin',
  country: 'US',
  interests: [{ key: 'backend', at: new Date('2026-05-20T12:00:00Z') }],
  heat: HOT + 1,
  lastAnswer: { at: new Date('2026-11-01T12:00:00Z'), sentiment: 'positive' },
  medal: 'similar',
};
const context = { now: NOW, temperature: DEFAULT_TEMPERATURE };
const score = (profile: RankedProfile, criteria: Partial<Criteria> = {}, weights = DEFAULT_RANKING.weights) =>
  scoreOf(wantedOf({ ...CRITERIA, ...criteria }), profile, weights, context);

describe('score', () => {
  test('is 100 for who has everything, and nearly nothing for who has nothing', () => {
    expect(score(IDEAL).score).toBeCloseTo(100, 5);
    // Seniority and place that aren't known count a quarter.
    expect(score(NOBODY).score).toBeCloseTo(12 / 4 + 10 / 4, 5);
  });

  test.each<[string, Partial<RankedProfile>, Partial<Criteria>, PartName, number | null]>([
    ['half of the must-haves', { skills: new Set([':skill:go']) }, {}, 'mustHaves', 0.5],
    ['no must-haves asked', {}, { mustHave: [] }, 'mustHaves', null],
    ['no nice-to-haves asked', {}, { niceToHave: [] }, 'niceToHaves', null],
    ['one level above', { seniority: 'Staff' }, {}, 'seniority', 0.5],
    ['one level below', { seniority: 'Mid-level' }, {}, 'seniority', 0.5],
    ['two levels off', { seniority: 'Junior' }, {}, 'seniority', 0],
    ['level not known', { seniority: null }, {}, 'seniority', 0.25],
    ['no level asked', {}, { seniority: null }, 'seniority', null],
    ['same city', {}, {}, 'place', 1],
    ['city of the same name elsewhere', { country: 'CA' }, {}, 'place', 0],
    ['same country', { city: 'boston' }, {}, 'place', 0.5],
    ['same country, remote', { city: 'boston' }, { remote: true }, 'place', 1],
    ['same country, no city asked', { city: 'boston' }, { location: 'United States' }, 'place', 1],
    ['other country', { city: 'berlin', country: 'DE' }, {}, 'place', 0],
    ['other country, remote', { city: 'berlin', country: 'DE' }, { remote: true }, 'place', 0],
    ['place not known', { city: null, country: null }, {}, 'place', 0.25],
    ['no place asked', {}, { location: null }, 'place', null],
    [
      'interest long ago',
      { interests: [{ key: 'backend', at: new Date('2024-05-20') }] },
      {},
      'interest',
      0.5,
    ],
    ['interest in a skill', { interests: [{ key: 'kubernetes', at: NOW }] }, {}, 'interest', 1],
    ['interest in something else', { interests: [{ key: 'design', at: NOW }] }, {}, 'interest', 0],
    ['interest in what every title has', { interests: [{ key: 'senior', at: NOW }] }, {}, 'interest', 0],
    ['medal of an unknown role', { medal: 'some' }, {}, 'medal', 0.5],
    ['barely hot', { heat: HOT }, {}, 'temperature', 0.5],
    ['never heard of', { heat: NO_HEAT }, {}, 'temperature', 0],
  ])('%s', (_name, profile, criteria, part, expected) => {
    const value = score({ ...IDEAL, ...profile }, criteria).parts[part];
    if (expected === null) expect(value).toBeNull();
    else expect(value).toBeCloseTo(expected, 5);
  });

  test('weights are shares: one that counts alone is all, one of 0 nothing', () => {
    const only = { ...DEFAULT_RANKING.weights };
    for (const name of Object.keys(only) as PartName[]) only[name] = name === 'place' ? 3 : 0;
    expect(score({ ...IDEAL, city: 'boston' }, {}, only).score).toBeCloseTo(50, 5);
    for (const name of Object.keys(only) as PartName[]) only[name] = 0;
    expect(score(IDEAL, {}, only).score).toBe(0);
  });
});

describe('words', () => {
  test('say what is there, what is missing, and why now', () => {
    expect(explain(wantedOf(CRITERIA), IDEAL, context)).toEqual({
      speaksFor: [
        'has Go, Kubernetes (all must-haves)',
        'also Terraform',
        'Senior, as asked',
        'in Austin',
        'said they are interested in backend, 6 months ago',
        'silver medalist for a role like this',
        'hot: answered positively 19 days ago',
      ],
      lacks: [],
    });
    const far: RankedProfile = {
      ...NOBODY,
      skills: new Set([':skill:go']),
      seniority: 'Junior',
      city: 'berlin',
      country: 'DE',
      lastEngagedAt: new Date('2024-11-20'),
    };
    expect(explain(wantedOf(CRITERIA), far, context)).toEqual({
      speaksFor: ['has Go (1 of 2 must-haves)', 'cold, last heard of 2 years ago'],
      lacks: [
        'lacks Kubernetes',
        'no Terraform on record',
        'Junior, 2 levels below',
        'in Berlin, Germany, not Austin, United States',
      ],
    });
  });

  test('of a title: what the work is about', () => {
    expect(titleWords('Senior Backend Engineer (m/f/d), Remote')).toEqual(['backend', 'engineer']);
    expect(titleWords('Lead')).toEqual([]);
  });
});

test.each([
  ['Backend Engineer', ['Go'], 'Platform Developer', ['Go', 'Kubernetes'], true],
  ['Backend Engineer', ['Go'], 'Senior Backend Engineer', ['Java'], true],
  ['Backend Engineer', ['Go'], 'Frontend Engineer', ['React'], false],
  ['Backend Engineer', [], 'Accountant', [], false],
] as const)('%s (%j) and %s (%j): alike is %s', (title, mustHave, otherTitle, otherMust, expected) => {
  expect(
    areSimilar({ title, mustHave: [...mustHave] }, { title: otherTitle, mustHave: [...otherMust] }),
  ).toBe(expected);
});
