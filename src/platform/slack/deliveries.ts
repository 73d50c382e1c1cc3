import type { Db } from 'mongodb';
import type { Clock } from '#platform/clock.ts';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';

const DAY_MS = 86_400_000;

export const deliveryIndexes: CollectionIndexes = { collection: 'deliveries', indexes: [{ key: { at: 1 } }] };

/** Which deliveries of Slack were already taken up, by any process: Slack retries what it thinks was lost. */
export interface Deliveries {
  /** True for the first who asks, false for everybody after. */
  takeUp(key: string): Promise<boolean>;
  /** Forgets what is older than a day: Slack gives up retrying within the hour. */
  purge(): Promise<void>;
}

/** In the collection `deliveries`, whose unique `_id` decides between two who take up the same one. */
export function deliveries(db: Db, clock: Clock): Deliveries {
  const collection = db.collection<{ _id: string; at: Date }>('deliveries');
  return {
    async takeUp(key) {
      try {
        await collection.insertOne({ _id: key, at: clock.now() });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async purge() {
      await collection.deleteMany({ at: { $lt: new Date(clock.now().getTime() - DAY_MS) } });
    },
  };
}
