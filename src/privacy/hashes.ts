import { createHmac, hkdfSync } from 'node:crypto';
import { PersonError } from '#platform/person-error.ts';
import type { PrivacyStore } from './store.ts';

export interface HashDeps {
  privacy: PrivacyStore;
  /** Setting SECRET_KEY: whoever has the database alone can't try addresses against the hashes. */
  secretKey: string;
}

/** Salted hash of an identity key (candidates/identity.ts): HMAC-SHA-256 with a key for this purpose only. */
export function hashOf({ secretKey }: Pick<HashDeps, 'secretKey'>, key: string): string {
  const salt = Buffer.from(hkdfSync('sha256', secretKey, '', 'rekindle erased people', 32));
  return createHmac('sha256', salt).update(key).digest('base64url');
}

/** Which of these identity keys belong to somebody who was erased on request. */
export async function erasedAmong(deps: HashDeps, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const byHash = new Map(keys.map((key) => [hashOf(deps, key), key]));
  const found = await deps.privacy.hashesAmong([...byHash.keys()]);
  return new Set(found.flatMap(({ _id }) => byHash.get(_id) ?? []));
}

/** Lets somebody who was erased be added again, since they came back to us themselves. @throws PersonError */
export async function allowAgain(deps: HashDeps, key: string): Promise<void> {
  if (!(await deps.privacy.dropHash(hashOf(deps, key))))
    throw new PersonError('Nobody with this e-mail address, phone number or link was erased.');
}
