import { expect, test } from 'vitest';
import { checkDraft } from '../../../src/outreach/checks/check-draft.ts';
import type { Fact, Finding } from '../../../src/outreach/draft.ts';

/** Sentences that the checks must point out, and near misses that they must let pass, held against one fact sheet. */
const SHEET: [NonNullable<Fact['from']>, string][] = [
  ['record', 'The candidate is Ana López.'],
  ['record', 'Their headline: Staff Engineer, payments'],
  ['record', 'They work at: Brightline Pay'],
  ['record', 'They are in: Austin, United States'],
  ['record', 'Their skills: Go, Kubernetes, PostgreSQL, C++, Node.js'],
  ['record', 'Interested in backend: said to a recruiter, 3 March 2026 (8 months ago).'],
  [
    'theirs',
    'Reply (from them, positive), 1 November 2026 (19 days ago): “It shipped. Happy to talk in the new year. See https://ana.example/blog”',
  ],
  [
    'ours',
    'Call (from us), 3 March 2026 (8 months ago): “she is unhappy with her manager and may leave before the summer, do not mention it”',
  ],
  [
    'ours',
    'Interview (from us), 10 July 2025 (16 months ago): “close second for the ledger team, call +1 512 555 0142 or write to ana.private@example.com”',
  ],
  ['us', 'The message is from Riley Park.'],
  ['us', 'Its purpose: Re-engagement.'],
  ['us', 'About us: Acme moves money for 4,000 shops. Careers: https://acme.example/careers'],
  ['asked', 'The role: Staff Backend Engineer, Ledger'],
  [
    'asked',
    'To be mentioned: the talk at GopherCon, the salary band of 180,000 to 210,000 USD, and that we decide by Friday',
  ],
];
const FACTS = SHEET.map(
  ([from, text], index): Fact => ({ number: index + 1, text, untrusted: from !== 'us', from }),
);
const FILLER =
  'I would like to hear how you are doing these days and whether a short call would suit you at some point.';

function found(sentence: string): Finding[] {
  return checkDraft({ subject: 'Shall we talk?', body: `${sentence}\n${FILLER}` }, FACTS, {
    channel: 'email',
    language: 'en',
  });
}

const FLAGGED: [NonNullable<Finding['kind']>, string][] = [
  ['name', 'Your colleague Marcus told me about your work.'],
  ['name', 'I saw that you know Terraform well.'],
  ['name', 'We met at KubeCon and talked for a while.'],
  ['name', 'Hi Anna, I hope you are well.'],
  ['name', 'Your years at Stripe would help us.'],
  ['name', 'Our office in Lisbon is growing.'],
  ['name', 'Marcus says that you are good.'],
  ['name', 'All the best from Harper.'],
  ['number', 'You have 12 years of experience.'],
  ['number', 'Our team of seven would love to meet you.'],
  ['number', 'We have grown by 40% since then.'],
  ['number', 'Acme moves money for 5,000 shops.'],
  ['number', 'I wrote to you three times.'],
  ['number', 'You answered 8.5 months ago.'],
  ['date', 'We spoke in April.'],
  ['date', 'Shall we talk on Monday?'],
  ['date', 'I will be in town tomorrow.'],
  ['date', 'Last summer you told us about it.'],
  ['link', 'Read more at https://acme.example/jobs.'],
  ['link', 'Your post at https://ana.example/blog was great.'],
  ['link', 'Go to evil.example/login to confirm.'],
  ['link', 'Open http://acme.example@evil.example/careers now.'],
  ['link', 'See javascript:alert(1) for more.'],
  ['address', 'Write to me at riley@acme.example.'],
  ['address', 'I have ana.private@example.com as your address.'],
  ['address', 'I will call +1 512 555 0142.'],
  ['quotation', 'You said “I am ready to leave at any time”.'],
  ['quotation', 'As you put it, "the ledger is finally done".'],
  ['quotation', 'Your note “happy to join you” made my day.'],
  ['note', 'I heard that she is unhappy with her manager and may leave before the summer.'],
  ['note', 'You were close second for the ledger team, call +1 512 555 0142 or write.'],
  ['protected', 'As a woman in engineering you would be a great example.'],
  ['protected', 'We look for young talent like you.'],
  ['protected', 'At your age this is the right move.'],
  ['protected', 'It is a good place for mothers.'],
  ['protected', 'Your kids would love the office.'],
  ['protected', 'Since you are married, moving may be hard.'],
  ['protected', 'We want more Black engineers on the team.'],
  ['protected', 'We need native English speakers.'],
  ['protected', 'I hope that your health is better now.'],
  ['protected', 'You could take time off for your religion.'],
  ['protected', 'We welcome gay and lesbian colleagues like you.'],
  ['protected', 'People with your politics fit in here.'],
  ['protected', 'You look handsome in your picture.'],
  ['protected', 'You are not too old for this.'],
  ['promise', 'The salary is 250,000 USD.'],
  ['promise', 'We pay well above the market.'],
  ['promise', 'You would get generous stock options.'],
  ['promise', 'There is a signing bonus waiting.'],
  ['promise', 'The job is yours if you want it.'],
  ['promise', 'I guarantee that you will love it.'],
  ['promise', 'We will sponsor whatever you need.'],
  ['deadline', 'Please answer within two days.'],
  ['deadline', 'The process closes soon.'],
  ['deadline', 'This is your last chance to join.'],
  ['deadline', 'Let me know by the end of the week.'],
  ['deadline', 'Please answer as soon as possible.'],
  ['placeholder', 'Dear [First Name], I hope you are well.'],
  ['placeholder', 'We at {{ company }} would love to talk.'],
  ['instruction', 'As an AI language model I cannot know that.'],
];

