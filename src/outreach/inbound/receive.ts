import { createHash } from 'node:crypto';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { type InboundMail, parseInbound } from '#platform/mail/parse.ts';
import type { HandedIn } from '#platform/mail/webhooks/format.ts';
import { sentTouchpoint, triedAt } from '../deciding/approve.ts';
import type { OutreachDeps } from '../deps.ts';
import type { Draft } from '../draft.ts';
import { settle } from '../record-changes.ts';
import { optOut, readUnsubscribeToken } from '../unsubscribe.ts';
import { receiveComplaint, receiveFailure } from './bounce.ts';
import { endSequences } from './end-sequences.ts';
import { isPlainStop, readAnswer } from './read-answer.ts';
import { recordStatus } from './record-status.ts';
import { tellAbout } from './tell.ts';

type Deps = OutreachDeps;

/** What an inbound message was. */
export type Received =
  | 'reply'
  | 'automatic'
  | 'challenge'
  | 'notice'
  | 'bounce'
  | 'opt-out'
  | 'own copy'
  | 'unmatched'
  | 'unreadable';

/** What the history says of an out-of-office answer; sequences wait after it. */
export const AUTOMATIC_ANSWER = 'An automatic answer came back (out of office, most likely)';
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
  deps.count.inbound(received);
  deps.logger.info({ touchpointId: mail ? (idOf(mail) ?? id) : id, received }, 'mail received');
  return received;
}

/** By its Message-ID where it has one: a copy that came another way differs in its Received lines. */
function idOf(mail: InboundMail): string | null {
  return mail.messageId && `mail:${createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24)}`;
}

async function handle(deps: Deps, mail: InboundMail, touchpointId: string): Promise<Received> {
  if (mail.bounce) {
    const { originalMessageId: messageId, ...bounce } = mail.bounce;
    return receiveFailure(deps, { ...bounce, messageId }, touchpointId, 'mail');
  }
  if (mail.from?.address === deps.sender.address.toLowerCase()) return 'own copy';
  const token = /^\s*unsubscribe\s+(\S+)\s*$/i.exec(mail.subject)?.[1];
  const unsubscribing = token ? readUnsubscribeToken(deps.sender.secretKey, token) : null;
  if (unsubscribing) {
    await optOut(deps, unsubscribing);
    return 'opt-out';
  }
  if (mail.notice) return receiveNotice(deps, mail, mail.notice.about, touchpointId);
  const match = await findSender(deps, mail);
  if (!match) return 'unmatched';
  if (/^\s*(re:\s*)?unsubscribe\s*$/i.test(mail.subject)) {
    await optOut(deps, match.candidate._id);
    return 'opt-out';
  }
  if (mail.challenge) return receiveMachines(deps, match, touchpointId, 'challenge');
  return mail.automatic
    ? receiveMachines(deps, match, touchpointId, 'automatic')
    : receiveReply(deps, mail, match, touchpointId);
}

/**
 * Takes in what a provider says of a message of ours. The same a second time changes nothing.
 * @param delivery names it, where the provider does
 */
export async function receiveEvent(
  deps: Deps,
  event: Extract<HandedIn, { kind: 'failed' | 'complaint' }>,
  delivery: string | null,
): Promise<Received> {
  const cause =
    delivery ?? `${event.kind}:${event.messageId ?? ''}:${event.recipient ?? ''}:${event.status ?? ''}`;
  const touchpointId = `mail:${createHash('sha256').update(`event:${cause}`).digest('hex').slice(0, 24)}`;
  const received =
    event.kind === 'failed'
      ? await receiveFailure(deps, event, touchpointId, 'provider')
      : await receiveComplaint(deps, event);
  deps.count.inbound(received);
  deps.logger.info({ touchpointId, received }, 'mail event received');
  return received;
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
  // Before it is put down, so that whoever dies in between takes it in once more and ends them then.
  if (!(await deps.people.touchpoint(touchpointId))) await endSequences(deps, candidate, 'answered');
  const isNew = await deps.people.record({
    _id: touchpointId,
    candidateId: candidate._id,
    kind: draft ? 'replied' : 'inbound message',
    direction: 'in',
    at: deps.clock.now(),
    by: 'candidate',
    channel: 'email',
    draftId: draft?._id ?? null,
    messageId: mail.messageId,
    note: text || null,
  });
  if (isPlainStop(text)) {
    await optOut(deps, candidate._id);
    return 'opt-out';
  }
  if (isNew) {
    const reading = await readAnswer(deps, touchpointId, text);
    await tellAbout(deps, draft, candidate, { kind: 'reply', touchpointId, text, ...reading });
  }
  return 'reply';
}

async function settleArrival(deps: Deps, draft: Draft): Promise<void> {
  if (draft.state !== 'unclear') return;
  const at = deps.clock.now();
  const sent = sentTouchpoint(draft, triedAt(draft));
  const result = await deps.drafts.arrived(draft._id, { by: 'candidate', at, touchpoints: [sent] });
  if (result.moved) await settle(deps, result.draft);
}

/** Nobody has answered yet: the history says what came, and who looks after them hears of it. */
async function receiveMachines(
  deps: Deps,
  { candidate, draft }: Match,
  touchpointId: string,
  kind: 'automatic' | 'challenge',
): Promise<Received> {
  const isNew = await recordStatus(
    deps,
    { touchpointId, candidateId: candidate._id, draftId: draft?._id ?? null },
    kind === 'automatic' ? AUTOMATIC_ANSWER : 'Their mail filter wants to know that a person has written',
  );
  // Nobody has to do anything about a holiday.
  if (isNew && kind === 'challenge')
    await tellAbout(deps, draft, candidate, { kind, touchpointId, text: '' });
  return kind;
}

/** A mail system wrote in words that no standard explains: a person reads them, and nobody is suppressed by them. */
async function receiveNotice(
  deps: Deps,
  mail: InboundMail,
  messageIds: string[],
  touchpointId: string,
): Promise<Received> {
  const draft = messageIds.length > 0 ? await deps.drafts.byMessageIds(messageIds) : null;
  const candidate = draft && (await deps.people.byId(draft.candidateId));
  if (!candidate) return 'unmatched';
  const isNew = await recordStatus(
    deps,
    { touchpointId, candidateId: candidate._id, draftId: draft._id },
    'A mail system wrote about a message of ours; a person has to read what it means',
  );
  if (isNew)
    await tellAbout(deps, draft, candidate, {
      kind: 'notice',
      touchpointId,
      text: mail.text.slice(0, NOTE_LENGTH),
    });
  return 'notice';
}
