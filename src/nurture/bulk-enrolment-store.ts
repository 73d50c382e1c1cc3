import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { leaseQueue } from '#platform/database/lease-queue.ts';
import type { BulkEnrolment } from './bulk-enrolment.ts';

export const bulkEnrolmentIndexes: CollectionIndexes = {
  collection: 'bulk_enrolments',
  indexes: [{ key: { 'lease.until': 1 } }],
};

export type BulkEnrolmentStore = ReturnType<typeof bulkEnrolmentStore>;

/** Everybody of a query on their way into a sequence, claimed by lease. */
export function bulkEnrolmentStore(db: Db) {
  return leaseQueue(db.collection<BulkEnrolment>('bulk_enrolments'));
}
