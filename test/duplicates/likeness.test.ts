import { describe, expect, it, test } from 'vitest';
import { newCandidate } from '../../src/candidates/capture.ts';
import { derived } from '../../src/candidates/derived.ts';
import { LIKELY, likeness } from '../../src/duplicates/likeness.ts';
import { profile } from '../candidates/world.ts';

let number = 0;
function someone(name: string, more: Parameters<typeof profile>[0] = {}) {
  number++;
  return newCandidate(
    profile({ name, phone: `+1512555${1000 + number}`, ...more }),
    'U0RILEY',
    new Date(0),
    {},
  );
}
const ACME = { company: 'Acme Inc.', location: 'Austin, US' };
const scoreOf = (a: string, b: string, more = ACME) =>
  likeness(someone(a, more), someone(b, more))?.score ?? 0;

describe('likely the same', () => {
  it.each([
    ['Jon Baker', 'John Baker'],
    ['Katarzyna Wiśniewska', 'Katarzyna Wisniewska'],
    ['Stephen Clarke', 'Steven Clark'],
    ['Mohammed Farouk', 'Mohamed Farouk'],
    ['Sarah McAllister', 'Sara MacAllister'],
    ['Elisabeth Dubois', 'Elizabeth Dubois'],
    ['Baker John', 'John Baker'],
    ['Alex Morgan', 'Alexander Morgan'],
    ['李伟', '李伟'],
  ])('%s and %s at one company in one city', (a, b) => {
    expect(scoreOf(a, b)).toBeGreaterThanOrEqual(LIKELY);
    expect(scoreOf(b, a)).toBe(scoreOf(a, b));
  });
});

describe('not the same', () => {
  it.each([
    ['Anna Weber', 'Tobias Weber'],
    ['Maria Garcia', 'Mario Rossi'],
    ['John Baker', 'John Carpenter'],
    ['李伟', '王芳'],
  ])('%s and %s', (a, b) => {
    expect(scoreOf(a, b)).toBeLessThan(LIKELY);
  });

  it('the same name at another company in another city', () => {
    const here = someone('Jon Baker', ACME);
    const there = someone('Jon Baker', { company: 'Initech', location: 'Berlin, Germany' });
    expect(likeness(here, there)).toBeNull();
  });

  it('two LinkedIn profiles speak against it', () => {
    const one = someone('Jon Baker', { ...ACME, link: 'https://linkedin.com/in/jon-b' });
    const two = someone('John Baker', { ...ACME, link: 'https://linkedin.com/in/johnbaker99' });
    const alike = likeness(one, two);
    expect(alike?.score).toBeLessThan(LIKELY);
    expect(alike?.reasons).toContain('but different LinkedIn profiles');
  });
});

test('more shared signs, a higher score, and words for each', () => {
  const city = likeness(
    someone('Jon Baker', { location: 'Austin, US' }),
    someone('Jon Baker', { location: 'Austin, US' }),
  );
  const both = likeness(someone('Jon Baker', ACME), someone('Jon Baker', ACME));
  expect(both?.score).toBeGreaterThan(city?.score ?? 100);
  expect(both?.reasons).toEqual(['same name', 'both at Acme Inc.', 'same city']);
  const local = likeness(
    someone('Jon Baker', { email: 'jon.baker@one.example' }),
    someone('Jon Baker', { email: 'jonbaker+jobs@two.example' }),
  );
  expect(local?.reasons).toEqual(['same name', 'same name before the @ of their addresses']);
});

test('whoever is compared shares a block', () => {
  const pairs = [
    [someone('Stephen Clarke', ACME), someone('Steven Clark', { company: 'ACME' })],
    [someone('Jon Baker', { location: 'Austin, US' }), someone('John Baker', { location: 'Austin' })],
    [
      someone('Jon Baker', { email: 'jon.baker@one.example' }),
      someone('J Baker', { email: 'jonbaker@x.example' }),
    ],
  ] as const;
  for (const [a, b] of pairs) expect(derived(a).blocks.some((block) => b.blocks.includes(block))).toBe(true);
});
