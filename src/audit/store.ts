import { type Db, ObjectId } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';

export const auditIndexes: CollectionIndexes = {
  collection: 'audit',
  indexes: [
    { key: { at: -1, _id: 1 } },
    { key: { subject: 1, at: -1, _id: 1 } },
    { key: { by: 1, at: -1, _id: 1 } },
  ],
};

/** One change, as kept for ever. */
export interface AuditEntry {
  _id: string;
  at: Date;
  /** Slack user id; `candidate`, or `rekindle` for what the app did by itself. */
  by: string;
  /** What was done, e.g. `candidate edited`. */
  action: string;
  /** What it was done to, e.g. `candidate:65f0…` or `team:U0MORGAN`. */
  subject: string;
  /** The parts that changed, as they were; null for something new. */
  before: unknown;
  /** The parts that changed, as they are. */
  after: unknown;
  /** Through what, e.g. `slack` or `mail`. */
  surface: string;
}

export type AuditStore = ReturnType<typeof auditStore>;

/** The audit log can be added to and read; but for erasing a person, nothing here changes an entry. */
export function auditStore(db: Db) {
  const entries = db.collection<AuditEntry>('audit');
  return {
    async append(entry: Omit<AuditEntry, '_id'>): Promise<void> {
      await entries.insertOne({ _id: new ObjectId().toHexString(), ...entry });
    },

    /** Newest first, behind a place in that order. */
    page: (
      filter: Partial<Pick<AuditEntry, 'by' | 'subject'>>,
      after: { at: Date; id: string } | null,
      limit: number,
    ): Promise<AuditEntry[]> =>
      entries
        .find({
          ...filter,
          ...(after && { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $gt: after.id } }] }),
        })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .toArray(),

    /** All of these, in no particular order. */
    aboutAll: (subjects: readonly string[]): Promise<AuditEntry[]> =>
      entries.find({ subject: { $in: [...subjects] } }).toArray(),

    /** Changes of one part of these since a moment, in no particular order. */
    changesSince: (subjects: readonly string[], part: string, since: Date): Promise<AuditEntry[]> =>
      entries
        .find({
          subject: { $in: [...subjects] },
          at: { $gte: since },
          [`after.${part}`]: { $exists: true },
        })
        .hint({ subject: 1, at: -1, _id: 1 })
        .toArray(),

    /** That something happened stays; what it was before and after goes. For erasing a person only. */
    async scrub(subjects: readonly string[]): Promise<void> {
      await entries.updateMany({ subject: { $in: [...subjects] } }, { $set: { before: null, after: null } });
    },

    /** The same, where one of these texts stands in an entry about one of these subjects. */
    async scrubNaming(subjects: readonly string[], names: readonly string[]): Promise<void> {
      const wanted = names.map((name) => name.toLowerCase());
      for await (const { _id, before, after } of entries.find({ subject: { $in: [...subjects] } })) {
        const said = JSON.stringify([before, after]).toLowerCase();
        if (wanted.some((name) => said.includes(name)))
          await entries.updateOne({ _id }, { $set: { before: null, after: null } });
      }
    },

    /** Newest first. */
    about: (subject: string, limit: number): Promise<AuditEntry[]> =>
      entries.find({ subject }).sort({ at: -1 }).limit(limit).toArray(),
  };
}
