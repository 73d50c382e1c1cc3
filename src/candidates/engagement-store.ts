import type { Collection } from 'mongodb';
import { type Candidate, idsOf, type Stage } from './candidate.ts';

/** A candidate's engagement as it is to be written. */
export interface NewEngagement {
  id: string;
  /** As read. */
  revision: number;
  engagement: Omit<Candidate['engagement'], 'revision'>;
  stage: Stage;
}

/** The part of the store that rewrites what follows from touchpoints. */
export function engagementStore(candidates: Collection<Candidate>) {
  return {
    async writeEngagement(
      id: string,
      revision: number,
      derived: Pick<NewEngagement, 'engagement' | 'stage'>,
    ) {
      const { filter, update } = change({ id, revision, ...derived });
      return (await candidates.updateOne(filter, update)).matchedCount === 1;
    },

    /** @returns ids of those whose engagement was rewritten meanwhile */
    async writeEngagements(people: readonly NewEngagement[]): Promise<string[]> {
      if (people.length === 0) return [];
      const updates = people.map((one) => ({ updateOne: change(one) }));
      const { matchedCount } = await candidates.bulkWrite(updates, { ordered: false });
      // Who was missed can't be told from the answer: all of them are counted once more, which is rare and harmless.
      return matchedCount === people.length ? [] : people.map(({ id }) => id);
    },

    async engagementsAfter(after: string | null, limit: number) {
      const found = await candidates
        .find(after === null ? {} : { _id: { $gt: after } }, {
          projection: { aliases: 1, stage: 1, 'engagement.revision': 1 },
        })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map((one) => ({
        id: one._id,
        ids: idsOf(one),
        revision: one.engagement.revision,
        stage: one.stage,
      }));
    },
  };
}

function change({ id, revision, engagement, stage }: NewEngagement) {
  return {
    filter: { _id: id, 'engagement.revision': revision },
    update: { $set: { engagement: { ...engagement, revision: revision + 1 }, stage } },
  };
}
