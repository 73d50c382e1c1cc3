import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';

export type HygieneStore = ReturnType<typeof hygieneStore>;

/** Which weekly letters were written: `_id` is who and which week, so by `_id` only. */
export function hygieneStore(db: Db) {
  const letters = db.collection<{ _id: string; at: Date }>('hygiene_letters');
  return {
    /** True for the first who asks for this person and week. */
    async claim(id: string, at: Date): Promise<boolean> {
      try {
        await letters.insertOne({ _id: id, at });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async release(id: string): Promise<void> {
      await letters.deleteOne({ _id: id });
    },
  };
}
