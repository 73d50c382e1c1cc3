import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Merge } from './merge.ts';

export const mergeIndexes: CollectionIndexes = {
  collection: 'merges',
  indexes: [
    // A record is in one merge at a time.
    { key: { busy: 1 }, unique: true, partialFilterExpression: { 'busy.0': { $exists: true } } },
    { key: { survivor: 1, at: -1 } },
    { key: { other: 1 } },
    { key: { at: 1 } },
    { key: { state: 1, movedAt: 1 } },
  ],
};

export type MergeStore = ReturnType<typeof mergeStore>;

/** Merges, and what each replaced, for 30 days. */
export function mergeStore(db: Db) {
  const merges = db.collection<Merge>('merges');
  return {
    byId: (id: string) => merges.findOne({ _id: id }),

    /** @returns false when one of the two is in another merge that is under way */
    async begin(merge: Merge): Promise<boolean> {
      try {
        await merges.insertOne(merge);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Writes anew what was read of the records, before they are touched. */
    async reread(id: string, change: Pick<Merge, 'before' | 'after'>): Promise<void> {
      await merges.updateOne({ _id: id, state: 'merging' }, { $set: change });
    },

    async finish(id: string, from: 'merging' | 'undoing', at: Date): Promise<void> {
      await merges.updateOne(
        { _id: id, state: from },
        { $set: { state: from === 'merging' ? 'merged' : 'undone', movedAt: at }, $unset: { busy: true } },
      );
    },

    /** Gives a merge up that has changed nothing yet. */
    async drop(id: string): Promise<void> {
      await merges.deleteOne({ _id: id, state: 'merging' });
    },

    /** @returns null when it is not there, not `merged` any more, or one of the two is in another merge */
    async beginUndo({ _id, survivor, other }: Merge, at: Date): Promise<Merge | null> {
      try {
        return await merges.findOneAndUpdate(
          { _id, state: 'merged' },
          { $set: { state: 'undoing', busy: [survivor, other], movedAt: at } },
          { returnDocument: 'after' },
        );
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },

    /** Merges into this record that can be undone still, newest first. */
    undoable: (survivor: string, since: Date) =>
      merges
        .find({ survivor, state: 'merged', at: { $gt: since } })
        .sort({ at: -1 })
        .toArray(),

    /** What a process has left half done. */
    abandoned: (before: Date) =>
      merges.find({ state: { $in: ['merging', 'undoing'] }, movedAt: { $lt: before } }).toArray(),

    /** Forgets what can't be undone any more. */
    async forgetBefore(at: Date): Promise<number> {
      return (await merges.deleteMany({ at: { $lte: at }, state: { $in: ['merged', 'undone'] } }))
        .deletedCount;
    },

    about: (ids: readonly string[]) =>
      merges.find({ $or: [{ survivor: { $in: [...ids] } }, { other: { $in: [...ids] } }] }).toArray(),

    async forgetPeople(ids: readonly string[]): Promise<number> {
      const { deletedCount } = await merges.deleteMany({
        $or: [{ survivor: { $in: [...ids] } }, { other: { $in: [...ids] } }],
      });
      return deletedCount;
    },
  };
}
