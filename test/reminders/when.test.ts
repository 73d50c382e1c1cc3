import { expect, test } from 'vitest';
import { whenDue } from '../../src/reminders/when.ts';

/** A Wednesday; 15:00 in Berlin, 09:00 in New York. */
const NOW = new Date('2026-10-21T13:00:00Z');
const due = (choice: Parameters<typeof whenDue>[0], typed = '', zone = 'Europe/Berlin', now = NOW) => {
  const read = whenDue(choice, typed, now, zone);
  return 'dueAt' in read ? read.dueAt.toISOString() : read.wrong;
};

test.each([
  ['tomorrow', '', 'Europe/Berlin', '2026-10-22T07:00:00.000Z'],
  ['tomorrow', '', 'America/New_York', '2026-10-22T13:00:00.000Z'],
  // Summer time ends on the 25th in Berlin: 09:00 is then 08:00 UTC.
  ['week', '', 'Europe/Berlin', '2026-10-28T08:00:00.000Z'],
  ['month', '', 'Europe/Berlin', '2026-11-21T08:00:00.000Z'],
  ['pick', 'next Tuesday', 'Europe/Berlin', '2026-10-27T08:00:00.000Z'],
  ['pick', 'Friday', 'Europe/Berlin', '2026-10-23T07:00:00.000Z'],
  ['pick', '12 March', 'Europe/Berlin', '2027-03-12T08:00:00.000Z'],
  ['pick', 'in 3 weeks', 'Europe/Berlin', '2026-11-11T08:00:00.000Z'],
  ['pick', '2027-01-05', 'Asia/Tokyo', '2027-01-05T00:00:00.000Z'],
  ['pick', 'tomorrow', 'Pacific/Auckland', '2026-10-22T20:00:00.000Z'],
] as const)('%s %s in %s', (choice, typed, zone, expected) => {
  expect(due(choice, typed, zone)).toBe(expected);
});

test('the end of a month stays one', () => {
  expect(due('month', '', 'UTC', new Date('2027-01-31T12:00:00Z'))).toBe('2027-02-28T09:00:00.000Z');
});

test.each([
  ['', 'can’t read'],
  ['some day', 'can’t read'],
  ['2026-02-31', 'can’t read'],
  ['yesterday', 'is over'],
  ['2026-10-20', 'is over'],
  ['2040-01-01', 'more than 5 years'],
])('“%s” is no day', (typed, why) => {
  expect(due('pick', typed)).toContain(why);
});

test('a zone that doesn’t exist is UTC', () => {
  expect(due('tomorrow', '', 'Mars/Olympus')).toBe('2026-10-22T09:00:00.000Z');
});
