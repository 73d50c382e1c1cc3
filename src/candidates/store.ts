import { type Db, type Filter, MongoServerError } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Candidate, Stage } from './candidate.ts';

const DUPLICATE_KEY = 11_000;
/** A search that takes longer than this, in milliseconds, is asked wrongly. */
const SEARCH_LIMIT_MS = 5_000;

export const candidateIndexes: CollectionIndexes = {
  collection: 'candidates',
  indexes: [
    // Two recruiters who save the same person in the same moment: the second insert fails here.
    { key: { keys: 1 }, unique: true, partialFilterExpression: { 'keys.0': { $exists: true } } },
    { key: { words: 1, 'engagement.heat': -1 } },
    { key: { 'engagement.heat': -1, _id: 1 } },
    { key: { owner: 1, 'engagement.heat': -1 } },
  ],
};

/** Where a page of the hottest-first order ends. */
export interface Position {
  heat: number;
  id: string;
}

export type CandidateStore = ReturnType<typeof candidateStore>;

export function candidateStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');

  /** All words must start a word of the candidate's; letters and digits only, so nothing needs escaping but + and #. */
  const having = (words: readonly string[]): Filter<Candidate> =>
    words.length === 0
      ? {}
      : { $and: words.map((word) => ({ words: { $regex: `^${word.replace(/[+]/g, '\\$&')}` } })) };

  return {
    byId: (id: string) => candidates.findOne({ _id: id }),

    byIds: (ids: readonly string[]) => candidates.find({ _id: { $in: [...ids] } }).toArray(),

    /** Everybody who has one of these identity keys, in no particular order. */
    byKeys: (keys: readonly string[]) =>
      keys.length === 0 ? Promise.resolve([]) : candidates.find({ keys: { $in: [...keys] } }).toArray(),

    /** False when one of the keys belongs to somebody already. */
    async insert(candidate: Candidate): Promise<boolean> {
      try {
        await candidates.insertOne(candidate);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /**
     * Changes a record that is still as it was read.
     * @returns the changed record; `changed meanwhile` when it isn't as it was read, `key taken` when a new key
     *   belongs to somebody else
     */
    async update(
      id: string,
      revision: number,
      change: Partial<Omit<Candidate, '_id' | 'source' | 'engagement' | 'revision' | 'createdAt'>>,
    ): Promise<Candidate | 'changed meanwhile' | 'key taken'> {
      try {
        const updated = await candidates.findOneAndUpdate(
          { _id: id, revision },
          { $set: change, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        );
        return updated ?? 'changed meanwhile';
      } catch (error) {
        if (isDuplicateKey(error)) return 'key taken';
        throw error;
      }
    },

    async writeEngagement(
      id: string,
      revision: number,
      derived: { engagement: Omit<Candidate['engagement'], 'revision'>; stage: Stage },
    ): Promise<boolean> {
      const result = await candidates.updateOne(
        { _id: id, 'engagement.revision': revision },
        { $set: { engagement: { ...derived.engagement, revision: revision + 1 }, stage: derived.stage } },
      );
      return result.matchedCount === 1;
    },

    /** Hottest first, after a position in that order, or from the top. */
    hottest: (words: readonly string[], after: Position | null, limit: number) =>
      candidates
        .find(
          after
            ? {
                $and: [
                  having(words),
                  {
                    $or: [
                      { 'engagement.heat': { $lt: after.heat } },
                      { 'engagement.heat': after.heat, _id: { $gt: after.id } },
                    ],
                  },
                ],
              }
            : having(words),
        )
        .sort({ 'engagement.heat': -1, _id: 1 })
        .limit(limit)
        .maxTimeMS(SEARCH_LIMIT_MS)
        .toArray(),

    /** How many there are, counted up to `most`. */
    count: (words: readonly string[], most: number) =>
      candidates.countDocuments(having(words), { limit: most, maxTimeMS: SEARCH_LIMIT_MS }),

    isEmpty: async () => (await candidates.findOne({}, { projection: { _id: 1 } })) === null,
  };
}

function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}
