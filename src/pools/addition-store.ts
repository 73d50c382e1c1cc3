import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Addition } from './addition.ts';

export const additionIndexes: CollectionIndexes = {
  collection: 'pool_additions',
  indexes: [{ key: { 'lease.until': 1 } }],
};

export type AdditionStore = ReturnType<typeof additionStore>;

export function additionStore(db: Db) {
  const additions = db.collection<Addition>('pool_additions');
  return {
    /** A second time changes nothing. */
    async insert(addition: Addition): Promise<void> {
      try {
        await additions.insertOne(addition);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Takes one that nobody works on; null when there is none. */
    claim: (by: string, now: Date, until: Date) =>
      additions.findOneAndUpdate(
        { $or: [{ 'lease.until': null }, { 'lease.until': { $lt: now } }] },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it isn't ours any more */
    async progress(
      { _id, lease }: Addition,
      change: Pick<Addition, 'after' | 'seen' | 'added'>,
      until: Date,
    ): Promise<boolean> {
      const { matchedCount } = await additions.updateOne(
        { _id, 'lease.by': lease?.by ?? '' },
        { $set: { ...change, 'lease.until': until } },
      );
      return matchedCount === 1;
    },

    async finish(id: string): Promise<void> {
      await additions.deleteOne({ _id: id });
    },
  };
}
