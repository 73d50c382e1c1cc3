import { type Db, type Filter, MongoServerError } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Candidate } from './candidate.ts';

export const candidateIndexes: CollectionIndexes = {
  collection: 'candidates',
  indexes: [
    // What keeps two recruiters who save the same person in the same moment from making two records.
    { key: { keys: 1 }, unique: true, partialFilterExpression: { 'keys.0': { $exists: true } } },
    { key: { words: 1, 'engagement.heat': -1 } },
    { key: { 'engagement.heat': -1, _id: 1 } },
    { key: { owner: 1, 'engagement.heat': -1 } },
  ],
};

/** Milliseconds after which the database gives a search up: common words of a big collection. */
const SEARCH_MS = 2_000;
/** Totals above this are “more than”: counting is not free. */
export const COUNTED = 1_000;

/** Where a page starts: after, or before, this one in the order of the list. */
export interface Position {
  heat: number;
  id: string;
}

/** What a write of a record came to; `taken` holds the keys that belong to somebody else. */
export type Written = 'written' | 'changed meanwhile' | 'key taken';

export type CandidateStore = ReturnType<typeof candidateStore>;

/** The collection `candidates`: the only file that touches it. */
export function candidateStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');

  return {
    byId: (id: string): Promise<Candidate | null> => candidates.findOne({ _id: id }),

    /** Whoever has at least one of these keys. */
    byKeys: (keys: string[]): Promise<Candidate[]> =>
      keys.length === 0
        ? Promise.resolve([])
        : candidates
            .find({ keys: { $in: keys } })
            .limit(keys.length)
            .toArray(),

    /** False when its id or one of its keys is there already. */
    insert: async (candidate: Candidate): Promise<boolean> =>
      (await unlessDuplicate(() => candidates.insertOne(candidate))) !== 'duplicate',

    /** Writes these fields if the record still is at the revision that was read, and raises it by one. */
    async update(id: string, revision: number, fields: Partial<Candidate>): Promise<Written> {
      const result = await unlessDuplicate(() =>
        candidates.updateOne({ _id: id, revision }, { $set: { ...fields, revision: revision + 1 } }),
      );
      if (result === 'duplicate') return 'key taken';
      return result.matchedCount === 1 ? 'written' : 'changed meanwhile';
    },

    /**
     * Rewrites what is derived from touchpoints if it still is what was read. The revision stays: nobody's edit is
     * in the way of what a candidate does.
     */
    async replaceEngagement(
      read: Pick<Candidate, '_id' | 'engagement' | 'stage'>,
      fields: Pick<Candidate, 'engagement' | 'stage'>,
    ): Promise<boolean> {
      const { _id, engagement, stage } = read;
      const result = await candidates.updateOne({ _id, engagement, stage }, { $set: fields });
      return result.matchedCount === 1;
    },

    /**
     * One page of those who have, for each of `words`, a word that starts with it; hottest first, then by id.
     * @param words normalised; none: everybody
     * @throws MongoServerError (MaxTimeMSExpired) when it takes more than 2 seconds
     */
    async page(
      words: string[],
      position: { after: Position } | { before: Position } | null,
      limit: number,
    ): Promise<Candidate[]> {
      const backwards = position !== null && 'before' in position;
      const page = await candidates
        .find({ ...wordFilter(words), ...(position && beyond(position)) })
        .sort(backwards ? { 'engagement.heat': 1, _id: -1 } : { 'engagement.heat': -1, _id: 1 })
        .limit(limit)
        .maxTimeMS(SEARCH_MS)
        .toArray();
      return backwards ? page.reverse() : page;
    },

    /** How many have these words, counted up to COUNTED + 1. */
    count: (words: string[]): Promise<number> =>
      candidates.countDocuments(wordFilter(words), { limit: COUNTED + 1, maxTimeMS: SEARCH_MS }),
  };
}

function wordFilter(words: string[]): Filter<Candidate> {
  if (words.length === 0) return {};
  return { $and: words.map((word) => ({ words: { $regex: `^${escapeRegExp(word)}` } })) };
}

function beyond(position: { after: Position } | { before: Position }): Filter<Candidate> {
  const [{ heat, id }, further, next] =
    'after' in position
      ? ([position.after, '$lt', '$gt'] as const)
      : ([position.before, '$gt', '$lt'] as const);
  return {
    $or: [{ 'engagement.heat': { [further]: heat } }, { 'engagement.heat': heat, _id: { [next]: id } }],
  } as Filter<Candidate>;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml: DuplicateKey */
const DUPLICATE_KEY = 11000;

async function unlessDuplicate<T>(write: () => Promise<T>): Promise<T | 'duplicate'> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return 'duplicate';
    throw error;
  }
}
