import { type Candidate, idsOf } from '#candidates/candidate.ts';
import type { DecideDeps } from '../deciding/decision.ts';
import { discard } from '../deciding/revise.ts';
import type { OutreachDeps } from '../deps.ts';

/**
 * Whoever answers, opts out or can't be reached is in no sequence any more, at once; what was drafted for their next step
 * is withdrawn with it.
 */
export async function endSequences(
  deps: DecideDeps & Pick<OutreachDeps, 'stopSequences'>,
  candidate: Candidate,
  why: 'answered' | 'opted out' | 'bounced',
): Promise<void> {
  for (const draftId of await deps.stopSequences(idsOf(candidate), why)) {
    const draft = await deps.drafts.byId(draftId);
    if (draft?.state === 'waiting')
      await discard(deps, { draftId, version: draft.version, by: 'rekindle', isRecruiter: true });
  }
}
