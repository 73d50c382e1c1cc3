import type { Draft, DraftState } from './draft.ts';

/** Nothing has been handed over: they can be withdrawn. */
export const NOT_ON_THEIR_WAY: DraftState[] = ['drafting', 'waiting', 'approved'];

/** Messages of sequences to a person that are not on their way yet. */
export function unsentOfSequences(candidateIds: readonly string[]) {
  return {
    candidateId: { $in: [...candidateIds] },
    'sequence.id': { $type: 'string' as const },
    state: { $in: NOT_ON_THEIR_WAY },
  };
}

/** Messages of a person that were approved since a moment and not stopped, but for one draft. */
export function sentBy(senderId: string, since: Date, except: string | null) {
  const states: DraftState[] = ['approved', 'sending', 'sent', 'unclear'];
  return {
    'sender.id': senderId,
    'approval.at': { $gte: since },
    state: { $in: states },
    ...(except !== null && { _id: { $ne: except } }),
  };
}

/** E-mails that a person got. */
export function mailsTo(candidateIds: readonly string[]) {
  return {
    candidateId: { $in: [...candidateIds] },
    state: 'sent' as const,
    'request.channel': 'email' as const,
  };
}

/**
 * Messages that went to a person, or may have: what nobody knows about counts, and what a process that died was sending. What is
 * being sent by one that lives holds the person (sending/slots.ts): nobody asks meanwhile.
 */
export function reaching(candidateIds: readonly string[], since: Date, now: Date, except: string | null) {
  const gone: DraftState[] = ['sent', 'unclear'];
  return {
    candidateId: { $in: [...candidateIds] },
    updatedAt: { $gte: since },
    $or: [{ state: { $in: gone } }, { state: 'sending' as const, 'lease.until': { $lte: now } }],
    ...(except !== null && { _id: { $ne: except } }),
  };
}

/** Of what is of unclear fate nobody knows more than when it was tried. */
export function reachedAt({ _id, state, ended, updatedAt }: Draft): { draftId: string; at: Date } {
  return { draftId: _id, at: (state === 'sent' ? ended?.at : null) ?? updatedAt };
}

/** Messages of a sequence that went out, or may have, with which step they are. */
export function sentOfSequence(id: string) {
  const states: DraftState[] = ['sent', 'unclear'];
  return [{ 'sequence.id': id, state: { $in: states } }, { projection: { sequence: 1 } }] as const;
}
