import { expect, test } from 'vitest';
import type { Year } from '../record.ts';
import { check, RULES } from './check.ts';
import { cleanYear, happening, letter, mail, moment, SUBJECTS } from './clean-year.ts';
import { messageId } from './identity.ts';

/** The checker can fail: each rule finds a violation that is planted in a year without one. */
type Plant = (year: Year) => void;

const second = (year: Year) => year.mails[1] ?? year.mails[0] ?? mail(moment('2026-10-06T08:00'), 'ada', 'a');
/** The second message comes at another time. */
const moved =
  (at: string): Plant =>
  (year) =>
    Object.assign(second(year), { at: Date.parse(`${at}:00Z`) });
const after =
  (what: Parameters<typeof happening>[1], more = {}): Plant =>
  (year) =>
    year.happened.push(happening({ ...second(year), n: second(year).n - 0.5, round: 0 }, what, more));
/** Before the first message, which nobody approves. */
const atFirst =
  (what: Parameters<typeof happening>[1], more = {}): Plant =>
  (year) =>
    year.happened.push(happening({ n: 2.5, round: 1, at: Date.parse('2026-10-05T10:00Z') }, what, more));
const left =
  (change: Partial<Year['left'][number]>): Plant =>
  (year) =>
    Object.assign(year.left[0] ?? {}, change);

/** So many people who get the first step on the same morning. */
const crowd =
  (count: number, subject?: string): Plant =>
  (year) => {
    for (let index = 0; index < count; index++) {
      const id = `p${index}`;
      year.people.push({
        id,
        address: `${id}@example.com`,
        zone: 'Europe/Berlin',
        country: 'DE',
        consentEnds: null,
      });
      year.enrolled.push({ ...moment('2026-10-05T08:00', 1), id: `e-${id}`, person: id, sequence: 's' });
      const sent = mail(moment('2026-10-06T08:00', 3), id, 'a');
      const raw =
        subject &&
        letter({ id: messageId(`e-${id}`, 'a', 'acme.example'), to: `${id}@example.com`, subject });
      year.mails.push(raw ? { ...sent, raw } : sent);
    }
  };

