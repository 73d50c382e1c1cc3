import { expect, test } from 'vitest';
import type { Decided } from '../../../src/outreach/deciding/decision.ts';
import type { Draft } from '../../../src/outreach/draft.ts';
import { readReference, writeReference } from '../../../src/outreach/slack/button-value.ts';
import { refusal, slackTime } from '../../../src/outreach/slack/words.ts';
import { REQUEST } from '../../support/outreach.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const found = (change: Partial<Draft>): Decided => ({
  done: false,
  because: 'changed',
  // Only what the words are made of.
  found: { version: 2, request: REQUEST, approval: null, ended: null, ...change } as Draft,
});
const approval = { by: 'U0A', at: NOW, version: 2, confirmed: [] };

test.each<[string, Decided, RegExp]>([
  ['gone', { done: false, because: 'changed', found: null }, /not there any more/],
  ['an old version', found({ state: 'waiting' }), /this was version 1, and version 2 is the newest/],
  ['approved by another', found({ state: 'sending', approval }), /approved by <@U0A> .* being sent/],
  ['sent', found({ state: 'sent', approval, ended: { by: 'rekindle', at: NOW } }), /It was sent/],
  ['discarded', found({ state: 'discarded', ended: { by: 'U0B', at: NOW } }), /discarded by <@U0B>/],
  ['lapsed', found({ state: 'lapsed' }), /lapsed/],
  [
    'not allowed',
    { done: false, because: 'not allowed', why: 'They opted out.' },
    /Nothing was sent. They opted out./,
  ],
  [
    'not confirmed',
    { done: false, because: 'unconfirmed', reasons: [{ id: 'x', words: 'Written to once.' }] },
    /Written to once. .* once more/,
  ],
])('a click that changes nothing says what happened: %s', (_name, decided, words) => {
  expect(refusal(decided, 1)).toMatch(words);
});

test('what a record says pings nobody and is no link; a colleague is still mentioned', () => {
  const reasons = [{ id: 'x', words: 'It is 22:14 in <https://evil.example|Austin>.' }];
  expect(refusal({ done: false, because: 'unconfirmed', reasons }, 1)).toContain('&lt;https://evil.example|');
  const why = 'They work at <!channel> & Co. Only <@U0RILEY> can approve it.';
  expect(refusal({ done: false, because: 'not allowed', why }, 1)).toBe(
    'Nothing was sent. They work at &lt;!channel&gt; &amp; Co. Only <@U0RILEY> can approve it.',
  );
});

test('done needs no words; a time has a fallback', () => {
  expect(refusal({ done: true, draft: {} as Draft }, 1)).toBeNull();
  expect(slackTime(NOW)).toBe('<!date^1795176000^{date_short_pretty} at {time}|2026-11-20 12:00 UTC>');
});

test('a button carries ids, and anything else is no reference', () => {
  const reference = { draftId: 'abc', version: 3, confirmed: ['more than 1 in 7 days'] };
  expect(readReference(writeReference(reference))).toEqual(reference);
  for (const value of [null, '', 'abc', '{}', '{"d":1,"v":1,"c":[]}'])
    expect(readReference(value)).toBeNull();
});
