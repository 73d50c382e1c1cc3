import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { leaseQueue } from '#platform/database/lease-queue.ts';
import type { Addition } from './addition.ts';

export const additionIndexes: CollectionIndexes = {
  collection: 'pool_additions',
  indexes: [{ key: { 'lease.until': 1 } }],
};

export type AdditionStore = ReturnType<typeof additionStore>;

/** Search results on their way into a pool, claimed by lease. */
export function additionStore(db: Db) {
  return leaseQueue(db.collection<Addition>('pool_additions'));
}
