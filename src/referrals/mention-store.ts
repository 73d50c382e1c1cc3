import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Mention } from './mention.ts';

export const mentionIndexes: CollectionIndexes = {
  collection: 'referral_mentions',
  indexes: [{ key: { at: 1 } }, { key: { keys: 1 } }, { key: { name: 1 } }],
};

export type MentionStore = ReturnType<typeof mentionStore>;

/** What mentions in channels said, for a day, until their author confirms. */
export function mentionStore(db: Db) {
  const mentions = db.collection<Mention>('referral_mentions');
  return {
    byId: (id: string) => mentions.findOne({ _id: id }),

    /** The same event a second time changes nothing. */
    async insert(mention: Mention): Promise<void> {
      await mentions.updateOne({ _id: mention._id }, { $setOnInsert: mention }, { upsert: true });
    },

    async answered(id: string, answer: NonNullable<Mention['answer']>): Promise<void> {
      await mentions.updateOne({ _id: id }, { $set: { answer } });
    },

    /** Takes one away; with `by` only who wrote it may. @returns null when it isn't there (any more) */
    take: (id: string, by?: string) =>
      mentions.findOneAndDelete({ _id: id, ...(by !== undefined && { by }) }),

    olderThan: (before: Date, limit: number) =>
      mentions
        .find({ at: { $lt: before } })
        .limit(limit)
        .toArray(),

    /** Those that name somebody, by their keys or their whole name. */
    naming: async (keys: readonly string[], names: readonly string[]) => [
      ...(await mentions.find({ keys: { $in: [...keys] } }).toArray()),
      ...(await mentions.find({ name: { $in: [...names] } }).toArray()),
    ],
  };
}
