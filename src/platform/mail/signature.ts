import { createHmac } from 'node:crypto';
import { isSameSecret } from '#platform/same-secret.ts';

/** Seconds that a signed request may be old, or ahead of our clock; Slack's own signatures use the same. */
const WINDOW_SECONDS = 300;

/**
 * Signs what is handed in at the inbound webhook: `v1=HEX`, HMAC-SHA256 of `v1:TIMESTAMP:BODY`.
 * @param timestamp seconds since 1970
 */
export function signInbound(secret: string, timestamp: number, body: Uint8Array): string {
  return `v1=${createHmac('sha256', secret).update(`v1:${timestamp}:`).update(body).digest('hex')}`;
}

/** Whether a request says that it was made within five minutes; nothing of it is proved by that. */
export function isFresh(timestamp: string | undefined, now: Date): boolean {
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WINDOW_SECONDS;
}

/**
 * Says whether a request comes from somebody who has the secret, and was made within five minutes.
 * Compares in constant time.
 */
export function isSignedInbound(
  secret: string,
  request: { timestamp: string | undefined; signature: string | undefined; body: Uint8Array },
  now: Date,
): boolean {
  const { timestamp, signature, body } = request;
  if (!timestamp || !isFresh(timestamp, now) || !signature) return false;
  return isSameSecret(signInbound(secret, Number(timestamp), body), signature);
}
