import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TEMPERATURE,
  heatOf,
  largestParts,
  NO_HEAT,
  scoreAt,
  temperatureAt,
  weightOf,
} from '../../src/engagement/temperature.ts';
import { KINDS, type Kind, SENTIMENTS, type Touchpoint } from '../../src/engagement/touchpoint.ts';

type Weighed = Pick<Touchpoint, 'kind' | 'sentiment' | 'at'>;

const NOW = new Date('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const of = (kind: Kind, days: number, sentiment: Touchpoint['sentiment'] = null): Weighed => ({
  kind,
  sentiment,
  at: daysAgo(days),
});

/** The formula as product.md states it, added up from today. */
function scoreFromToday(touchpoints: readonly Weighed[], now: Date): number {
  return touchpoints.reduce((sum, touchpoint) => {
    const age = (now.getTime() - touchpoint.at.getTime()) / DAY_MS;
    return sum + weightOf(touchpoint, DEFAULT_TEMPERATURE) * 2 ** (-age / DEFAULT_TEMPERATURE.halfLifeDays);
  }, 0);
}

const touchpoint = fc.record({
  kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])),
  sentiment: fc.option(fc.constantFrom(...SENTIMENTS)),
  at: fc.integer({ min: 0, max: 3_000 }).map(daysAgo),
});
const history = fc.array(touchpoint, { maxLength: 40 });
const later = fc.integer({ min: 0, max: 2_000 }).map((days) => new Date(NOW.getTime() + days * DAY_MS));

describe('forward decay', () => {
  it('gives the same score as adding up from today, on any day; never below zero', () => {
    fc.assert(
      fc.property(history, later, (touchpoints, now) => {
        const score = scoreAt(heatOf(touchpoints, DEFAULT_TEMPERATURE), now, DEFAULT_TEMPERATURE);
        expect(score).toBeCloseTo(Math.max(0, scoreFromToday(touchpoints, now)), 6);
      }),
    );
  });

  it('sorts two people by their score on any day', () => {
    fc.assert(
      fc.property(history, history, later, (one, other, now) => {
        const [a, b] = [heatOf(one, DEFAULT_TEMPERATURE), heatOf(other, DEFAULT_TEMPERATURE)];
        const difference = scoreFromToday(one, now) - scoreFromToday(other, now);
        if (Math.abs(difference) > 1e-6 && Math.max(a, b) > NO_HEAT) expect(a > b).toBe(difference > 0);
      }),
    );
  });

  it('doesn’t depend on the order in which touchpoints were written', () => {
    fc.assert(
      fc.property(history, (touchpoints) => {
        const there = heatOf(touchpoints, DEFAULT_TEMPERATURE);
        expect(heatOf([...touchpoints].reverse(), DEFAULT_TEMPERATURE)).toBeCloseTo(there, 9);
      }),
    );
  });

  it('has no logarithm of a negative sum, and a negative part goes on counting against later ones', () => {
    const refused = of('replied', 1, 'negative');
    expect(heatOf([refused], DEFAULT_TEMPERATURE)).toBe(NO_HEAT);
    expect(scoreAt(NO_HEAT, NOW, DEFAULT_TEMPERATURE)).toBe(0);
    const both = heatOf([refused, of('call', 1)], DEFAULT_TEMPERATURE);
    expect(scoreAt(both, daysAgo(1), DEFAULT_TEMPERATURE)).toBeCloseTo(8 - 5);
  });

  it('is a number even for people who have never done anything', () => {
    expect(heatOf([], DEFAULT_TEMPERATURE)).toBe(NO_HEAT);
    expect(Number.isFinite(NO_HEAT)).toBe(true);
  });
});

it.each([
  [[of('call', 0)], 'hot'],
  [[of('call', 45)], 'warm'],
  [[of('call', 90)], 'warm'],
  [[of('call', 91)], 'cold'],
  [[of('replied', 0, 'positive')], 'hot'],
  [[of('opened', 0)], 'cold'],
  [[of('message sent', 0), of('note', 0), of('decision', 0)], 'cold'],
] as [Weighed[], string][])('%o is %s', (touchpoints, expected) => {
  const heat = heatOf(touchpoints, DEFAULT_TEMPERATURE);
  expect(temperatureAt(heat, NOW, DEFAULT_TEMPERATURE)).toBe(expected);
});

it('explains a score by its three largest parts', () => {
  const touchpoints = [
    of('opened', 0),
    of('meeting', 10),
    of('replied', 5, 'negative'),
    of('call', 200),
    of('event attended', 2),
  ];
  const parts = largestParts(touchpoints, NOW, DEFAULT_TEMPERATURE);
  expect(parts.map((part) => part.touchpoint.kind)).toEqual(['meeting', 'event attended', 'replied']);
  expect(parts[2]?.adds).toBeLessThan(0);
});
