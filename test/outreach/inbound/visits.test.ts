import { expect, test } from 'vitest';
import { isMachine } from '../../../src/outreach/inbound/visits.ts';
import { linksOf, piecesOf, readTrackingToken, trackingToken } from '../../../src/outreach/sending/links.ts';
import { SECRET_KEY } from '../../support/outreach.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const visit = (userAgent: string, change: { method?: string; purpose?: string } = {}) => ({
  method: 'GET',
  userAgent,
  purpose: '',
  ...change,
});
const HOUR = 3_600_000;

test.each([
  ['Chrome', CHROME],
  [
    'an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  ],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  [
    'Gmail’s proxy, when somebody opens the mail',
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  ],
])('a person: %s', (_name, agent) => {
  expect(isMachine(visit(agent), HOUR)).toBe(false);
});

test.each([
  ['nothing', ''],
  ['Apple’s privacy proxy', 'Mozilla/5.0'],
  ['curl', 'curl/8.5.0'],
  ['a crawler', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  ['Barracuda', 'BarracudaCentral/1.0'],
  ['Proofpoint', 'Mozilla/5.0 (compatible; ProofpointURLDefense)'],
  ['Outlook’s check', 'Microsoft Office Existence Discovery'],
  ['a script', 'python-requests/2.32'],
])('a program: %s', (_name, agent) => {
  expect(isMachine(visit(agent), HOUR)).toBe(true);
});

test('a browser’s agent alone makes no person: HEAD, looking ahead, too soon, not sent', () => {
  expect(isMachine(visit(CHROME, { method: 'HEAD' }), HOUR)).toBe(true);
  expect(isMachine(visit(CHROME, { purpose: 'prefetch;anonymous-client-ip' }), HOUR)).toBe(true);
  expect(isMachine(visit(CHROME), 2_000)).toBe(true);
  expect(isMachine(visit(CHROME), null)).toBe(true);
});

test('links of a text, without the punctuation of the sentence', () => {
  const body =
    'See https://acme.example/careers. Or (https://acme.example/a?b=c&d=1)! And http://x.example/y’s.';
  expect(linksOf(body)).toEqual([
    'https://acme.example/careers',
    'https://acme.example/a?b=c&d=1',
    'http://x.example/y’s',
  ]);
  expect(
    piecesOf(body)
      .map(({ text }) => text)
      .join(''),
  ).toBe(body);
});

test('a token that somebody changed is none of ours', () => {
  const token = trackingToken(SECRET_KEY, { draftId: 'a'.repeat(24), version: 1, link: 0 });
  expect(readTrackingToken(SECRET_KEY, token)).toEqual({ draftId: 'a'.repeat(24), version: 1, link: 0 });
  expect(readTrackingToken(SECRET_KEY, token.replace('.1.0.', '.1.1.'))).toBeNull();
  expect(readTrackingToken(SECRET_KEY, token.replace(/^a/, 'b'))).toBeNull();
  expect(readTrackingToken(`${SECRET_KEY}x`, token)).toBeNull();
  expect(readTrackingToken(SECRET_KEY, `${token}?to=https://evil.example`)).toBeNull();
});
