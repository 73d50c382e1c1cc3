import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Referral } from './referral.ts';

export const referralIndexes: CollectionIndexes = {
  collection: 'referrals',
  indexes: [
    { key: { candidateId: 1 } },
    { key: { by: 1, at: -1 } },
    { key: { told: 1, at: 1 }, partialFilterExpression: { told: false } },
  ],
};

export type ReferralStore = ReturnType<typeof referralStore>;

export function referralStore(db: Db) {
  const referrals = db.collection<Referral>('referrals');
  return {
    /** A second time changes nothing. */
    async insert(referral: Referral): Promise<void> {
      try {
        await referrals.insertOne(referral);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Newest first. */
    of: (by: string, limit: number) => referrals.find({ by }).sort({ at: -1 }).limit(limit).toArray(),

    about: (candidateIds: readonly string[]) =>
      referrals.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /**
     * Takes a referral to tell recruiters of it.
     * @returns false when somebody else has
     */
    async claimTelling(id: string): Promise<boolean> {
      return (
        (await referrals.updateOne({ _id: id, told: false }, { $set: { told: true } })).modifiedCount === 1
      );
    },

    untold: (before: Date, limit: number) =>
      referrals
        .find({ told: false, at: { $lt: before } })
        .limit(limit)
        .toArray(),

    async forget(candidateIds: readonly string[]): Promise<number> {
      return (await referrals.deleteMany({ candidateId: { $in: [...candidateIds] } })).deletedCount;
    },
  };
}
