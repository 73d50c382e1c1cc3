import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Recount } from './recount.ts';
import type { Group, KeptGroup } from './settings.ts';

export const recountIndexes: CollectionIndexes = { collection: 'recounts', indexes: [{ key: { state: 1 } }] };

export type SettingsStore = ReturnType<typeof settingsStore>;

/** What an admin has set, and counting everybody anew after it. */
export function settingsStore(db: Db) {
  const groups = db.collection<KeptGroup>('settings');
  const recounts = db.collection<Recount>('recounts');
  return {
    all: () => groups.find().toArray(),

    async keep(_id: Group, values: unknown, by: string, at: Date): Promise<void> {
      await groups.updateOne({ _id }, { $set: { values, by, at } }, { upsert: true });
    },

    recount: () => recounts.findOne({ _id: 'temperature' }),

    /** Begins from the start, whatever an earlier one was at. */
    async beginRecount(begun: Recount): Promise<void> {
      await recounts.replaceOne({ _id: begun._id }, begun, { upsert: true });
    },

    /** Takes it when it runs and nobody works on it. */
    claimRecount: (by: string, now: Date, until: Date) =>
      recounts.findOneAndUpdate(
        { state: 'running', $or: [{ 'lease.until': null }, { 'lease.until': { $lt: now } }] },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it was begun anew meanwhile, or isn't ours any more */
    async moveRecount({ run, lease }: Recount, set: Partial<Recount>): Promise<boolean> {
      const { matchedCount } = await recounts.updateOne(
        { _id: 'temperature', run, 'lease.by': lease?.by ?? '' },
        { $set: set },
      );
      return matchedCount === 1;
    },

    async showRecountIn(run: string, message: Recount['message']): Promise<void> {
      await recounts.updateOne({ _id: 'temperature', run }, { $set: { message } });
    },
  };
}
