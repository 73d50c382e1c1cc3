import { describe, expect, it } from 'vitest';
import { placeOf } from '#candidates/place.ts';
import { parseQuery } from '#candidates/query/parse.ts';
import type { Kind } from '#engagement/touchpoint.ts';
import { samplePeople } from '#sample/generate.ts';
import { NAMES } from '#sample/names.ts';
import { SAMPLE_PEOPLE, type SamplePerson } from '#sample/people.ts';
import { PLACES } from '#sample/places.ts';
import { SAMPLE_POOLS } from '#sample/pools.ts';
import { randomFrom } from '#sample/random.ts';

const people = samplePeople().slice(SAMPLE_PEOPLE.length);
const at = (...stages: SamplePerson['stage'][]) => people.filter(({ stage }) => stages.includes(stage));
const kindsOf = ({ history }: SamplePerson) => history.map(({ kind }) => kind);

describe('The history of a generated person', () => {
  it('is in order and begins when they became known', () => {
    for (const { knownForDays, history, name } of people) {
      const days = history.map(({ daysAgo }) => daysAgo);
      expect([name, days]).toEqual([name, days.toSorted((a, b) => b - a)]);
      expect(knownForDays).toBeGreaterThanOrEqual(Math.max(10, ...days));
      expect(knownForDays).toBeLessThanOrEqual(1_500);
      expect(Math.min(1, ...days)).toBe(1);
      expect(history.length).toBeLessThanOrEqual(14);
    }
  });

  it('has no reply, open or click before a message, and no interview before an application', () => {
    const needs: [Kind, Kind[]][] = [
      ['replied', ['message sent']],
      ['opened', ['message sent', 'content shared']],
      ['clicked', ['message sent', 'content shared']],
      ['interview', ['applied']],
    ];
    for (const person of people)
      for (const [kind, before] of needs) {
        const kinds = kindsOf(person);
        const first = kinds.indexOf(kind);
        if (first >= 0) expect(kinds.slice(0, first).some((one) => before.includes(one))).toBe(true);
      }
  });

  it('says with each reply, and with nothing else, how it was meant', () => {
    for (const { history } of people)
      for (const { kind, sentiment } of history) expect(sentiment !== undefined).toBe(kind === 'replied');
  });

  it('fits the stage', () => {
    for (const person of at('prospect')) expect(kindsOf(person)).not.toContain('message sent');
    for (const person of at('contacted')) expect(kindsOf(person)).toContain('message sent');
    for (const person of at('contacted').filter(({ optedOut }) => !optedOut))
      expect(kindsOf(person)).not.toContain('replied');
    for (const { history } of at('engaged'))
      expect(history.some(({ sentiment }) => sentiment === 'positive')).toBe(true);
    for (const person of at('silver medalist', 'interviewing', 'hired'))
      expect(kindsOf(person)).toContain('interview');
    for (const person of at('applied')) expect(kindsOf(person)).toContain('applied');
    for (const person of at('declined'))
      expect(
        person.history.some(({ kind, sentiment }) => kind === 'interview' || sentiment === 'negative'),
      ).toBe(true);
  });

  it('ends when somebody opts out or a message comes back', () => {
    const stopped = people.filter(({ optedOut, bounced }) => optedOut || bounced);
    for (const person of stopped) expect(kindsOf(person).at(-1)).toBe('status');
    for (const person of people.filter((one) => !stopped.includes(one)))
      expect(kindsOf(person)).not.toContain('status');
  });

  it('is in words that leave no blank open and say nothing twice in a row', () => {
    for (const { history } of people)
      for (const [index, { note }] of history.entries()) {
        expect(note).toMatch(/^[\p{L}“].{6,160}$/u);
        expect(note).not.toMatch(/[{}]|undefined|Remote/);
        expect(note).not.toBe(history[index - 1]?.note);
      }
  });

  it('is where interests come from', () => {
    for (const { interests = [], history } of people)
      for (const [, daysAgo] of interests) {
        expect(daysAgo).toBeGreaterThanOrEqual(5);
        expect(daysAgo).toBeLessThanOrEqual(700);
        expect(history.map((one) => one.daysAgo)).toContain(daysAgo);
      }
    expect(people.filter(({ interests }) => interests).length).toBeGreaterThan(120);
  });
});

describe('A sample place', () => {
  it('has names to give and is known', () => {
    for (const { location, cultures } of PLACES) {
      expect(cultures.length).toBeGreaterThan(0);
      for (const culture of cultures) expect(Object.keys(NAMES)).toContain(culture);
      if (!location.startsWith('Remote')) expect([location, placeOf(location).city]).not.toContain(null);
    }
  });
});

describe('A sample pool', () => {
  it.each(SAMPLE_POOLS)('$name has a query that can be read, or members', ({ query, members }) => {
    if (query !== null) {
      expect(parseQuery(query)).toEqual({ query: expect.anything() });
      expect(members).toBeUndefined();
      return;
    }
    const emails = samplePeople().map(({ email }) => email);
    expect(members?.length).toBeGreaterThanOrEqual(15);
    expect(members?.length).toBeLessThanOrEqual(25);
    expect(members?.filter((email) => !emails.includes(email))).toEqual([]);
  });

  it('comes in two kinds', () => {
    expect(SAMPLE_POOLS.map(({ query }) => query === null)).toEqual([false, false, false, true, true]);
  });
});

describe('Random numbers', () => {
  it('are those of mulberry32', () => {
    const random = randomFrom(1);
    expect([random.next(), random.next()].map((one) => Math.floor(one * 2 ** 32))).toEqual([
      2_693_262_067, 11_749_833,
    ]);
  });
});
