import { createHmac } from 'node:crypto';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import type { Clock } from '#platform/clock.ts';
import { isSameSecret } from '#platform/same-secret.ts';
import type { Said } from './self-description.ts';
import type { FairnessStore } from './store.ts';

export interface DescribeDeps {
  fairness: FairnessStore;
  clock: Clock;
  /** SECRET_KEY. */
  secretKey: string;
  candidateById: (id: string) => Promise<Candidate | null>;
}

/** The token in the link to somebody's own form; it never expires, so that they can take back what they said. */
export function selfToken(secretKey: string, candidateId: string): string {
  return `${candidateId}.${sign(secretKey, candidateId)}`;
}

/** The candidate whom a token was made for; null when it was not made by us. Compares in constant time. */
export function readSelfToken(secretKey: string, token: string): string | null {
  const [, candidateId, signature] = /^([0-9a-f]{24})\.([\w-]{43})$/.exec(token) ?? [];
  if (!candidateId || !signature) return null;
  return isSameSecret(sign(secretKey, candidateId), signature) ? candidateId : null;
}

/** Keeps what somebody says of themselves, in place of what they said before; nothing at all takes it back. */
export async function describeSelf(deps: DescribeDeps, candidateId: string, said: Said): Promise<void> {
  const candidate = await deps.candidateById(candidateId);
  if (!candidate) return;
  await deps.fairness.forget(idsOf(candidate).slice(1));
  if (said.gender === null && said.ethnicity === null) await deps.fairness.forget([candidate._id]);
  else await deps.fairness.keep(candidate._id, said, deps.clock.now());
}

function sign(secretKey: string, candidateId: string): string {
  return createHmac('sha256', secretKey).update(`self:${candidateId}`).digest('base64url');
}
