import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { DigestSettings } from './digest.ts';

/** Somebody's digest of one day. */
interface Letter {
  /** `USER:2026-11-20` */
  _id: string;
  at: Date;
  /** Until when whoever claimed it may take; those of earlier versions have none and are told. */
  until: Date;
  toldAt: Date | null;
}

export type DigestStore = ReturnType<typeof digestStore>;

/** Which days were taken care of, and who wants what; all by `_id` only. */
export function digestStore(db: Db) {
  const letters = db.collection<Letter>('digests');
  const settings = db.collection<DigestSettings>('digest_settings');
  return {
    /**
     * True for the first who asks for this person and day; for the next one when whoever it was died before telling it.
     * @param id `USER:2026-11-20`
     * @param until how long it is theirs
     */
    async claim(id: string, at: Date, until: Date): Promise<boolean> {
      try {
        await letters.insertOne({ _id: id, at, until, toldAt: null });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const left = { _id: id, toldAt: null, until: { $lte: at } };
        return (await letters.updateOne(left, { $set: { at, until } })).modifiedCount === 1;
      }
    },

    /** The moment before it is told: from here on nobody takes it up again. @returns false when somebody else has it */
    async telling(id: string, claimedAt: Date, now: Date): Promise<boolean> {
      const mine = { _id: id, at: claimedAt, toldAt: null };
      return (await letters.updateOne(mine, { $set: { toldAt: now } })).modifiedCount === 1;
    },

    /** Gives it back, unless somebody else has it since: their process may have told it. */
    async release(id: string, claimedAt: Date): Promise<void> {
      await letters.deleteOne({ _id: id, at: claimedAt });
    },

    settingsOf: (userId: string) => settings.findOne({ _id: userId }),

    async keepSettings({ _id, ...set }: DigestSettings): Promise<void> {
      await settings.updateOne({ _id }, { $set: set }, { upsert: true });
    },
  };
}
