import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { DigestSettings } from './digest.ts';

export type DigestStore = ReturnType<typeof digestStore>;

/** Which days were taken care of, and who wants what; all by `_id` only. */
export function digestStore(db: Db) {
  const letters = db.collection<{ _id: string; at: Date }>('digests');
  const settings = db.collection<DigestSettings>('digest_settings');
  return {
    /** True for the first who asks for this person and day. @param id `USER:2026-11-20` */
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

    settingsOf: (userId: string) => settings.findOne({ _id: userId }),

    async keepSettings({ _id, ...set }: DigestSettings): Promise<void> {
      await settings.updateOne({ _id }, { $set: set }, { upsert: true });
    },
  };
}
