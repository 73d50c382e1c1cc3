import { ratio } from 'fuzzball';
import { describe, expect, it } from 'vitest';
import { SENIORITIES, STAGES } from '#candidates/candidate.ts';
import { identityKeys } from '#candidates/identity.ts';
import { readProfile } from '#candidates/profile.ts';
import { wordsOf } from '#candidates/search-words.ts';
import { skillsStarting } from '#candidates/skills.ts';
import { DEFAULT_TEMPERATURE, heatOf, temperatureAt } from '#engagement/temperature.ts';
import { samplePeople } from '#sample/generate.ts';
import { SAMPLE_PEOPLE, type SamplePerson } from '#sample/people.ts';

const SEEDS = [undefined, 1, 2, 3];
const DAY_MS = 86_400_000;
const generated = (seed?: number) => samplePeople(seed).slice(SAMPLE_PEOPLE.length);

describe.each(SEEDS)('The sample people of seed %s', (seed) => {
  const everybody = samplePeople(seed);

  it('are 300, the hand-written ones first and as they are', () => {
    expect(everybody).toHaveLength(300);
    expect(everybody.slice(0, SAMPLE_PEOPLE.length)).toEqual(SAMPLE_PEOPLE);
  });

  it('are the same each time', () => {
    expect(samplePeople(seed)).toEqual(everybody);
  });

  it('have names and addresses of their own', () => {
    const names = everybody.map(({ name }) => name.normalize('NFKC').toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    const keys = everybody.flatMap((person) => [...new Set(keysOf(person))]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('can all be added', () => {
    for (const person of everybody)
      expect([person.name, readProfile(typed(person))]).toEqual([
        person.name,
        { profile: expect.anything() },
      ]);
  });

  it('hold addresses that are nobody’s', () => {
    for (const { email, phone = '+1 212 555 0100', link } of generated(seed)) {
      expect(email).toMatch(/^[a-z0-9._]+@example\.(com|org|net)$/);
      expect(phone).toMatch(
        /^(\+1 \d{3} 555 01\d\d|\+44 20 7946 0\d{3}|\+44 (161|131) 496 0\d{3}|\+49 (30 23125|40 66969|89 99998|221 4710) \d{3}|\+33 1 99 00 \d\d \d\d|\+46 8 465 004 \d\d|\+61 2 5550 \d{4})$/,
      );
      if (link) expect(link).toMatch(/^https:\/\/www\.linkedin\.com\/in\/[a-z0-9-]+-sample$/);
    }
  });

  it('are as warm as people are: about a tenth hot and a fifth warm', () => {
    const all = everybody.map(temperatureOf);
    const share = (which: string) => all.filter((one) => one === which).length / all.length;
    expect(share('hot')).toBeGreaterThan(0.08);
    expect(share('hot')).toBeLessThan(0.13);
    expect(share('warm')).toBeGreaterThan(0.17);
    expect(share('warm')).toBeLessThan(0.25);
  });

  it('stand at every stage, on every level, and are marked as often as they should be', () => {
    const share = (fits: (person: SamplePerson) => boolean) =>
      everybody.filter(fits).length / everybody.length;
    for (const stage of STAGES) expect(share((one) => one.stage === stage)).toBeGreaterThan(0.01);
    for (const level of SENIORITIES) expect(share((one) => one.seniority === level)).toBeGreaterThan(0);
    expect(share(({ stage }) => stage === 'silver medalist')).toBeCloseTo(0.08, 1);
    expect(share(({ owner }) => owner === null)).toBeCloseTo(0.05);
    expect(share(({ optedOut }) => optedOut === true)).toBeCloseTo(0.04);
    expect(share(({ bounced }) => bounced === true)).toBeCloseTo(0.02);
  });

  it('have six likely duplicates among them, and none by accident', () => {
    const alike = everybody.flatMap((one, index) =>
      everybody
        .slice(index + 1)
        .filter((other) => one.company === other.company || one.location === other.location)
        .filter((other) => ratio(plain(one.name), plain(other.name)) >= 82)
        .map((other) => [one, other] as const),
    );
    expect(alike.map(([one, other]) => [one.name, other.name].toSorted().join(' / ')).toSorted()).toEqual([
      'Elisabeth Dubois / Elizabeth Dubois',
      'John Baker / Jon Baker',
      'Katarzyna Wisniewska / Katarzyna Wiśniewska',
      'Mohamed Farouk / Mohammed Farouk',
      'Sara MacAllister / Sarah McAllister',
      'Stephen Clarke / Steven Clark',
    ]);
    for (const [one, other] of alike) expect(one.company).toBe(other.company);
  });
});

describe('A generated person', () => {
  it('is not found by the name of a hand-written one', () => {
    const known = [...SAMPLE_PEOPLE.map(({ name }) => name), 'Riley', 'Harper', 'Morgan'].flatMap(wordsOf);
    const searched = known.filter((word) => word.length > 3);
    for (const { name } of generated())
      for (const word of wordsOf(name))
        expect(searched.filter((start) => word.startsWith(start))).toEqual([]);
  });

  it('has skills by their known names, up to three tags in lower case, and a place and firm', () => {
    const known = new Set(skillsStarting(''));
    for (const { skills, tags, headline, company, location } of generated()) {
      expect(skills.filter((skill) => !known.has(skill))).toEqual([]);
      expect(skills.length).toBeGreaterThanOrEqual(3);
      expect(skills.length).toBeLessThanOrEqual(7);
      expect(tags.length).toBeLessThanOrEqual(3);
      expect(new Set(tags).size).toBe(tags.length);
      for (const tag of tags) expect(tag).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(Math.min(headline.length, company.length, location.length)).toBeGreaterThan(2);
    }
  });

  it('works at one of some thirty firms, a few of them large', () => {
    const sizes = Object.values(Object.groupBy(generated(), ({ company }) => company)).map(
      (one) => one?.length,
    );
    expect(sizes.length).toBeGreaterThanOrEqual(30);
    expect(sizes).toContain(20);
    expect(sizes).toContain(1);
  });
});

function keysOf({ email, phone, link }: SamplePerson): string[] {
  const normal = readProfile(typed({ email, phone, link }));
  return 'profile' in normal ? identityKeys(normal.profile) : [];
}

function typed(person: Partial<Record<keyof SamplePerson, unknown>>) {
  return {
    name: 'Somebody',
    headline: '',
    company: '',
    location: '',
    seniority: null,
    skills: [],
    tags: [],
    source: null,
    sourceDetail: '',
    phone: '',
    link: '',
    ...Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined)),
    interests: [],
    owner: null,
    note: '',
  } as unknown as Parameters<typeof readProfile>[0];
}

function temperatureOf({ history }: SamplePerson): string {
  const touchpoints = history.map(({ kind, sentiment, daysAgo }) => ({
    kind,
    sentiment: sentiment ?? null,
    at: new Date(-daysAgo * DAY_MS),
  }));
  return temperatureAt(heatOf(touchpoints, DEFAULT_TEMPERATURE), new Date(0), DEFAULT_TEMPERATURE);
}

function plain(name: string): string {
  return wordsOf(name).toSorted().join(' ');
}
