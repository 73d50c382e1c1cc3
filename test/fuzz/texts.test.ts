import { expect } from 'vitest';
import { readFreeText } from '../../src/candidates/free-text.ts';
import { keyOf, normaliseEmail, normaliseLink, normalisePhone } from '../../src/candidates/identity.ts';
import { placeOf } from '../../src/candidates/place.ts';
import { MOST, parseQuery } from '../../src/candidates/query/parse.ts';
import { printQuery } from '../../src/candidates/query/print.ts';
import { skillsInText } from '../../src/candidates/skills-in-text.ts';
import { readIdentity } from '../../src/candidates/typed-identity.ts';
import { fillIn, problemOf } from '../../src/nurture/template.ts';
import { commandText, mentionedIn } from '../../src/platform/slack/command-text.ts';
import { escapeMrkdwn } from '../../src/platform/slack/mrkdwn.ts';
import { readReferralText } from '../../src/referrals/read.ts';
import { readDomains } from '../../src/referrals/rules.ts';
import { whenDue } from '../../src/reminders/when.ts';
import { bonusText, readBonus } from '../../src/roles/bonus.ts';
import { readDescription } from '../../src/roles/read-description.ts';
import { candidate } from '../support/outreach.ts';
import { fuzz, texts } from './fuzz.ts';

/** Slack’s longest message. */
const MESSAGE = 40_000;
const IDENTITY = [
  'ana',
  '@',
  '.',
  '.com',
  'example.org',
  '+',
  '0049',
  '(',
  ')',
  '-',
  'https://',
  'linkedin.com/in/',
];

fuzz(
  'the query language: understood or told why, and what is printed means the same',
  texts(
    [
      'skill:',
      'city:',
      'temp:hot',
      '-',
      '(',
      ')',
      '"',
      'OR ',
      '..',
      '<',
      '>30d',
      'engaged:',
      'sort:',
      ',',
      'is:',
    ],
    1_200,
  ),
  (text) => {
    const parsed = parseQuery(text);
    if ('error' in parsed) return expect(parsed.error.message).not.toBe('');
    const printed = printQuery(parsed.query);
    // Some letters become several when they are brought to one form.
    if (printed.length > MOST.characters) return expect(parseQuery(printed)).toHaveProperty('error');
    return expect(parseQuery(printed)).toEqual(parsed);
  },
);

fuzz('free text and who it names', texts([...IDENTITY, '#tag', ',', ' - '], MESSAGE), (text) => {
  const { name, email, phone, link } = readFreeText(text);
  expect(name.length).toBeLessThanOrEqual(120);
  for (const [found, normalise] of [
    [email, normaliseEmail],
    [phone, normalisePhone],
    [link, normaliseLink],
  ] as const)
    if (found !== '') expect(normalise(found)).toBe(found);
});

fuzz('addresses, numbers and links: normal form stays as it is, and has one key', texts(IDENTITY), (text) => {
  for (const normalise of [normaliseEmail, normalisePhone, normaliseLink]) {
    const once = normalise(text);
    if (once === null) continue;
    expect(normalise(once)).toBe(once);
    expect(keyOf(once)).toMatch(/^(?:email|phone|link):/);
  }
  keyOf(text);
  readIdentity({ email: text, phone: text, link: text });
});

fuzz(
  'what is typed behind a command',
  texts(['<', '>', '|', '@', '#', 'U0', 'C0', 'mailto:', '&lt;', '&amp;'], MESSAGE),
  (text) => {
    expect(commandText(escapeMrkdwn(text.replace(/[<>]/g, '')))).toBe(text.replace(/[<>]/g, '').trim());
    commandText(text);
    for (const id of mentionedIn(text)) expect(id).toMatch(/^[UW][A-Z0-9]+$/);
    expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
  },
);

const DAYS = [
  'next ',
  'Tuesday',
  '12 ',
  'March',
  '2027-01-05',
  'in ',
  ' weeks',
  '31',
  'Feb',
  'tomorrow',
  '/',
  'at ',
  ':00',
  'ago',
  'last ',
];
fuzz('dates as people say them: in the future, within five years, at 09:00', texts(DAYS, 3_000), (text) => {
  const now = new Date('2026-11-20T12:00:00Z');
  const due = whenDue('pick', text, now, 'America/New_York');
  if ('wrong' in due) return expect(due.wrong).not.toBe('');
  expect(due.dueAt.getTime()).toBeGreaterThan(now.getTime());
  expect(due.dueAt.getTime()).toBeLessThan(now.getTime() + 5.1 * 365 * 86_400_000);
  return expect([13, 14]).toContain(due.dueAt.getUTCHours());
});

const BONUS = ['2000', 'USD', '€', ',', '.', 'k', ' after ', '90', ' days', ' months', 'at once', '1', "'"];
fuzz('bonuses: what is understood is printed and means the same', texts(BONUS, 3_000), (text) => {
  const read = readBonus(text);
  if ('error' in read) return expect(read.error).not.toBe('');
  return read.bonus && expect(readBonus(bonusText(read.bonus))).toEqual(read);
});

const JOB = [
  'Senior ',
  'Go',
  'R',
  'C++',
  'in Berlin',
  'must have ',
  'nice to have',
  'remote',
  '- ',
  'Python, ',
  'Engineer',
  '\n\n',
  '5+ years',
  '•',
];
fuzz('job descriptions and the skills in them', texts(JOB, 100_000), (text) => {
  const { title, mustHave, niceToHave } = readDescription(text);
  expect(`${title}`.length).toBeLessThanOrEqual(200);
  expect(new Set(mustHave).size).toBe(mustHave.length);
  expect(niceToHave.filter((one) => mustHave.includes(one))).toEqual([]);
  skillsInText(text.slice(0, 20_000));
});

const TEMPLATE = [
  '{{',
  '}}',
  '{%',
  '%}',
  ' first_name ',
  '| default: "x"',
  ' for i in (1..100000) ',
  ' endfor ',
  ' assign a = ',
  'if ',
  ' endif ',
  'include "x"',
  'constructor.constructor',
  '.__proto__',
  ' | append: a',
  'raw',
  'render',
];
fuzz('templates: a sentence, or a text of bounded length', texts(TEMPLATE, 8_000), (text) => {
  const problem = problemOf(text);
  if (problem !== null) return expect(problem).toMatch(/\S/);
  const filled = fillIn(text, candidate(), 'Riley Park');
  return expect(filled.text).not.toContain('function');
});

fuzz(
  'referrals in a message',
  texts([...IDENTITY, 'refer ', ' for the ', ' role', ' is ', 'as a '], MESSAGE),
  async (text) => {
    const nobody = { byKey: async () => null, byId: async () => null, inStates: async () => [] };
    const { name } = await readReferralText({ roles: nobody as never }, text);
    expect(name.length).toBeLessThanOrEqual(120);
    readDomains(text);
  },
);

fuzz('places', texts(['Berlin', ', ', 'Germany', 'New ', 'York', '(', 'Bay Area', '/']), (text) => {
  placeOf(text);
});
