import type { Collection, Filter, OptionalUnlessRequiredId, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from './duplicate-key.ts';

/** A piece of work that outlives the process which works on it. */
export interface Leased {
  /** Derived from what asked for it: the same one twice is done once. */
  _id: string;
  lease: { by: string; until: Date } | null;
}

/**
 * Planned work, taken by one process at a time, page by page, and taken up again when the lease of a process that died
 * has ended. Needs the index `{'lease.until': 1}`.
 */
export function leaseQueue<T extends Leased>(collection: Collection<T>) {
  return {
    /** A second time changes nothing. */
    async insert(piece: T): Promise<void> {
      try {
        await collection.insertOne(piece as OptionalUnlessRequiredId<T>);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },

    /** Takes one that nobody works on; null when there is none. @param by names this very claim */
    claim: (by: string, now: Date, until: Date) =>
      collection.findOneAndUpdate(
        { $or: [{ 'lease.until': null }, { 'lease.until': { $lt: now } }] } as unknown as Filter<T>,
        { $set: { lease: { by, until } } } as unknown as UpdateFilter<T>,
        { returnDocument: 'after' },
      ) as Promise<T | null>,

    /** @returns false when it isn't ours any more */
    async progress({ _id, lease }: T, change: Partial<T>, until: Date): Promise<boolean> {
      const { matchedCount } = await collection.updateOne(
        { _id, 'lease.by': lease?.by ?? '' } as unknown as Filter<T>,
        { $set: { ...change, 'lease.until': until } } as unknown as UpdateFilter<T>,
      );
      return matchedCount === 1;
    },

    async finish(id: string): Promise<void> {
      await collection.deleteOne({ _id: id } as Filter<T>);
    },
  };
}