const PLANTS: Record<keyof typeof RULES, Plant[]> = {
  neverTwice: [(year) => year.mails.push({ ...second(year), n: 90 })],
  nobodyUnknown: [
    (year) =>
      year.mails.push({
        ...second(year),
        raw: letter({ id: '<x@acme.example>', to: 'ada@example.com', subject: 'Hello' }),
      }),
  ],
  nothingAfterTheEnd: [
    ...(['opted out', 'bounced', 'erased', 'hired', 'applied'] as const).map((what) => after(what)),
    (year) => Object.assign(year.people[0] ?? {}, { consentEnds: second(year).at - 1 }),
  ],
  nothingAfterAnAnswer: [after('answered', { round: 2 })],
  onlyInWorkingHours: [
    // Approved in the morning, gone out in the evening, on a Sunday, on a holiday of Germany's, a minute before nine.
    moved('2026-10-14T18:00'),
    moved('2026-10-18T08:00'),
    moved('2026-12-25T10:00'),
    moved('2026-10-15T06:59'),
  ],
  notTooOften: [
    moved('2026-10-13T07:59'),
    (year) => {
      for (const [index, day] of ['2026-10-21', '2026-10-28', '2026-11-04'].entries()) {
        const when = moment(`${day}T09:00`);
        const id = `e-${index}`;
        year.enrolled.push({ ...when, id, person: 'ada', sequence: 't' });
        year.mails.push(mail({ ...moment(`${day}T09:00`), at: when.at }, 'ada', 'a', id));
      }
    },
  ],
  enrolmentsAWeekApart: [
    (year) => {
      year.enrolled.push({ ...moment('2026-10-15T08:00'), id: 'e-2', person: 'ada', sequence: 't' });
      year.mails.push(mail(moment('2026-10-16T08:00'), 'ada', 'a', 'e-2'));
    },
  ],
  notWhileSnoozed: [after('snoozed', { until: Date.parse('2026-11-01T00:00Z') })],
  notWhileAway: [atFirst('away')],
  withinTheCap: [crowd(50)],
  inOrderAndOnce: [
    (year) => year.mails.reverse().forEach((one, index) => Object.assign(one, { n: 20 + index })),
    (year) => {
      const ghost = messageId('e-ada', 'gone', 'acme.example');
      year.sequences.push({
        ...moment('2026-10-19T08:00'),
        id: 's',
        name: 'Sequence s',
        owner: { id: 'U1', zone: 'Europe/Berlin' },
        steps: [{ id: 'gone', kind: 'message', subjects: [], delayDays: 0, withoutApproval: 'U1' }],
        stopAt: null,
        state: 'active',
      });
      Object.assign(second(year), { raw: letter({ id: ghost, to: 'ada@example.com', subject: 'x' }) });
    },
  ],
  notBeforeTheDelay: [moved('2026-10-12T08:00')],
  byItselfOnlyWhereTicked: [(year) => year.decided.splice(0), atFirst('met')],
  stopsWhenWarmEnough: [
    (year) => {
      for (const form of year.sequences) form.stopAt = 'warm';
      atFirst('clicked', { messageId: '<x>' })(year);
    },
  ],
  notWhenTakenOutOrPaused: [
    after('left', { enrolment: 'e-ada' }),
    atFirst('paused', { enrolment: 'e-ada' }),
    (year) => {
      for (const form of year.sequences) form.state = 'paused';
    },
  ],
  variantsByTheirRule: [
    (year) =>
      Object.assign(year.mails[0] ?? {}, {
        raw: letter({
          id: messageId('e-ada', 'a', 'acme.example'),
          to: 'ada@example.com',
          subject: 'Something',
        }),
      }),
  ],
  variantsHalfAndHalf: [crowd(60, SUBJECTS[0])],
  carriesTheWayOut: ['List-Unsubscribe:', 'List-Unsubscribe-Post', 'Acme', 'If you would'].map(
    (without): Plant =>
      (year) =>
        Object.assign(second(year), {
          raw: letter({
            id: messageId('e-ada', 'b', 'acme.example'),
            to: 'ada@example.com',
            subject: 'One more thing',
            without,
          }),
        }),
  ),
  stoppedForAReason: [
    ...['answered', 'opted out', 'bounced', 'applied', 'hired', 'left', 'gone', 'not allowed', 'warm'].map(
      (stop) => left({ state: 'stopped', stop }),
    ),
  ],
  nobodyIsStuck: [
    left({ state: 'active', nextAt: Date.parse('2026-10-19T08:00Z') }),
    left({ state: 'waiting', nextAt: Date.parse('2027-10-19T08:00Z') }),
    (year) => {
      year.end.at = Date.parse('2027-03-01T08:00Z');
      left({ state: 'active', nextAt: year.end.at })(year);
    },
  ],
  pausedByHand: [left({ state: 'paused' })],
  everyStepOfWhoIsDone: [(year) => year.left[0]?.steps.pop()],
  tasksOnce: [
    (year) => {
      const task = { person: 'ada', sequence: 'Sequence s', text: 'Call' };
      year.told.push({ ...moment('2026-10-07T08:00'), ...task }, { ...moment('2026-10-08T08:00'), ...task });
    },
  ],
};

test('a year in which all is well', () => {
  expect(check(cleanYear())).toEqual({});
});

test('an answer of the round in which they were enrolled may have come before it, and ends nothing', () => {
  const year = cleanYear();
  after('answered', { round: year.enrolled[0]?.round })(year);
  expect(check(year)).not.toHaveProperty('nothingAfterAnAnswer');
});

test('what was of unclear fate and is sent again by somebody’s decision may come after the next step', () => {
  const year = cleanYear();
  const decided = moment('2026-10-22T08:00');
  year.mails.push(mail(moment('2026-10-22T08:00', decided.round), 'ada', 'a'));
  expect(Object.keys(check(year))).toContain('inOrderAndOnce');
  const which = { messageId: messageId('e-ada', 'a', 'acme.example'), person: 'ada', by: 'U1' };
  year.decided.push({ ...decided, ...which, what: 'again', confirmed: [], byHand: false });
  expect(check(year)).toEqual({});
});

test('every rule is tried', () => {
  expect(Object.keys(PLANTS).toSorted()).toEqual(Object.keys(RULES).toSorted());
});

test.each(
  Object.entries(PLANTS).flatMap(([rule, all]) => all.map((plant, index) => ({ rule, index, plant }))),
)('$rule finds what is planted ($index)', ({ rule, plant }) => {
  const year = cleanYear();
  plant(year);
  expect(Object.keys(check(year))).toContain(rule);
});
