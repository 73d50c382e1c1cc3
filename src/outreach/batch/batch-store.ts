import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { movedMessage } from '#platform/database/moved-message.ts';
import type { Batch } from './batch.ts';

export const batchIndexes: CollectionIndexes = {
  collection: 'batches',
  indexes: [{ key: { state: 1, 'lease.until': 1 } }, { key: { candidateIds: 1 } }],
};

export type BatchStore = ReturnType<typeof batchStore>;

/** Batches of drafts; who writes one holds its lease. */
export function batchStore(db: Db) {
  const batches = db.collection<Batch>('batches');
  return {
    byId: (id: string) => batches.findOne({ _id: id }),

    /** The same submission a second time changes nothing. */
    async insert(batch: Batch): Promise<void> {
      await batches.updateOne({ _id: batch._id }, { $setOnInsert: batch }, { upsert: true });
    },

    /** Takes one that is to be drafted and that nobody is at. @param id this one only */
    claim: (by: string, now: Date, until: Date, id?: string) =>
      batches.findOneAndUpdate(
        {
          state: 'drafting',
          $or: [{ 'lease.until': null }, { 'lease.until': { $lte: now } }],
          ...(id !== undefined && { _id: id }),
        },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it isn't ours any more */
    async keepAt(id: string, by: string, until: Date): Promise<boolean> {
      const kept = await batches.updateOne(
        { _id: id, state: 'drafting', 'lease.by': by },
        { $set: { 'lease.until': until } },
      );
      return kept.matchedCount === 1;
    },

    async leaveOut(id: string, candidateId: string, why: string): Promise<void> {
      await batches.updateOne(
        { _id: id, 'leftOut.candidateId': { $ne: candidateId } },
        { $push: { leftOut: { candidateId, why } } },
      );
    },

    async reviewed(id: string, by: string): Promise<void> {
      await batches.updateOne({ _id: id, 'lease.by': by }, { $set: { state: 'reviewing', lease: null } });
    },

    moved: (batch: Batch, to: NonNullable<Batch['message']>) => movedMessage(batches, batch, to),

    /** The next time it is shown, it is posted anew. */
    async forgetMessage(id: string): Promise<void> {
      await batches.updateOne({ _id: id }, { $set: { message: null } });
    },

    /** For erasing a person only. */
    async forgetPeople(candidateIds: readonly string[]): Promise<void> {
      const ids = [...candidateIds];
      await batches.updateMany(
        { candidateIds: { $in: ids } },
        { $pull: { candidateIds: { $in: ids }, leftOut: { candidateId: { $in: ids } } } },
      );
    },

    /** What was looked for may be somebody's name. For erasing a person only; there are few batches. */
    async forgetNaming(names: readonly string[]): Promise<void> {
      for (const name of names.filter((one) => one.length > 2)) {
        const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        await batches.updateMany(
          { what: { $regex: pattern, $options: 'i' } },
          { $set: { what: 'a search' } },
        );
      }
    },

    about: (candidateIds: readonly string[]) =>
      batches
        .find({ candidateIds: { $in: [...candidateIds] } }, { projection: { what: 1, at: 1, state: 1 } })
        .toArray(),
  };
}
