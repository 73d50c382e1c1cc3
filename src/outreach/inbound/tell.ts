import type { Candidate } from '#candidates/candidate.ts';
import type { Answer, OutreachDeps } from '../deps.ts';
import { type Draft, senderOf } from '../draft.ts';

/** Tells the owner what came back, or who wrote when nobody owns this person. */
export function tellAbout(
  deps: Pick<OutreachDeps, 'inbox'>,
  draft: Draft | null,
  candidate: Candidate,
  answer: Omit<Answer, 'candidateId' | 'tell'>,
): Promise<void> {
  const tell = candidate.owner ?? (draft && senderOf(draft).id);
  return deps.inbox.answered(draft, { ...answer, candidateId: candidate._id, tell });
}
