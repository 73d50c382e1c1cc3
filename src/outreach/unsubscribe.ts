import { createHmac } from 'node:crypto';
import { idsOf } from '#candidates/candidate.ts';
import { isSameSecret } from '#platform/same-secret.ts';
import type { OutreachDeps } from './deps.ts';
import { senderOf } from './draft.ts';
import { endSequences } from './inbound/end-sequences.ts';

/**
 * The token in a candidate's unsubscribe link. It never expires: people unsubscribe from old mails too.
 * @param secretKey SECRET_KEY; a new one makes links in mails already sent useless
 */
export function unsubscribeToken(secretKey: string, candidateId: string): string {
  return `${candidateId}.${sign(secretKey, candidateId)}`;
}

/** The candidate whom a token was made for; null when it was not made by us. Compares in constant time. */
export function readUnsubscribeToken(secretKey: string, token: string): string | null {
  const [candidateId, signature, ...rest] = token.split('.');
  if (!candidateId || !signature || rest.length > 0) return null;
  return isSameSecret(sign(secretKey, candidateId), signature) ? candidateId : null;
}

/**
 * Opts a candidate out of everything, at once. A second time changes nothing; somebody who has been erased since
 * is told the same, for it is true.
 * @param by Slack user id of who says so for them
 */
export async function optOut(deps: OutreachDeps, candidateId: string, by = 'candidate'): Promise<void> {
  const candidate = await deps.people.byId(candidateId);
  if (!candidate || candidate.suppressions.some(({ reason }) => reason === 'opted out')) return;
  // First, so that whoever dies in between does both when they are asked again.
  await endSequences(deps, candidate, 'opted out');
  await deps.people.suppress(candidateId, 'opted out', by);
  deps.logger.info({ candidateId }, 'candidate opted out');
  const draft = await deps.drafts.lastSentTo(idsOf(candidate));
  await deps.inbox.answered(draft, {
    kind: 'opt-out',
    candidateId,
    touchpointId: `opt-out:${candidateId}`,
    tell: candidate.owner ?? (draft && senderOf(draft).id),
    text: '',
  });
}

function sign(secretKey: string, candidateId: string): string {
  return createHmac('sha256', secretKey).update(`unsubscribe:${candidateId}`).digest('base64url');
}
