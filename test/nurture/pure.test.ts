import { describe, expect, test } from 'vitest';
import { variantFor } from '../../src/nurture/enrolment.ts';
import ready from '../../src/nurture/ready.json' with { type: 'json' };
import { betterOf, type VariantResult, wilson } from '../../src/nurture/results.ts';
import { type Step, stepAfter } from '../../src/nurture/sequence.ts';
import { fillIn, problemOf } from '../../src/nurture/template.ts';
import { isAtWork, workingDaysLater } from '../../src/nurture/working-days.ts';
import { candidate } from '../support/outreach.ts';

describe('working days', () => {
  const later = (from: string, days: number, timeZone: string | null, country: string | null) =>
    workingDaysLater(new Date(from), days, { timeZone, country }).toISOString();

  test.each([
    // A Thursday; Friday is the next working day.
    ['2026-11-19T15:00:00Z', 1, 'Europe/Berlin', 'DE', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20T15:00:00Z', 1, 'Europe/Berlin', 'DE', '2026-11-23T08:00:00.000Z'],
    ['2026-11-20T15:00:00Z', 5, 'America/New_York', 'US', '2026-11-30T14:00:00.000Z'],
    // Thanksgiving is the 26th: four days from Friday the 20th end on Friday the 27th.
    ['2026-11-20T15:00:00Z', 4, 'America/New_York', 'US', '2026-11-27T14:00:00.000Z'],
    // Christmas and the day after, then a weekend.
    ['2026-12-24T09:00:00Z', 1, 'Europe/Berlin', 'DE', '2026-12-28T08:00:00.000Z'],
    ['2026-12-24T09:00:00Z', 1, 'Asia/Tokyo', 'JP', '2026-12-25T00:00:00.000Z'],
    // Summer time ends on 25 October in Europe.
    ['2026-10-23T15:00:00Z', 1, 'Europe/Berlin', 'DE', '2026-10-26T08:00:00.000Z'],
    ['2026-10-22T15:00:00Z', 1, 'Europe/Berlin', 'DE', '2026-10-23T07:00:00.000Z'],
    // Summer time begins on 8 March in the US.
    ['2027-03-12T15:00:00Z', 1, 'America/New_York', 'US', '2027-03-15T13:00:00.000Z'],
    // Without a zone or a country: UTC, and weekends only.
    ['2026-12-24T09:00:00Z', 1, null, null, '2026-12-25T09:00:00.000Z'],
    ['2026-11-20T15:00:00Z', 1, 'Mars/Olympus', 'XX', '2026-11-23T09:00:00.000Z'],
    // 0: now, or the next moment in working hours. A Sunday there.
    ['2026-11-20T15:00:00Z', 0, 'Europe/Berlin', 'DE', '2026-11-20T15:00:00.000Z'],
    ['2026-11-22T10:00:00Z', 0, 'Europe/Berlin', 'DE', '2026-11-23T08:00:00.000Z'],
    ['2026-11-20T05:00:00Z', 0, 'Europe/Berlin', 'DE', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20T17:00:00Z', 0, 'Europe/Berlin', 'DE', '2026-11-23T08:00:00.000Z'],
  ])('%s and %i in %s (%s)', (from, days, zone, country, expected) => {
    expect(later(from, days, zone, country)).toBe(expected);
  });

  test('nobody is at work on a holiday of theirs', () => {
    const christmas = new Date('2026-12-25T10:00:00Z');
    expect(isAtWork(christmas, { timeZone: 'Europe/Berlin', country: 'DE' })).toBe(false);
    expect(isAtWork(christmas, { timeZone: 'Europe/Istanbul', country: 'TR' })).toBe(true);
  });
});

describe('templates', () => {
  test.each([
    ['Hi {{ first_name }},', null],
    ['{{ interest | default: "what you do" }}', null],
    ['{% if company %}at {{ company }}{% endif %}', null],
    ['Hello\nHi {{ frist_name }}', 'Line 2: there is no “frist_name”'],
    ['Hi {{ first_name', 'not closed'],
    ['{% if company %}', 'not closed'],
    ['{{ name | shout }}', 'undefined filter'],
    ['{% include "secrets" %}', 'include'],
    ['{% for i in (1..1000000000) %}x{% endfor %}', 'limit'],
    ['x'.repeat(3_000), 'longer than'],
  ])('%s', (text, problem) => {
    if (problem === null) expect(problemOf(text)).toBeNull();
    else expect(problemOf(text)).toContain(problem);
  });

  test('filled in; what is not known stands open and is named', () => {
    const ana = candidate({ company: null });
    expect(fillIn('Hi {{ first_name }} at {{ company }}', ana, 'Riley Park')).toEqual({
      text: 'Hi Ana at [company]',
      missing: ['company'],
    });
    expect(fillIn('at {{ company | default: "work" }}', ana, 'Riley Park')).toEqual({
      text: 'at work',
      missing: [],
    });
    expect(fillIn('{% if company %}at {{ company }}{% endif %}!', ana, 'R').text).toContain('!');
    expect(fillIn('{{ sender_first_name }}, {{ interest }}', ana, 'Riley Park').text).toBe('Riley, backend');
  });

  test('the ready ones are right', () => {
    for (const { steps } of ready)
      for (const step of steps as { kind: string; subject?: string; message?: string }[])
        if (step.kind === 'message') {
          expect(problemOf(step.subject ?? '')).toBeNull();
          expect(problemOf(step.message ?? '')).toBeNull();
          expect(
            fillIn(step.message ?? '', candidate({ company: null, skills: [], interests: [] }), 'Riley Park')
              .missing,
          ).toEqual([]);
        }
  });
});

describe('results', () => {
  test('Wilson’s interval, against published values', () => {
    const rounded = (successes: number, of: number) => {
      const { low, high } = wilson(successes, of);
      return [low.toFixed(3), high.toFixed(3)];
    };
    expect(rounded(5, 10)).toEqual(['0.237', '0.763']);
    expect(rounded(0, 10)).toEqual(['0.000', '0.278']);
    expect(rounded(10, 10)).toEqual(['0.722', '1.000']);
    expect(rounded(0, 0)).toEqual(['0.000', '1.000']);
    expect(rounded(200, 1_000)).toEqual(['0.176', '0.226']);
  });

  test('a difference is told only when the intervals don’t overlap', () => {
    const result = (variant: number, answered: number, sent: number): VariantResult => ({
      step: 's',
      variant,
      sent,
      answered,
      opened: 0,
      clicked: 0,
      positive: 0,
    });
    expect(betterOf([result(0, 5, 20), result(1, 8, 20)])).toBeNull();
    expect(betterOf([result(0, 50, 1_000), result(1, 200, 1_000)])).toBe(1);
  });

  test('a variant is stable, and half of the people each', () => {
    const people = Array.from({ length: 1_000 }, (_, index) => `person${index}`);
    const first = people.map((id) => variantFor(id, 'step', 2));
    expect(people.map((id) => variantFor(id, 'step', 2))).toEqual(first);
    const ones = first.filter((variant) => variant === 1).length;
    expect(ones).toBeGreaterThan(430);
    expect(ones).toBeLessThan(570);
  });
});

test('the step behind one that was moved or removed', () => {
  const step = (id: string): Step => ({
    id,
    kind: 'task',
    delayDays: 1,
    variants: [{ subject: '', message: 'x' }],
    withoutApproval: null,
  });
  const steps = ['a', 'b', 'c'].map(step);
  expect(stepAfter(steps, 'a', 1)?.step.id).toBe('b');
  expect(stepAfter(steps, 'c', 3)).toBeNull();
  // “b” was removed while somebody was at it: what stands at its place is next.
  expect(stepAfter([step('a'), step('c')], 'b', 1)?.step.id).toBe('c');
});
