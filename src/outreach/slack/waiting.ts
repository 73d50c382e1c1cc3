import type { OutreachDeps } from '../deps.ts';
import type { Draft } from '../draft.ts';
import { writeReference } from './button-value.ts';

/** A draft that needs a person, as one line of App Home. */
export interface WaitingDraft {
  draftId: string;
  candidateId: string;
  /** Not escaped. */
  candidateName: string;
  state: Draft['state'];
  since: Date;
  /** Value for a button with the action id `draft_show`, which posts the approval message anew. */
  showValue: string;
}

const SHOWN = 10;

/** What somebody has to decide about, oldest first, at most 10. */
export async function waitingDrafts(
  deps: Pick<OutreachDeps, 'drafts' | 'people'>,
  actorId: string,
): Promise<WaitingDraft[]> {
  const drafts = await deps.drafts.waitingFor(actorId, SHOWN);
  const lines = await Promise.all(
    drafts.map(async (draft): Promise<WaitingDraft | null> => {
      const candidate = await deps.people.byId(draft.candidateId);
      if (!candidate) return null;
      return {
        draftId: draft._id,
        candidateId: draft.candidateId,
        candidateName: candidate.name,
        state: draft.state,
        since: draft.updatedAt,
        showValue: writeReference({ draftId: draft._id, version: draft.version, confirmed: [] }),
      };
    }),
  );
  return lines.filter((line) => line !== null);
}
