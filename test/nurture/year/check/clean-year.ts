import type { Happening, Moment, TakenMail, Year } from '../record.ts';
import { messageId, variant } from './identity.ts';

/** A small year by hand in which nothing is wrong: what a test plants its violations in. */
export const POSTAL = 'Acme Inc., 1 Main Street';
const OWNER = { id: 'U1', zone: 'Europe/Berlin' };
export const SUBJECTS = ['A quick hello', 'Coffee some day'];

let count = 0;
/** @param at as Berlin would not write it: in UTC, `2026-10-06T08:00` */
export function moment(at: string, round = ++count): Moment {
  return { n: ++count, round, at: Date.parse(`${at}:00Z`) };
}

export function letter(options: { id: string; to: string; subject: string; without?: string }): string {
  const link = 'https://crm.example/u/token';
  return [
    `Message-ID: ${options.id}`,
    `To: Ada <${options.to}>`,
    `Subject: ${options.subject}`,
    `List-Unsubscribe: <${link}>,`,
    ' <mailto:talent@acme.example>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Hello!',
    '',
    `If you would rather not hear from us again: ${link}`,
    POSTAL,
    '',
  ]
    .filter((line) => options.without === undefined || !line.startsWith(options.without))
    .join('\r\n');
}

/** The message of one step. */
export function mail(when: Moment, person: string, step: string, enrolment = `e-${person}`): TakenMail {
  const subject = step === 'a' ? (SUBJECTS[variant(person, step, 2)] ?? '') : 'One more thing';
  return {
    ...when,
    raw: letter({ id: messageId(enrolment, step, 'acme.example'), to: `${person}@example.com`, subject }),
  };
}

export function happening(when: Moment, what: Happening['what'], more: Partial<Happening> = {}): Happening {
  return { ...when, person: 'ada', what, before: true, ...more };
}

/** One person, one sequence: a step by itself on Tuesday, one that was approved by hand eight days later. */
export function cleanYear(): Year {
  count = 0;
  const begin = moment('2026-10-05T08:00');
  const first = moment('2026-10-06T08:00');
  const decided = moment('2026-10-14T08:00');
  const second = moment('2026-10-14T08:00', decided.round);
  const step = {
    kind: 'message',
    subjects: ['One more thing'],
    delayDays: 5,
    withoutApproval: null,
  } as const;
  return {
    seed: 0,
    postalAddress: POSTAL,
    people: [
      { id: 'ada', address: 'ada@example.com', zone: 'Europe/Berlin', country: 'DE', consentEnds: null },
    ],
    sequences: ['s', 't'].map((id) => ({
      ...begin,
      id,
      name: `Sequence ${id}`,
      owner: OWNER,
      steps: [
        { ...step, id: 'a', delayDays: 1, subjects: SUBJECTS, withoutApproval: 'U1' },
        { ...step, subjects: [...step.subjects], id: 'b' },
      ],
      stopAt: null,
      state: 'active',
    })),
    enrolled: [{ ...begin, id: 'e-ada', person: 'ada', sequence: 's' }],
    mails: [mail(first, 'ada', 'a'), mail(second, 'ada', 'b')],
    happened: [],
    decided: [
      {
        ...decided,
        messageId: messageId('e-ada', 'b', 'acme.example'),
        person: 'ada',
        by: 'U1',
        what: 'approved',
        confirmed: [],
        byHand: false,
      },
    ],
    told: [],
    kills: [],
    left: [
      {
        id: 'e-ada',
        person: 'ada',
        sequence: 's',
        state: 'done',
        stop: null,
        step: 'b',
        nextAt: second.at,
        steps: [
          { step: 'a', variant: 0, at: first.at },
          { step: 'b', variant: 0, at: second.at },
        ],
        draft: 'sent',
      },
    ],
    end: moment('2026-10-20T08:00'),
  };
}
