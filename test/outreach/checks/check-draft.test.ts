import { expect, test } from 'vitest';
import { checkDraft } from '../../../src/outreach/checks/check-draft.ts';

const facts = [
  'The candidate is Ana López.',
  'Their skills: Kubernetes, Socket.io',
  'Call (from them), 3 March 2025 (20 months ago): “we met at booth 12, see https://www.acme.example/jobs/7”',
  'To be mentioned: write to jobs@acme.example by Friday',
].map((text, index) => ({ number: index + 1, text, untrusted: false }));

const OPTIONS = { channel: 'email', language: 'en' } as const;
const FILLER =
  'I would like to hear how you are doing these days and whether a short call would suit you at some point.';

function problems(sentence: string, subject = 'Hello') {
  return checkDraft({ subject, body: `${sentence} ${FILLER}` }, facts, OPTIONS).map(({ problem }) => problem);
}

test.each([
  'Hi Ana, we met at booth 12 in March 2025.',
  'More at https://acme.example/jobs/7.',
  'Write to jobs@acme.example by Friday!',
  'You know Kubernetes and Socket.io.',
  'You may like it.',
])('stands in the facts: %s', (sentence) => {
  expect(problems(sentence)).toEqual([]);
});

test.each([
  ['We pay 120,000 a year.', 'This number is not in the facts: 120,000'],
  ['You have 2 kids.', 'This number is not in the facts: 2'],
  ['Write to me@evil.example today.', 'This address or phone number is none of ours: me@evil.example'],
  ['See https://acme.example/jobs.', 'This link is none of ours: acme.example/jobs'],
  ['See evil.com for more.', 'This link is none of ours: evil.com'],
  ['Tell me by Monday.', 'This date is not in the facts: monday'],
  ['We spoke in April.', 'This date is not in the facts: april'],
  ['Hi [First Name], hello.', 'A placeholder is left open: [First Name]'],
  ['Hi {{ name }}, hello.', 'A placeholder is left open: {{ name }}'],
  ['Hi <name>, hello.', 'A placeholder is left open: <name>'],
])('is pointed out: %s', (sentence, problem) => {
  expect(problems(sentence)).toContain(problem);
});

test('the sentence that failed is named', () => {
  const findings = checkDraft(
    { subject: 'Hello', body: `Fine so far. Tell me by Monday. ${FILLER}` },
    facts,
    OPTIONS,
  );
  expect(findings.map(({ sentence }) => sentence)).toEqual(['Tell me by Monday.', 'Tell me by Monday.']);
});

test('empty, short, long, without a subject', () => {
  const whole = (body: string, subject = 'Hello') =>
    checkDraft({ subject, body }, facts, OPTIONS).map(({ problem }) => problem);
  expect(whole('', '')).toEqual(['There is no subject.', 'The message is empty.']);
  expect(whole('Too short.')).toEqual(['The message is very short (2 words).']);
  expect(whole('word '.repeat(300))).toEqual(['The message is very long (300 words, 1500 characters).']);
});
