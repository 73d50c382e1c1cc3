import { expect, test } from 'vitest';
import { outOfHours } from '../../../src/outreach/permission/hours.ts';

test.each([
  ['Friday noon', '2026-11-20T12:00:00Z', 'UTC', null],
  ['09:00 is within', '2026-11-20T09:00:00Z', 'UTC', null],
  ['a minute before', '2026-11-20T08:59:00Z', 'UTC', '2026-11-20T09:00:00Z'],
  ['17:00 is not', '2026-11-19T17:00:00Z', 'UTC', '2026-11-20T09:00:00Z'],
  ['Friday evening waits for Monday', '2026-11-20T20:00:00Z', 'UTC', '2026-11-23T09:00:00Z'],
  ['Saturday', '2026-11-21T12:00:00Z', 'UTC', '2026-11-23T09:00:00Z'],
  ['Sunday, though it is Monday in Tokyo', '2026-11-22T23:30:00Z', 'Asia/Tokyo', '2026-11-23T00:00:00Z'],
  ['Monday in Tokyo', '2026-11-23T01:00:00Z', 'Asia/Tokyo', null],
  ['night in Austin', '2026-11-20T10:00:00Z', 'America/Chicago', '2026-11-20T15:00:00Z'],
  // The clocks go back on 1 November 2026 in Chicago: 09:00 is at 14:00Z before and 15:00Z after.
  ['over the end of summer time', '2026-10-30T23:00:00Z', 'America/Chicago', '2026-11-02T15:00:00Z'],
  ['half hours', '2026-11-20T03:00:00Z', 'Asia/Kolkata', '2026-11-20T03:30:00Z'],
  ['a zone that does not exist is UTC', '2026-11-20T12:00:00Z', 'Mars/Olympus', null],
])('%s', (_, now, zone, opensAt) => {
  const found = outOfHours(new Date(now), zone);
  expect(found?.opensAt.toISOString() ?? null).toBe(opensAt && new Date(opensAt).toISOString());
});

test.each([
  ['Christmas in Germany waits for Monday', '2026-12-25T10:00:00Z', 'DE', '2026-12-28T08:00:00Z'],
  ['a holiday of another country', '2026-10-05T10:00:00Z', 'BW', null],
  ['nobody knows the country', '2026-12-25T10:00:00Z', null, null],
  ['a country without a calendar', '2026-12-25T10:00:00Z', 'XX', null],
])('holidays: %s', (_, now, country, opensAt) => {
  const found = outOfHours(new Date(now), 'Europe/Berlin', country);
  expect(found?.opensAt.toISOString() ?? null).toBe(opensAt && new Date(opensAt).toISOString());
});

test('says what time it is there', () => {
  expect(outOfHours(new Date('2026-11-21T04:14:00Z'), 'America/Chicago')).toMatchObject({
    time: 'Fri 22:14',
  });
});
