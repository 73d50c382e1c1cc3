import { expect, test } from 'vitest';
import { isSignedInbound, signInbound } from '#platform/mail/signature.ts';

const SECRET = 'a secret of some length';
const NOW = new Date('2026-11-20T12:00:00Z');
const body = Buffer.from('Subject: héllo\r\n\r\nworld');
const at = Math.floor(NOW.getTime() / 1000);

function check(change: { timestamp?: string; signature?: string; body?: Uint8Array; secret?: string }) {
  return isSignedInbound(
    change.secret ?? SECRET,
    {
      timestamp: change.timestamp ?? String(at),
      signature: change.signature ?? signInbound(SECRET, at, body),
      body: change.body ?? body,
    },
    NOW,
  );
}

test('signed by whoever has the secret, within five minutes', () => {
  expect(check({})).toBe(true);
  const old = at - 299;
  expect(check({ timestamp: String(old), signature: signInbound(SECRET, old, body) })).toBe(true);
});

test('anything else is refused', () => {
  const old = at - 301;
  const ahead = at + 301;
  expect(check({ timestamp: String(old), signature: signInbound(SECRET, old, body) })).toBe(false);
  expect(check({ timestamp: String(ahead), signature: signInbound(SECRET, ahead, body) })).toBe(false);
  expect(check({ timestamp: String(at + 1) })).toBe(false);
  expect(check({ body: Buffer.from('other') })).toBe(false);
  expect(check({ secret: 'another' })).toBe(false);
  expect(check({ signature: 'v1=' })).toBe(false);
  expect(check({ timestamp: 'soon' })).toBe(false);
  expect(isSignedInbound(SECRET, { timestamp: undefined, signature: undefined, body }, NOW)).toBe(false);
});
