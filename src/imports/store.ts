import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Db, GridFSBucket, ObjectId } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Counts, Import, Refusal } from './import.ts';
import type { Source } from './reading/style.ts';

export const importIndexes: CollectionIndexes = {
  collection: 'imports',
  indexes: [{ key: { state: 1, 'lease.until': 1 } }, { key: { copyId: 1 }, sparse: true }],
};
export const refusalIndexes: CollectionIndexes = {
  collection: 'import_refusals',
  indexes: [{ key: { import: 1, row: 1 } }],
};

const ACTIVE: Import['state'][] = ['uploaded', 'running'];

export type ImportStore = ReturnType<typeof importStore>;

/** Imports, the copies of their files, and the rows that were refused. Whoever holds the lease works on one. */
export function importStore(db: Db) {
  const imports = db.collection<Import>('imports');
  const refusals = db.collection<Refusal>('import_refusals');
  const copies = new GridFSBucket(db, { bucketName: 'import_files' });
  return {
    /** A second time changes nothing. */
    async insert(one: Import): Promise<void> {
      try {
        await imports.insertOne(one);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    byId: (id: string) => imports.findOne({ _id: id }),

    /** Takes one that is to be worked on and that nobody works on; null when there is none. */
    claim: (by: string, now: Date, until: Date) =>
      imports.findOneAndUpdate(
        { state: { $in: ACTIVE }, $or: [{ 'lease.until': null }, { 'lease.until': { $lt: now } }] },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after', sort: { at: 1 } },
      ),

    /** Those that are being worked on or wait for it; nobody has ten thousand. */
    countActive: () => imports.countDocuments({ state: { $in: ACTIVE } }, { limit: 10_000 }),

    /** Changes one that we hold. @returns what it is now; null when it isn't ours any more, or was ended */
    async change(
      { _id, lease }: Import,
      set: Partial<Omit<Import, '_id' | 'lease'>>,
      until: Date | null,
    ): Promise<Import | null> {
      return imports.findOneAndUpdate(
        { _id, state: { $in: ACTIVE }, 'lease.by': lease?.by ?? '' },
        { $set: { ...set, ...(until ? { 'lease.until': until } : { lease: null }) } },
        { returnDocument: 'after' },
      );
    },

    /** Counts a batch that is written, and moves behind it, in one go. */
    async batchDone(
      { _id, lease }: Import,
      end: number,
      counts: Counts,
      until: Date,
    ): Promise<Import | null> {
      return imports.findOneAndUpdate(
        { _id, 'lease.by': lease?.by ?? '', 'pending.end': end },
        {
          $set: { position: end, pending: null, 'lease.until': until },
          $inc: {
            'counts.new': counts.new,
            'counts.updated': counts.updated,
            'counts.unchanged': counts.unchanged,
            'counts.refused': counts.refused,
          },
        },
        { returnDocument: 'after' },
      );
    },

    /** What its columns mean is settled: it goes on. @returns false when it waits for that no more */
    async mapped(id: string, mapping: NonNullable<Import['table']>['mapping']): Promise<boolean> {
      const { matchedCount } = await imports.updateOne(
        { _id: id, state: 'mapping' },
        { $set: { 'table.mapping': mapping, state: 'running', lease: null } },
      );
      return matchedCount === 1;
    },

    /** @returns what it is now; null when it had ended */
    cancel: (id: string, at: Date) =>
      imports.findOneAndUpdate(
        { _id: id, state: { $in: [...ACTIVE, 'mapping'] } },
        { $set: { state: 'cancelled', endedAt: at, lease: null } },
        { returnDocument: 'after' },
      ),

    /** Of those that wait for a person for longer than this, and of those that have ended, the copies are due to go. */
    withOldCopies: (before: Date) =>
      imports
        .find({ copyId: { $type: 'string' }, $or: [{ endedAt: { $ne: null } }, { at: { $lt: before } }] })
        .limit(100)
        .toArray(),

    async showIn(id: string, message: Import['message']): Promise<void> {
      await imports.updateOne({ _id: id }, { $set: { message } });
    },

    /** Keeps a copy of a file. @returns its id */
    async keepCopy(name: string, content: AsyncIterable<Uint8Array>): Promise<string> {
      const upload = copies.openUploadStream(name);
      await pipeline(Readable.from(content), upload);
      return upload.id.toHexString();
    },

    copy(id: string): Source {
      return { stream: () => copies.openDownloadStream(new ObjectId(id)) };
    },

    async forgetCopy(importId: string, copyId: string): Promise<void> {
      // Gone already, when a process died behind this.
      await copies.delete(new ObjectId(copyId)).catch(() => {});
      await imports.updateOne({ _id: importId }, { $set: { copyId: null } });
    },

    /** A second time changes nothing. */
    async refuse(refused: readonly Refusal[]): Promise<void> {
      if (refused.length === 0) return;
      await refusals.bulkWrite(
        refused.map(({ _id, ...rest }) => ({
          updateOne: { filter: { _id }, update: { $set: rest }, upsert: true },
        })),
        { ordered: false },
      );
    },

    /** In the order of the file. */
    refused: (importId: string, limit: number) =>
      refusals.find({ import: importId }).sort({ row: 1 }).limit(limit).toArray(),

    async forgetRefused(importId: string): Promise<void> {
      await refusals.deleteMany({ import: importId });
    },
  };
}
