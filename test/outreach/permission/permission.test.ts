import { expect, test } from 'vitest';
import { CHANNELS } from '../../../src/outreach/channels/channels.ts';
import {
  DEFAULT_WRITING,
  mayWrite,
  unconfirmed,
  writingHistory,
} from '../../../src/outreach/permission/permission.ts';
import { candidate, POSTAL } from '../../support/outreach.ts';

const NOW = new Date('2026-11-20T16:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const context = {
  channel: CHANNELS.email,
  postalAddress: POSTAL,
  writtenAt: [] as Date[],
  answering: false,
  senderZone: 'UTC',
  sentToday: 0,
  rules: DEFAULT_WRITING,
} as const;
const suppressed = (reason: 'opted out' | 'bounced') =>
  candidate({ suppressions: [{ reason, at: NOW, by: 'candidate' }] });
const ids = (reasons: { id: string }[]) => reasons.map(({ id }) => id);

test('nothing is in the way', () => {
  expect(mayWrite(candidate(), context, NOW)).toEqual({ hard: [], soft: [], outOfHours: null });
});

test('hard reasons, each with words', () => {
  expect(ids(mayWrite(suppressed('opted out'), context, NOW).hard)).toEqual(['opted out']);
  expect(ids(mayWrite(suppressed('bounced'), context, NOW).hard)).toEqual(['bounced']);
  expect(ids(mayWrite(candidate({ stage: 'hired' }), context, NOW).hard)).toEqual(['hired']);
  expect(ids(mayWrite(candidate({ emails: [] }), context, NOW).hard)).toEqual(['no e-mail']);
  const [reason] = mayWrite(candidate(), { ...context, postalAddress: null }, NOW).hard;
  expect(reason).toMatchObject({
    id: 'no postal address',
    words: expect.stringContaining('MAIL_POSTAL_ADDRESS'),
  });
});

test('what is about e-mail is not in the way of a call, opting out is', () => {
  const phone = { ...context, channel: CHANNELS.phone, postalAddress: null } as const;
  expect(mayWrite(suppressed('bounced'), phone, NOW).hard).toEqual([]);
  expect(mayWrite(candidate({ emails: [] }), phone, NOW).hard).toEqual([]);
  expect(ids(mayWrite(suppressed('opted out'), phone, NOW).hard)).toEqual(['opted out']);
});

test.each([
  [[], []],
  [[6.9], ['more than 1 in 7 days']],
  [[7.1], []],
  [[10, 30, 60], []],
  [[10, 30, 60, 89], ['more than 4 in 90 days']],
  [[10, 30, 60, 91], []],
  [
    [1, 30, 60, 89],
    ['more than 1 in 7 days', 'more than 4 in 90 days'],
  ],
])('written to %j days ago', (days, reasons) => {
  const permission = mayWrite(candidate(), { ...context, writtenAt: days.map(daysAgo) }, NOW);
  expect(ids(permission.soft)).toEqual(reasons);
  expect(unconfirmed(permission, reasons)).toEqual([]);
  expect(ids(unconfirmed(permission, []))).toEqual(reasons);
});

test('an answer to a message of theirs does not count, the next one does', () => {
  const touchpoints = [
    { kind: 'message sent', direction: 'out', at: daysAgo(9) },
    { kind: 'replied', direction: 'in', at: daysAgo(8) },
    { kind: 'message sent', direction: 'out', at: daysAgo(7) },
    { kind: 'message sent', direction: 'out', at: daysAgo(2) },
    { kind: 'opened', direction: 'in', at: daysAgo(1) },
  ] as const;
  expect(writingHistory([...touchpoints].reverse())).toEqual({
    writtenAt: [daysAgo(9), daysAgo(2)],
    answering: false,
  });
});

test('theirs is the last word: answering it is no matter of how often we wrote', () => {
  const history = writingHistory([
    { kind: 'message sent', direction: 'out', at: daysAgo(2) },
    { kind: 'replied', direction: 'in', at: daysAgo(1) },
  ]);
  expect(history.answering).toBe(true);
  expect(mayWrite(candidate(), { ...context, ...history }, NOW).soft).toEqual([]);
});

test.each(['applied', 'interviewing'] as const)(
  'in process (%s): the conversation is somebody else’s',
  (stage) => {
    expect(ids(mayWrite(candidate({ stage }), context, NOW).hard)).toEqual(['in process']);
  },
);

test('consent that has run out is in every channel’s way', () => {
  const lawfulBasis = { basis: 'consent', at: daysAgo(400), expiresAt: daysAgo(1) } as const;
  expect(mayWrite(candidate({ lawfulBasis }), { ...context, channel: CHANNELS.phone }, NOW).hard).toEqual([
    { id: 'no lawful basis', words: 'Their consent ran out on 2026-11-19.' },
  ]);
  const valid = { ...lawfulBasis, expiresAt: daysAgo(-1) };
  expect(mayWrite(candidate({ lawfulBasis: valid }), context, NOW).hard).toEqual([]);
});

test('snoozed, and at the daily cap: a person may all the same', () => {
  const snoozed = candidate({ snoozedUntil: daysAgo(-3) });
  expect(ids(mayWrite(snoozed, { ...context, sentToday: 50 }, NOW).soft)).toEqual(['snoozed', 'daily cap']);
  expect(mayWrite(candidate({ snoozedUntil: daysAgo(1) }), { ...context, sentToday: 49 }, NOW).soft).toEqual(
    [],
  );
  // An answer isn't held up by a snooze; the cap counts it.
  expect(ids(mayWrite(snoozed, { ...context, answering: true, sentToday: 50 }, NOW).soft)).toEqual([
    'daily cap',
  ]);
});

test('outside their working hours, by their own zone or else the sender’s, and only for e-mail', () => {
  const night = new Date('2026-11-20T12:00:00Z');
  expect(mayWrite(candidate(), context, night).soft).toEqual([
    { id: 'outside working hours', words: expect.stringContaining('It is Fri 06:00 in Austin, US') },
  ]);
  expect(mayWrite(candidate(), { ...context, channel: CHANNELS.phone }, night).soft).toEqual([]);
  const nowhere = candidate({ place: { city: null, country: null, timeZone: null }, location: null });
  expect(mayWrite(nowhere, context, night).soft).toEqual([]);
  expect(mayWrite(nowhere, { ...context, senderZone: 'Asia/Tokyo' }, night).soft).toEqual([
    { id: 'outside working hours', words: expect.stringContaining('where you are') },
  ]);
});

test('an admin’s limits, and companies whose people are not written to, in any spelling', () => {
  const rules = { dailyCap: 2, in7Days: 2, in90Days: 2, doNotContact: ['Initech GmbH'] };
  expect(
    mayWrite(candidate({ company: 'INITECH' }), { ...context, channel: CHANNELS.phone, rules }, NOW).hard,
  ).toEqual([{ id: 'do not contact', words: expect.stringContaining('They work at INITECH') }]);
  const elsewhere = candidate({ company: 'Acme' });
  expect(ids(mayWrite(elsewhere, { ...context, rules, writtenAt: [daysAgo(1)] }, NOW).soft)).toEqual([]);
  expect(
    ids(
      mayWrite(elsewhere, { ...context, rules, sentToday: 2, writtenAt: [daysAgo(1), daysAgo(2)] }, NOW).soft,
    ),
  ).toEqual(['more than 2 in 7 days', 'more than 2 in 90 days', 'daily cap']);
});