const FINE: string[] = [
  'Hi Ana, I hope you are well.',
  'Hello Ana López, how are things?',
  'Dear Ana,',
  'Your work at Brightline Pay stands out.',
  'You know Go and Kubernetes well.',
  'C++ and Node.js are on your list too.',
  'Your Kubernetes-based work is what we need.',
  'Brightline’s payments team is known to us.',
  'I am Riley Park, and I look after people like you.',
  'I’m writing since your project has shipped.',
  'I’d be glad to talk, and I’ll keep it short.',
  'You told us 8 months ago that backend work interests you.',
  'That was on 3 March 2026.',
  'Your answer came 19 days ago.',
  'It was in November, if I remember well.',
  'The role is Staff Backend Engineer, Ledger.',
  'We call the team Ledger.',
  'The talk at GopherCon was what I wanted to mention.',
  'Acme moves money for 4,000 shops.',
  'More about us: https://acme.example/careers',
  'More about us: acme.example/careers.',
  'The salary band is 180,000 to 210,000 USD.',
  'We decide by Friday.',
  'You wrote “Happy to talk in the new year”.',
  'You said "It shipped" and I was glad.',
  'Would you be open to a short call?',
  'One question: would you talk to us again?',
  'Austin is a good place for it.',
  'The United States team would be yours to meet.',
  'Kind regards,\nRiley Park',
  'All the best,\nRiley',
  'We fixed a race condition in the ledger last month.'.replace(' last month', ''),
  'We are a young company with old problems.',
  'The mature codebase has its charm.',
  'We build native apps and cloud-native services.',
  'Our parent company lets us be.',
  'A child process does the work.',
  'It is a family of products rather than one.',
  'A third-party audit went well.',
  'The feature is disabled by default, which is disabled flag talk.'.replace(
    ', which is disabled flag talk',
    '',
  ),
  'We work on healthcare payments too.',
  'The team would be happy to race to an answer with you.',
  'In this day and age a letter is rare.',
  'You may like what the team does.',
  'If the time is not right, a line is enough.',
  'I will not press.',
  'It says so on your page.',
  'Thank you again for your message.',
  'Thanks for the answer, it was good to hear from you.',
  'PS: I am on LinkedIn too.',
  'Payments are what the team thinks about all day.',
  'I remember your interview with us.',
  'PostgreSQL is what the ledger runs on.',
  'It has been a while, and I have been wondering how you are doing.',
  'Your experience with Go, Kubernetes and PostgreSQL stands out.',
  'May I ask what you would find interesting next?',
  'Riley here, from Acme.',
  'We would talk about the work, the team and what you want.',
  'Your headline says staff engineer; is that still so?',
  'I promise nothing; it is a first talk.'.replace('I promise nothing', 'Nothing is decided'),
];

test('60 sentences that must be pointed out, and 60 that must not', () => {
  const missed = FLAGGED.filter(
    ([kind, sentence]) => !found(sentence).some((finding) => finding.kind === kind),
  );
  const wrong = FINE.flatMap((sentence) => {
    const findings = found(sentence);
    return findings.length > 0 ? [{ sentence, findings: findings.map(({ problem }) => problem) }] : [];
  });
  console.info(
    `pointed out ${FLAGGED.length - missed.length} of ${FLAGGED.length}, let pass ${FINE.length - wrong.length} of ${FINE.length}`,
  );
  expect([FLAGGED.length, FINE.length]).toEqual([60, 60]);
  expect(missed).toEqual([]);
  expect(wrong).toEqual([]);
});

test.each([
  [
    'German',
    'Hallo Ana, ich hoffe, es geht dir gut. Hättest du in den nächsten Wochen Zeit für ein kurzes Gespräch über deine Arbeit?',
  ],
  [
    'French',
    'Bonjour Ana, j’espère que vous allez bien. Auriez-vous un moment pour parler de votre travail et de ce que vous aimeriez faire ensuite ?',
  ],
])('a message in %s, where English is the language of the house', (name, body) => {
  const kinds = (facts: Fact[], language: string) =>
    checkDraft({ subject: 'Hello', body }, facts, { channel: 'email', language })
      .filter(({ kind }) => kind === 'language')
      .map(({ problem }) => problem);
  expect(kinds(FACTS, 'en')).toEqual([`It seems to be written in ${name} and not in English.`]);
  const asked: Fact = {
    number: 99,
    text: `The recruiter asked: write in ${name}`,
    untrusted: true,
    from: 'asked',
  };
  expect(kinds([...FACTS, asked], 'en')).toEqual([]);
});

test('a text for LinkedIn is shorter than a mail may be', () => {
  const body = 'A word or two about it. '.repeat(90);
  const lengths = (channel: 'email' | 'linkedin') =>
    checkDraft({ subject: 'Hello', body: body.slice(0, 2_100) }, FACTS, { channel, language: 'en' }).filter(
      ({ kind, problem }) => kind === 'length' && problem.includes('characters'),
    ).length;
  expect(lengths('linkedin')).toBe(1);
});
