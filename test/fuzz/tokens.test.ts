import fc from 'fast-check';
import { expect } from 'vitest';
import { readSelfToken, selfToken } from '../../src/fairness/describe.ts';
import { linksOf, piecesOf, readTrackingToken, trackingToken } from '../../src/outreach/sending/links.ts';
import { readReference, writeReference } from '../../src/outreach/slack/button-value.ts';
import { readUnsubscribeToken, unsubscribeToken } from '../../src/outreach/unsubscribe.ts';
import { fuzz, texts } from './fuzz.ts';

const KEY = 'a key of at least 32 characters, for tests';
const ID = fc.stringMatching(/^[0-9a-f]{24}$/);

/** A token with one character changed, left out or put in. */
const bent = fc.record({
  id: ID,
  at: fc.nat(),
  by: fc.constantFrom('', 'a', '.', '=', '\u0000', '0', '__proto__'),
  cut: fc.nat(1),
});
const bend = (token: string, { at, by, cut }: { at: number; by: string; cut: number }) => {
  const place = at % token.length;
  return token.slice(0, place) + by + token.slice(place + cut);
};

fuzz('links of mails: only as they were made', bent, (how) => {
  const tracked = { draftId: how.id, version: 1, link: 0 };
  const kinds = [
    [unsubscribeToken(KEY, how.id), (token: string) => readUnsubscribeToken(KEY, token), how.id],
    [selfToken(KEY, how.id), (token: string) => readSelfToken(KEY, token), how.id],
    [trackingToken(KEY, tracked), (token: string) => readTrackingToken(KEY, token), tracked],
  ] as const;
  for (const [token, read, meaning] of kinds) {
    expect(read(token)).toEqual(meaning);
    const changed = bend(token, how);
    if (changed !== token) expect(read(changed)).toBeNull();
  }
  // One kind of link is none of another kind.
  expect(readSelfToken(KEY, unsubscribeToken(KEY, how.id))).toBeNull();
  expect(readUnsubscribeToken(KEY, selfToken(KEY, how.id))).toBeNull();
});

fuzz('links that nobody made', texts(['a'.repeat(24), '.', 'A'.repeat(43), '1', 'o']), (token) => {
  expect(readUnsubscribeToken(KEY, token)).toBeNull();
  expect(readSelfToken(KEY, token)).toBeNull();
  expect(readTrackingToken(KEY, token)).toBeNull();
});

fuzz(
  'links in a text: the pieces are the text',
  texts(['https://', 'a.b/', ')', '.', '(', '”', '<']),
  (text) => {
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
    for (const link of linksOf(text)) expect(link).toMatch(/^https?:\/\//i);
  },
);

fuzz(
  'what buttons of a draft carry',
  fc.record({
    draftId: ID,
    version: fc.nat(),
    confirmed: fc.array(fc.string({ maxLength: 60 }), { maxLength: 10 }),
  }),
  (reference) => {
    expect(readReference(writeReference(reference))).toEqual(reference);
  },
);
fuzz(
  'what no button of a draft carries',
  fc.oneof(fc.json(), texts(['{', '"d":', '"v":', '"c":[]', '}'], 2_000)),
  (value) => {
    const read = readReference(value);
    if (read) expect(typeof read.draftId).toBe('string');
  },
);
