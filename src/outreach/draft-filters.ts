import type { DraftState } from './draft.ts';

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
