import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { ErasedKey, Erasure, RetentionRule } from './erasure.ts';

export const erasureIndexes: CollectionIndexes = {
  collection: 'erasures',
  indexes: [{ key: { state: 1, movedAt: 1 } }],
};

export type PrivacyStore = ReturnType<typeof privacyStore>;

/** Erasures on their way, salted hashes of erased people, and the retention rule. */
export function privacyStore(db: Db) {
  const erasures = db.collection<Erasure>('erasures');
  const erased = db.collection<ErasedKey>('erased');
  const rules = db.collection<RetentionRule>('privacy_settings');
  return {
    /** False when this person is being erased already. */
    async begin(erasure: Erasure): Promise<boolean> {
      try {
        await erasures.insertOne(erasure);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    byId: (id: string) => erasures.findOne({ _id: id }),

    async finish(id: string, at: Date): Promise<void> {
      await erasures.updateOne({ _id: id }, { $set: { state: 'erased', movedAt: at } });
    },

    /** What was begun and is not finished. */
    unfinished: (before: Date) => erasures.find({ state: 'erasing', movedAt: { $lte: before } }).toArray(),

    countErased: () => erasures.countDocuments({ state: 'erased' }),

    async keepHashes(hashes: readonly string[], at: Date): Promise<void> {
      if (hashes.length === 0) return;
      await erased.bulkWrite(
        hashes.map((hash) => ({
          updateOne: { filter: { _id: hash }, update: { $setOnInsert: { at } }, upsert: true },
        })),
        { ordered: false },
      );
    },

    hashesAmong: (hashes: readonly string[]) => erased.find({ _id: { $in: [...hashes] } }).toArray(),

    async dropHash(hash: string): Promise<boolean> {
      return (await erased.deleteOne({ _id: hash })).deletedCount === 1;
    },

    rule: () => rules.findOne({ _id: 'retention' }),

    async setRule(rule: RetentionRule): Promise<void> {
      const { _id, ...set } = rule;
      await rules.updateOne({ _id }, { $set: set }, { upsert: true });
    },
  };
}
