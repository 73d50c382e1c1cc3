import { type Db, ObjectId } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';

export const auditIndexes: CollectionIndexes = {
  collection: 'audit',
  indexes: [{ key: { at: -1 } }, { key: { subject: 1, at: -1 } }],
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

/** The audit log can be added to and read; nothing here changes or deletes an entry. */
export function auditStore(db: Db) {
  const entries = db.collection<AuditEntry>('audit');
  return {
    async append(entry: Omit<AuditEntry, '_id'>): Promise<void> {
      await entries.insertOne({ _id: new ObjectId().toHexString(), ...entry });
    },

    /** Newest first. */
    about: (subject: string, limit: number): Promise<AuditEntry[]> =>
      entries.find({ subject }).sort({ at: -1 }).limit(limit).toArray(),
  };
}
