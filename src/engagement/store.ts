import type { Db } from 'mongodb';
import { insertUntaken, isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Kind, Sentiment, Touchpoint } from './touchpoint.ts';

export const touchpointIndexes: CollectionIndexes = {
  collection: 'touchpoints',
  indexes: [
    { key: { candidateId: 1, at: -1, _id: 1 } },
    { key: { pending: 1 }, partialFilterExpression: { pending: true } },
    { key: { draftId: 1 }, partialFilterExpression: { draftId: { $type: 'string' } } },
    { key: { forRules: 1 }, partialFilterExpression: { forRules: true } },
    // Whom something has happened to lately, from the index alone.
    { key: { kind: 1, at: -1, candidateId: 1 } },
  ],
};

export type TouchpointStore = ReturnType<typeof touchpointStore>;

/** One person may have several ids: those of records that were merged into theirs. */
function of(candidateIds: readonly string[]) {
  const [only] = candidateIds;
  return { candidateId: candidateIds.length === 1 && only !== undefined ? only : { $in: [...candidateIds] } };
}

/** Touchpoints are added and read; the only thing that changes is whether they have been counted. */
export function touchpointStore(db: Db) {
  const touchpoints = db.collection<Touchpoint>('touchpoints');
  return {
    /** False when there is one with this id already: the same thing was recorded before. */
    async insert(touchpoint: Touchpoint): Promise<boolean> {
      try {
        await touchpoints.insertOne(touchpoint);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Adds many at once, already counted; those that were recorded before are left out. */
    insertAll: (added: readonly Touchpoint[]) => insertUntaken(touchpoints, added),

    byId: (id: string) => touchpoints.findOne({ _id: id }),

    /** Newest first. */
    latest: (candidateIds: readonly string[], limit: number) =>
      touchpoints.find(of(candidateIds)).sort({ at: -1, _id: 1 }).limit(limit).toArray(),

    /** The next ones after a position in that order. */
    after: (candidateIds: readonly string[], position: { at: Date; id: string }, limit: number) =>
      touchpoints
        .find({
          ...of(candidateIds),
          $or: [{ at: { $lt: position.at } }, { at: position.at, _id: { $gt: position.id } }],
        })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .toArray(),

    all: (candidateIds: readonly string[]) => touchpoints.find(of(candidateIds)).toArray(),

    ofDrafts: (draftIds: readonly string[]) =>
      touchpoints
        .find(
          // The index leaves out what belongs to no draft, and is used only by a question that says so too.
          { draftId: { $in: [...draftIds], $type: 'string' } },
          { projection: { draftId: 1, kind: 1, sentiment: 1 } },
        )
        .toArray(),

    /** When these people answered or wrote by themselves, since a moment. */
    answersSince: (candidateIds: readonly string[], since: Date) =>
      touchpoints
        .find(
          {
            candidateId: { $in: [...candidateIds] },
            at: { $gte: since },
            kind: { $in: ['replied', 'inbound message'] },
            direction: 'in',
          },
          { projection: { candidateId: 1, at: 1 } },
        )
        .toArray(),

    count: (candidateIds: readonly string[]) => touchpoints.countDocuments(of(candidateIds)),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await touchpoints.deleteMany(of(candidateIds));
    },

    /** How it was meant; it has to be counted anew. @returns null when a person has said so already */
    judge: (id: string, sentiment: Sentiment, by: string, isModel: boolean) =>
      touchpoints.findOneAndUpdate(
        { _id: id, kind: { $in: ['replied', 'inbound message'] }, ...(isModel && { sentiment: null }) },
        { $set: { sentiment, judgedBy: by, pending: true } },
        { returnDocument: 'after' },
      ),

    async counted(ids: readonly string[]): Promise<void> {
      await touchpoints.updateMany({ _id: { $in: [...ids] } }, { $set: { pending: false } });
    },

    /** What workflow rules have still to look at. */
    forRules: (limit: number) => touchpoints.find({ forRules: true }).limit(limit).toArray(),

    async seenByRules(ids: readonly string[]): Promise<void> {
      await touchpoints.updateMany({ _id: { $in: [...ids] } }, { $unset: { forRules: true } });
    },

    /** To whom something of a kind has happened since, newest first; somebody may come several times. */
    async peopleSince(kind: Kind, since: Date, limit: number): Promise<string[]> {
      const found = await touchpoints
        .find({ kind, at: { $gte: since } }, { projection: { _id: 0, candidateId: 1 } })
        .sort({ at: -1 })
        .limit(limit)
        .toArray();
      return found.map(({ candidateId }) => candidateId);
    },

    /** Touchpoints of some kinds, but for negative answers: what moves a stage. */
    ofKinds: (candidateIds: readonly string[], kinds: readonly Kind[]) =>
      touchpoints
        .find(
          {
            candidateId: { $in: [...candidateIds] },
            kind: { $in: [...kinds] },
            sentiment: { $ne: 'negative' },
          },
          { projection: { candidateId: 1, at: 1 } },
        )
        .hint({ candidateId: 1, at: -1, _id: 1 })
        .toArray(),

    /** Candidates with something that a crash left uncounted. */
    async withPending(limit: number): Promise<string[]> {
      const found = await touchpoints
        .find({ pending: true }, { projection: { candidateId: 1 } })
        .limit(limit)
        .toArray();
      return [...new Set(found.map(({ candidateId }) => candidateId))];
    },
  };
}
