import type { OutreachDeps } from '../deps.ts';

/**
 * Writes into somebody's history what a machine said about a message to them.
 * @param about.touchpointId derived from the mail, so that the same one writes it once
 * @returns false when it stood there already
 */
export function recordStatus(
  deps: Pick<OutreachDeps, 'people' | 'clock'>,
  {
    touchpointId,
    candidateId,
    draftId,
  }: { touchpointId: string; candidateId: string; draftId: string | null },
  note: string,
): Promise<boolean> {
  return deps.people.record({
    _id: touchpointId,
    candidateId,
    kind: 'status',
    direction: 'in',
    at: deps.clock.now(),
    by: 'rekindle',
    channel: 'email',
    draftId,
    note,
  });
}
