import { createHash } from 'node:crypto';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { type InboundMail, parseInbound } from '#platform/mail/parse.ts';
import { sentTouchpoint } from '../deciding/approve.ts';
import type { Answer, OutreachDeps } from '../deps.ts';
import { type Draft, senderOf } from '../draft.ts';
import { settle } from '../record-changes.ts';
import { optOut, readUnsubscribeToken } from '../unsubscribe.ts';

type Deps = Pick<OutreachDeps, 'drafts' | 'people' | 'clock' | 'show' | 'sender' | 'inbox' | 'logger'>;

/** What an inbound message was. */
export type Received = 'reply' | 'automatic' | 'bounce' | 'opt-out' | 'own copy' | 'unmatched' | 'unreadable';

/** Longest text that is kept of an answer. */
const NOTE_LENGTH = 3_000;

/**
 * Takes in one message from outside: an answer, a bounce, an out-of-office or an unsubscribe. The same message a
 * second time changes nothing. What belongs to nobody whom we know is not kept.
 */
export async function receiveMail(deps: Deps, raw: Uint8Array): Promise<Received> {
  const id = `mail:${createHash('sha256').update(raw).digest('hex').slice(0, 24)}`;
  const mail = await parseInbound(raw).catch(() => null);
  const received = mail ? await handle(deps, mail, idOf(mail) ?? id) : 'unreadable';
  deps.logger.info({ touchpointId: mail ? (idOf(mail) ?? id) : id, received }, 'mail received');
  return received;
}

/** By its Message-ID where it has one: a copy that came another way differs in its Received lines. */
function idOf(mail: InboundMail): string | null {
  return mail.messageId && `mail:${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24)}`;
}

async function handle(deps: Deps, mail: InboundMail, touchpointId: string): Promise<Received> {
  if (mail.bounce) return receiveBounce(deps, mail, touchpointId);
  if (mail.from?.address === deps.sender.address.toLowerCase()) return 'own copy';
  const token = /^\s*unsubscribe\s+(\S+)\s*$/i.exec(mail.subject)?.[1];
  const unsubscribing = token ? readUnsubscribeToken(deps.sender.secretKey, token) : null;
  if (unsubscribing) {
    await optOut(deps, unsubscribing);
    return 'opt-out';
  }
  const match = await findSender(deps, mail);
  if (!match) return 'unmatched';
  if (/^\s*(re:\s*)?unsubscribe\s*$/i.test(mail.subject)) {
    await optOut(deps, match.candidate._id);
    return 'opt-out';
  }
  return mail.automatic
    ? receiveAutomatic(deps, match, touchpointId)
    : receiveReply(deps, mail, match, touchpointId);
}

interface Match {
  candidate: Candidate;
  draft: Draft | null;
}

async function findSender(deps: Deps, mail: InboundMail): Promise<Match | null> {
  const ids = [...mail.inReplyTo, ...mail.references];
  const draft = ids.length > 0 ? await deps.drafts.byMessageIds(ids) : null;
  const answering = draft && (await deps.people.byId(draft.candidateId));
  if (answering) return { candidate: answering, draft };
  const candidate = mail.from && (await deps.people.byEmail(mail.from.address));
  return candidate ? { candidate, draft: await deps.drafts.lastSentTo(idsOf(candidate)) } : null;
}

async function receiveReply(
  deps: Deps,
  mail: InboundMail,
  { candidate, draft }: Match,
  touchpointId: string,
): Promise<Received> {
  // Whoever answers a message has got it.
  if (draft) await settleArrival(deps, draft);
  const text = mail.text.slice(0, NOTE_LENGTH);
  const isNew = await deps.people.record({
    _id: touchpointId,
    candidateId: candidate._id,
    kind: draft ? 'replied' : 'inbound message',
    direction: 'in',
    at: deps.clock.now(),
    by: 'candidate',
    channel: 'email',
    draftId: draft?._id ?? null,
    note: text || null,
  });
  if (isNew) await tell(deps, draft, candidate, { kind: 'reply', touchpointId, text });
  return 'reply';
}

async function settleArrival(deps: Deps, draft: Draft): Promise<void> {
  if (draft.state !== 'unclear') return;
  const at = deps.clock.now();
  const sent = sentTouchpoint(draft, draft.approval?.at ?? at);
  const result = await deps.drafts.arrived(draft._id, { by: 'candidate', at, touchpoints: [sent] });
  if (result.moved) await settle(deps, result.draft);
}

async function receiveAutomatic(
  deps: Deps,
  { candidate, draft }: Match,
  touchpointId: string,
): Promise<Received> {
  await deps.people.record({
    _id: touchpointId,
    candidateId: candidate._id,
    kind: 'note',
    direction: 'in',
    at: deps.clock.now(),
    by: 'candidate',
    channel: 'email',
    draftId: draft?._id ?? null,
    note: 'An automatic answer came back (out of office, most likely)',
  });
  return 'automatic';
}

async function receiveBounce(deps: Deps, mail: InboundMail, touchpointId: string): Promise<Received> {
  const { bounce } = mail;
  if (!bounce) return 'unmatched';
  const draft = bounce.originalMessageId ? await deps.drafts.byMessageIds([bounce.originalMessageId]) : null;
  const candidate = draft
    ? await deps.people.byId(draft.candidateId)
    : bounce.recipient && (await deps.people.byEmail(bounce.recipient));
  if (!candidate) return 'unmatched';
  const status = bounce.status ? ` (${bounce.status})` : '';
  const isNew = await deps.people.record({
    _id: touchpointId,
    candidateId: candidate._id,
    kind: 'status',
    direction: 'in',
    at: deps.clock.now(),
    by: 'rekindle',
    channel: 'email',
    draftId: draft?._id ?? null,
    note: bounce.permanent
      ? `The e-mail came back: the address doesn’t work${status}`
      : `The e-mail could not be delivered this time${status}`,
  });
  if (bounce.permanent) await deps.people.suppress(candidate._id, 'bounced', 'mail');
  if (isNew) {
    const text = bounce.permanent ? 'permanent' : 'temporary';
    await tell(deps, draft, candidate, { kind: 'bounce', touchpointId, text });
  }
  return 'bounce';
}

function tell(
  deps: Deps,
  draft: Draft | null,
  candidate: Candidate,
  answer: Pick<Answer, 'kind' | 'touchpointId' | 'text'>,
): Promise<void> {
  const whom = candidate.owner ?? (draft && senderOf(draft).id);
  return deps.inbox.answered(draft, { ...answer, candidateId: candidate._id, tell: whom });
}
