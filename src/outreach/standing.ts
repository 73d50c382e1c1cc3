import type { Candidate } from '#candidates/candidate.ts';
import type { OutreachDeps } from './deps.ts';
import type { Channel } from './draft.ts';
import { FREQUENCY_DAYS, mayWrite, type Permission, writingHistory } from './permission.ts';

/** More touchpoints than anybody causes in the days that permission looks back. */
const LOOK_BACK = 300;

/**
 * Asks `mayWrite` with fresh facts.
 * @returns null when the candidate is not there any more
 */
export async function standing(
  deps: Pick<OutreachDeps, 'people' | 'sender' | 'clock'>,
  candidateId: string,
  channel: Channel,
): Promise<{ candidate: Candidate; permission: Permission } | null> {
  const candidate = await deps.people.byId(candidateId);
  if (!candidate) return null;
  const now = deps.clock.now();
  const since = now.getTime() - FREQUENCY_DAYS * 86_400_000;
  const touchpoints = (await deps.people.history(candidateId, LOOK_BACK)).filter(
    ({ at }) => at.getTime() > since,
  );
  return {
    candidate,
    permission: mayWrite(
      candidate,
      { channel, postalAddress: deps.sender.postalAddress, ...writingHistory(touchpoints) },
      now,
    ),
  };
}
