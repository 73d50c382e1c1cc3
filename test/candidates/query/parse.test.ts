import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/candidates/query/parse.ts';
import { printQuery } from '../../../src/candidates/query/print.ts';
import { FACETS } from '../../../src/candidates/query/query.ts';
import { momentsOf, readTime } from '../../../src/candidates/query/times.ts';
import { FIND_HELP } from '../../../src/candidates/slack/find-help.ts';

const queryOf = (text: string) => {
  const parsed = parseQuery(text);
  if ('error' in parsed) throw new Error(parsed.error.message);
  return parsed.query;
};
const messageOf = (text: string) => {
  const parsed = parseQuery(text);
  return 'error' in parsed ? parsed.error.message : null;
};

describe('what a query says', () => {
  it('reads the question of product.md', () => {
    expect(queryOf('"software engineer" city:austin interested:backend@6..12mo')).toEqual({
      conditions: [
        { kind: 'words', negated: false, anyOf: ['software engineer'] },
        { kind: 'word facet', facet: 'city', negated: false, anyOf: ['austin'] },
        {
          kind: 'interested',
          negated: false,
          anyOf: [
            {
              what: 'backend',
              when: {
                kind: 'ago',
                atLeast: { count: 6, unit: 'mo' },
                atMost: { count: 12, unit: 'mo' },
              },
            },
          ],
        },
      ],
      sort: null,
    });
  });

  it.each([
    ['go,rust -junior', 'go,rust -junior'],
    ['“San Francisco”', '"san francisco"'],
    ['city:“New York”,berlin sort:name', 'city:"new york",berlin sort:name'],
    ['stage:silver-medalist', 'stage:"silver medalist"'],
    [
      'engaged:<30d contacted:>6mo answered:2026-01..2026-03',
      'engaged:<30d contacted:>6mo answered:2026-01..2026-03',
    ],
    ['skills:k8s, level:sr', 'skill:k8s seniority:senior'],
    ['-temp:cold has:e-mail is:unsubscribed', '-temp:cold has:email is:opted-out'],
    ['O’Brien full-stack C++ #pycon', 'obrien "full stack" c++ pycon'],
    ['engaged:never', 'engaged:never'],
  ])('%s is %s', (typed, printed) => {
    expect(printQuery(queryOf(typed))).toBe(printed);
  });

  it.each([
    ['skil:go', '`skill:`'],
    ['temp:worm', '`temp:warm`'],
    ['stage:nurtring', '`stage:nurturing`'],
    ['sort:hottest', '`sort:hot`'],
    ['engaged:yesterday', '`<30d`'],
    ['interested:backend@soon', '“soon”'],
    ['has:', '`has:email`'],
    ['"open', 'never closed'],
    ['?!', 'no letter or digit'],
    ['a'.repeat(10_000), '10,000 characters'],
    [Array.from({ length: 40 }, (_, index) => `w${index}`).join(' '), '40 conditions'],
    [Array.from({ length: 40 }, (_, index) => `w${index}`).join(','), '40 alternatives'],
  ])('%s is answered with %s', (typed, part) => {
    expect(messageOf(typed)).toContain(part);
  });
});

describe('properties', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        ...FACETS.map((facet) => `${facet}:`),
        '-',
        '"',
        ',',
        ' ',
        '@',
        '..',
        '<30d',
        '6..12mo',
        '2026-02',
        '$where',
        '.*',
        'hot',
        'email',
      ),
    ),
    { maxLength: 12 },
  );

  it('no text throws, and what is read and printed reads the same', () => {
    fc.assert(
      fc.property(pieces, (typed) => {
        const parsed = parseQuery(typed.join(''));
        if ('error' in parsed) return parsed.error.message.length > 0;
        const again = parseQuery(printQuery(parsed.query));
        expect('query' in again && again.query).toEqual({
          ...parsed.query,
          conditions: parsed.query.conditions,
        });
        return true;
      }),
      { numRuns: 3_000 },
    );
  });
});

it('the help shows only what is understood', () => {
  const shown = [...FIND_HELP.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  // A facet alone, and words in brackets, are named and not asked.
  const asked = shown.filter((code) => !/^\w+:$|^(?:name|added|hot)$/.test(code));
  expect(asked.length).toBeGreaterThan(20);
  for (const code of asked)
    expect([code, messageOf(code.replace('/candidate find ', ''))]).toEqual([code, null]);
});

describe('times', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  it.each([
    ['<30d', '2026-10-21T12:00:00.000Z', null],
    ['6..12mo', '2025-11-20T12:00:00.000Z', '2026-05-20T11:00:00.001Z'],
    ['2026-01..2026-03', '2026-01-01T00:00:00.000Z', '2026-03-31T23:00:00.000Z'],
    ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ])('%s by the calendar of London', (typed, from, before) => {
    const span = readTime(typed);
    const moments = span && momentsOf(span, now, 'Europe/London');
    // Summer time shifts the hours of days in it.
    expect(moments?.from?.toISOString().slice(0, 10)).toBe(from.slice(0, 10));
    expect(moments?.before?.toISOString() ?? null).toBe(before);
  });
  it.each(['12..6mo', '30', '2026-13', '<', '1..2..3', '99', 'x'])('%s is none', (typed) => {
    expect(readTime(typed)).toBeNull();
  });
});
