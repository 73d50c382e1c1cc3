import { describe, expect, test } from 'vitest';
import { type Aftermath, check, type Kept, RULES } from './day/check.ts';
import { emptyLedger } from './day/ledger.ts';
import { runDay } from './day/run.ts';

/** A few rounds of the random day, and each of its checker's rules held against something that breaks it. */
test('six rounds of seed 7: nothing is lost, and nothing is done twice', { timeout: 240_000 }, async () => {
  const report = await runDay({ seed: 7, rounds: 6 });
  expect(report.violations).toEqual([]);
  expect(report.rounds).toBe(6);
  expect(report.kills.app + report.kills.engine).toBeGreaterThanOrEqual(6);
  expect(report.acknowledged['candidates']).toBeGreaterThan(3);
});

const NOW = new Date('2026-11-24T18:00:00Z');
const BEFORE = new Date('2026-11-24T10:00:00Z');
const ID = 'a'.repeat(24);
const OTHER = 'b'.repeat(24);
const mail = (draft: string, to = 'ana@example.com') =>
  `Message-ID: <draft-${draft}@acme.example>\r\nTo: Ana <${to}>\r\n\r\nHello`;

/** An afternoon in which all went well. */
function clean(): Aftermath & { kept: Record<string, Kept[]>; taken: string[]; shown: string[] } {
  const email = 'ana@example.com';
  return {
    now: NOW,
    taken: [mail(ID), mail(OTHER)],
    shown: ['You wanted to be reminded of *Ana*.\n> remember 1.'],
    ledger: {
      ...emptyLedger(),
      candidates: [{ email, name: 'Ana' }],
      notes: [{ email, text: 'note 1.' }],
      tags: [{ email, tag: 'go' }],
      reminders: [{ email, by: 'riley', text: 'remember 1.' }],
      drafts: [{ email, mention: 'matter 1.' }],
      enrolments: [{ email }],
      referrals: [{ email, by: 'morgan' }],
      imports: [{ file: 'a.csv', emails: ['row@example.net'], refused: 1 }],
      answers: [{ email, messageId: '<1@example.com>' }],
      approved: new Set([ID]),
      triedToApprove: new Set([ID]),
      triedToEnrol: new Set([email]),
    },
    kept: {
      candidates: [
        { _id: 'c1', name: 'Ana', emails: [email], tags: ['go'] },
        { _id: 'c2', name: 'Row', emails: ['row@example.net'], tags: [] },
      ],
      audit: [{ _id: 'a1', subject: 'candidate:c1' }],
      touchpoints: [
        { _id: 't1', note: 'note 1.' },
        { _id: 't2', note: 'Gladly', messageId: '<1@example.com>', recordedAt: NOW },
      ],
      reminders: [{ _id: 'r1', note: 'remember 1.', state: 'open', dueAt: BEFORE, toldAt: BEFORE }],
      drafts: [
        { _id: ID, state: 'sent', request: { mention: 'matter 1.' }, approval: { by: 'riley' } },
        {
          _id: OTHER,
          state: 'sent',
          request: { mention: '' },
          approval: { by: 'riley' },
          sequence: { enrolment: 'e1', step: 's1' },
        },
      ],
      enrolments: [{ _id: 'e1', candidateId: 'c1', state: 'stopped', startedAt: BEFORE, nextAt: BEFORE }],
      referrals: [{ _id: 'f1', candidateId: 'c1', owed: [] }],
      imports: [
        {
          _id: 'i1',
          file: { name: 'a.csv' },
          state: 'done',
          counts: { new: 1, updated: 0, unchanged: 0, refused: 1 },
        },
      ],
    },
  };
}

/** What breaks each rule. */
const BROKEN: Record<keyof typeof RULES, (after: ReturnType<typeof clean>) => unknown> = {
  everybodyAcknowledgedIsThere: ({ kept }) => kept['candidates']?.shift(),
  nobodyIsThereTwice: ({ kept }) =>
    kept['candidates']?.push({ _id: 'c3', name: 'Ana', emails: ['ana@example.com'], tags: ['go'] }),
  whatWasSavedIsInTheAuditLog: ({ kept }) => kept['audit']?.pop(),
  notesAreThereOnce: ({ kept }) => kept['touchpoints']?.push({ _id: 't3', note: 'note 1.' }),
  tagsAreThere: ({ kept }) => Object.assign(kept['candidates']?.[0] ?? {}, { tags: [] }),
  remindersAreThereOnce: ({ kept }) => kept['reminders']?.pop(),
  remindersThatFellDueWereTold: ({ shown }) => shown.pop(),
  draftsAskedForAreThereOnce: ({ kept }) => kept['drafts']?.shift(),
  whatWasShownAsApprovedIs: ({ kept }) =>
    Object.assign(kept['drafts']?.[0] ?? {}, { state: 'waiting', approval: null }),
  everyDraftIsSettledOrWaits: ({ kept }) => Object.assign(kept['drafts']?.[0] ?? {}, { state: 'sending' }),
  everyMessageInSlackIsUpToDate: ({ kept }) => Object.assign(kept['drafts']?.[0] ?? {}, { stale: true }),
  sentMeansTaken: ({ taken }) => taken.shift(),
  nothingIsSentTwice: ({ taken }) => taken.push(mail(ID)),
  nothingIsSentThatNobodyApproved: ({ ledger }) => ledger.triedToApprove.clear(),
  oneMessageAStep: ({ kept }) =>
    kept['drafts']?.push({ ...kept['drafts'][1], _id: 'd'.repeat(24), state: 'waiting' }),
  enrolmentsAreThereOnce: ({ kept }) => kept['enrolments']?.pop(),
  enrolmentsGoOn: ({ kept }) => Object.assign(kept['enrolments']?.[0] ?? {}, { state: 'active' }),
  referralsAreThereOnce: ({ kept }) => kept['referrals']?.push({ _id: 'f2', candidateId: 'c1', owed: [] }),
  importsEndWithTheirCounts: ({ kept }) => Object.assign(kept['imports']?.[0] ?? {}, { state: 'running' }),
  answersAreThereOnce: ({ kept }) => kept['touchpoints']?.pop(),
  whoAnsweredIsInNoSequence: ({ kept }) => Object.assign(kept['enrolments']?.[0] ?? {}, { state: 'waiting' }),
  everyTouchpointIsCounted: ({ kept }) => Object.assign(kept['touchpoints']?.[0] ?? {}, { pending: true }),
  nothingIsOwed: ({ kept }) => Object.assign(kept['referrals']?.[0] ?? {}, { owed: ['tell accepted'] }),
  noLeaseIsStuck: ({ kept }) =>
    Object.assign(kept['referrals']?.[0] ?? {}, { owed: ['ask'], lease: { by: 'x', until: BEFORE } }),
};

describe('the checker', () => {
  test('of an afternoon in which all went well', () => {
    expect(check(clean())).toEqual([]);
  });

  test.each(Object.keys(RULES))('sees what breaks %s', (rule) => {
    const after = clean();
    BROKEN[rule]?.(after);
    expect(check(after).map((violation) => violation.rule)).toContain(rule);
  });
});
