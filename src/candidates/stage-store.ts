import type { Db } from 'mongodb';
import { type Candidate, idsOf, type Stage } from './candidate.ts';

export type StageStore = ReturnType<typeof stageStore>;

/** Somebody who came to another stage, or was merged. */
export interface Moved {
  _id: string;
  /** Their own id, and those of records that were merged into theirs. */
  ids: string[];
  stage: Stage;
  revision: number;
}

/** Moves to another stage that have still to be followed. */
export function stageStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  return {
    async moved(limit: number): Promise<Moved[]> {
      const projection = { stage: 1, aliases: 1, revision: 1 } as const;
      const found = await candidates.find({ stageMoved: true }, { projection }).limit(limit).toArray();
      return found.map((one) => ({
        _id: one._id,
        ids: idsOf(one),
        stage: one.stage,
        revision: one.revision,
      }));
    },

    async mark(id: string): Promise<void> {
      await candidates.updateOne({ _id: id }, { $set: { stageMoved: true } });
    },

    /** Who has changed meanwhile is looked at once more. */
    async followed(people: readonly Moved[]): Promise<void> {
      if (people.length === 0) return;
      await candidates.bulkWrite(
        people.map(({ _id, stage, revision }) => ({
          updateOne: { filter: { _id, stage, revision }, update: { $unset: { stageMoved: true } } },
        })),
        { ordered: false },
      );
    },
  };
}
