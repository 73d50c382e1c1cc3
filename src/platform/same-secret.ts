import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether what somebody sent is the secret, or the signature, that it should be; in a time that tells nothing of it. Hashes are
 * compared, since the comparison wants equal lengths and must not tell the right one.
 */
export function isSameSecret(expected: string, given: string): boolean {
  return timingSafeEqual(hash(expected), hash(given));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
