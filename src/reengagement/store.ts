import type { Db, Filter } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Reengagement } from './reengagement.ts';

export const reengagementIndexes: CollectionIndexes = {
  collection: 'reengagements',
  indexes: [
    // One person counts once in 60 days, whoever turns to them and however many processes note it.
    {
      key: { candidateId: 1 },
      unique: true,
      partialFilterExpression: { counting: true },
      name: 'once at a time',
    },
    { key: { candidateId: 1, at: -1 } },
    { key: { owner: 1, at: -1 } },
    { key: { sequence: 1, at: -1 } },
    { key: { pool: 1, at: -1 } },
    { key: { at: -1 } },
    { key: { settled: 1, at: 1 } },
  ],
};

export type ReengagementStore = ReturnType<typeof reengagementStore>;

/** Whose re-engagements: of somebody's people, by a sequence, from a pool; everybody's. */
export type Of = Partial<Pick<Reengagement, 'owner' | 'sequence' | 'pool'>>;

/** Whom we turned to after they had gone cold, and what came of it. */
export function reengagementStore(db: Db) {
  const reengagements = db.collection<Reengagement>('reengagements');
  const people = (candidateIds: readonly string[]): Filter<Reengagement> => ({
    candidateId: { $in: [...candidateIds] },
  });
  return {
    has: async (id: string) => (await reengagements.findOne({ _id: id })) !== null,

    /** @returns false when it is noted already, or the person counts at the moment */
    async insert(one: Reengagement): Promise<boolean> {
      try {
        await reengagements.insertOne(one);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Those since a moment at which nobody counts yet who is turned to anew. */
    latest: (candidateIds: readonly string[]) =>
      reengagements.find(people(candidateIds)).sort({ at: -1 }).limit(1).next(),

    /** What was before then doesn't stand in the way of another one. */
    async stopCounting(candidateIds: readonly string[], before: Date): Promise<void> {
      await reengagements.updateMany(
        { ...people(candidateIds), counting: true, at: { $lte: before } },
        { $set: { counting: false } },
      );
    },

    since: (of: Of, at: Date, limit: number) =>
      reengagements
        .find({ ...of, at: { $gte: at } })
        .sort({ at: -1 })
        .limit(limit)
        .toArray(),

    /** Nothing can be added any more, and nobody has put down what came of it. */
    unsettled: (before: Date, limit: number) =>
      reengagements
        .find({ settled: false, at: { $lt: before } })
        .limit(limit)
        .toArray(),

    unsettledOf: (candidateIds: readonly string[]) =>
      reengagements.find({ ...people(candidateIds), settled: false }).toArray(),

    async settle(ids: readonly string[], recovered: boolean): Promise<void> {
      await reengagements.updateMany(
        { _id: { $in: [...ids] }, settled: false },
        { $set: { settled: true, recovered, counting: false } },
      );
    },

    about: (candidateIds: readonly string[]) => reengagements.find(people(candidateIds)).toArray(),

    /** For erasing a person only: that it happened stays, whom it was about doesn't. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await reengagements.updateMany(people(candidateIds), { $set: { candidateId: null, counting: false } });
    },
  };
}
