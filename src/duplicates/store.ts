import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Pair, QueuePosition } from './pair.ts';

export const pairIndexes: CollectionIndexes = {
  collection: 'duplicates',
  indexes: [{ key: { state: 1, score: -1, _id: 1 } }, { key: { people: 1 } }],
};

export type PairStore = ReturnType<typeof pairStore>;

/** Likely pairs, open and decided. */
export function pairStore(db: Db) {
  const pairs = db.collection<Pair>('duplicates');
  return {
    byId: (id: string) => pairs.findOne({ _id: id }),

    /** Adds pairs, or writes their newer scores; a decision stays as it is. */
    async found(
      likely: readonly Pick<Pair, '_id' | 'people' | 'score' | 'reasons'>[],
      at: Date,
    ): Promise<void> {
      if (likely.length === 0) return;
      await pairs.bulkWrite(
        likely.map(({ _id, people, score, reasons }) => ({
          updateOne: {
            filter: { _id },
            update: {
              $set: { score, reasons },
              $setOnInsert: { people, state: 'open', at, decidedBy: null, decidedAt: null },
            },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },

    /** Open pairs of these people, by id. */
    openOf: async (people: readonly string[]) =>
      (
        await pairs
          .find({ people: { $in: [...people] }, state: 'open' }, { projection: { _id: 1 } })
          .toArray()
      ).map(({ _id }) => _id),

    async forget(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await pairs.deleteMany({ _id: { $in: [...ids] } });
    },

    /** Everything about these people, decided or not. */
    async forgetPeople(people: readonly string[]): Promise<number> {
      return (await pairs.deleteMany({ people: { $in: [...people] } })).deletedCount;
    },

    about: (people: readonly string[]) => pairs.find({ people: { $in: [...people] } }).toArray(),

    /** Open pairs, the most certain first. */
    queue: (after: QueuePosition | null, limit: number) =>
      pairs
        .find({
          state: 'open',
          ...(after && {
            $or: [{ score: { $lt: after.score } }, { score: after.score, _id: { $gt: after.id } }],
          }),
        })
        .sort({ score: -1, _id: 1 })
        .limit(limit)
        .toArray(),

    countOpen: (most: number) => pairs.countDocuments({ state: 'open' }, { limit: most }),

    /** Writes a decision, about a pair that nobody offered too. */
    async decide(
      { _id, people, score, reasons }: Pick<Pair, '_id' | 'people' | 'score' | 'reasons'>,
      state: 'merged' | 'not the same',
      by: string,
      at: Date,
    ): Promise<void> {
      await pairs.updateOne(
        { _id },
        {
          $set: { state, decidedBy: by, decidedAt: at },
          $setOnInsert: { people, score, reasons, at },
        },
        { upsert: true },
      );
    },
  };
}
