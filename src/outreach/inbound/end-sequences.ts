import { type Candidate, idsOf } from '#candidates/candidate.ts';
import { type DecideDeps, finishDecision } from '../deciding/decision.ts';
import type { OutreachDeps } from '../deps.ts';
import { draftTouchpoint } from '../draft.ts';
import { NOT_ON_THEIR_WAY } from '../draft-filters.ts';

const PROBLEMS = {
  answered: 'They answered: what a sequence wanted to say next is withdrawn.',
  'opted out': 'They asked not to be written to any more.',
  bounced: 'An e-mail to them came back: the address doesn’t work.',
} as const;

/**
 * Whoever answers, opts out or can't be reached is in no sequence any more, at once. What was written for their next step
 * is withdrawn with it, also what was approved and waits for its hour: it was written to somebody who hadn't answered.
 * Safe to repeat.
 */
export async function endSequences(
  deps: DecideDeps & Pick<OutreachDeps, 'stopSequences'>,
  candidate: Candidate,
  why: keyof typeof PROBLEMS,
): Promise<void> {
  const ids = idsOf(candidate);
  await deps.stopSequences(ids, why);
  for (const before of await deps.drafts.unsentOfSequences(ids)) {
    const at = deps.clock.now();
    const note = 'Discarded the draft';
    const touchpoint = draftTouchpoint(before, 'discarded', { kind: 'decision', by: 'rekindle', at, note });
    const end = { by: 'rekindle', at, problem: PROBLEMS[why], touchpoints: [touchpoint] };
    await finishDecision(
      deps,
      { by: 'rekindle', action: 'draft discarded', before },
      await deps.drafts.discard(before._id, NOT_ON_THEIR_WAY, null, end),
    );
  }
}
