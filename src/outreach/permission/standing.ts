import { DateTime } from 'luxon';
import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { CHANNELS } from '../channels/channels.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, type DraftRequest, senderOf } from '../draft.ts';
import { FREQUENCY_DAYS, mayWrite, type Permission, writingHistory } from './permission.ts';

/** More touchpoints than anybody causes in the days that permission looks back. */
const LOOK_BACK = 300;

/** Who wants to write, and which draft it is about, if there is one yet. */
export interface Sending {
  requester: { id: string; timeZone?: string | undefined };
  draftId: string | null;
}

/** The sending that a draft is for. */
export function sendingOf(draft: Draft): Sending {
  return { requester: senderOf(draft), draftId: draft._id };
}

/**
 * Asks `mayWrite` with fresh facts.
 * @returns null when the candidate is not there any more; `lastWrittenAt`: when a message last went out to them, or may have
 */
export async function standing(
  deps: Pick<OutreachDeps, 'people' | 'sender' | 'clock' | 'drafts' | 'writing'>,
  candidateId: string,
  channel: DraftRequest['channel'] | null,
  sending: Sending,
): Promise<{ candidate: Candidate; permission: Permission; lastWrittenAt: Date | null } | null> {
  const candidate = await deps.people.byId(candidateId);
  if (!candidate) return null;
  const now = deps.clock.now();
  const since = now.getTime() - FREQUENCY_DAYS * 86_400_000;
  const { requester, draftId } = sending;
  const senderZone = requester.timeZone ?? 'UTC';
  const midnight = DateTime.fromJSDate(now, { zone: senderZone }).startOf('day').toJSDate();
  const sentToday = await deps.drafts.countSentBy(requester.id, midnight, draftId, deps.writing.dailyCap + 1);
  const recorded = (await deps.people.history(candidateId, LOOK_BACK)).filter(
    ({ at }) => at.getTime() > since,
  );
  const known = new Set(recorded.map(({ kind, draftId }) => (kind === 'message sent' ? draftId : null)));
  // What is on its way, or of unclear fate, stands in no history yet, and may well be in their mailbox.
  const reached = (await deps.drafts.reached(idsOf(candidate), new Date(since), now, draftId))
    .filter((one) => !known.has(one.draftId))
    .map(({ at }) => ({ kind: 'message sent' as const, direction: 'out' as const, at }));
  const touchpoints = [...recorded, ...reached];
  const writtenAt = touchpoints.filter(({ kind }) => kind === 'message sent').map(({ at }) => at.getTime());
  return {
    candidate,
    lastWrittenAt: writtenAt.length > 0 ? new Date(Math.max(...writtenAt)) : null,
    permission: mayWrite(
      candidate,
      {
        channel: channel === null ? null : CHANNELS[channel],
        postalAddress: deps.sender.postalAddress,
        ...writingHistory(touchpoints),
        senderZone,
        sentToday,
        rules: deps.writing,
      },
      now,
    ),
  };
}
