import type { Db, Document } from 'mongodb';
import { insertUntaken, isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { keptFor } from '#platform/database/kept-for.ts';
import { unlessLate } from '#platform/database/unless-late.ts';
import { type Candidate, idsOf } from './candidate.ts';
import { ownersBy, TIMES } from './engagement-times.ts';
import type { Happened } from './happened.ts';
import { havingKey } from './identity.ts';
import { SKETCH_INDEX } from './sketch.ts';
import { idToken } from './tokens.ts';
import { engagementUpdate, type NewEngagement, pushed, recordUpdate } from './updates.ts';

/** A search that takes longer than this, in milliseconds, is asked wrongly. */
const SEARCH_LIMIT_MS = 5_000;
/** Counting takes this long at most, in milliseconds. */
const COUNT_LIMIT_MS = 1_000;
const FREQUENCY_FRESH_MS = 600_000;

type Index = Record<string, 1 | -1>;
/** A record of an earlier version: these came later. */
type Later = 'pools' | 'snoozedUntil' | 'lawfulBasis' | 'viewers' | 'aliases' | 'blocks';
export type OldCandidate = Omit<Candidate, Later> & Partial<Pick<Candidate, Later>>;

export const candidateIndexes: CollectionIndexes = {
  collection: 'candidates',
  indexes: [
    // Two recruiters who save the same person in the same moment: the second insert fails here.
    { key: { keys: 1 }, unique: true, partialFilterExpression: { 'keys.0': { $exists: true } } },
    // All that somebody can be found by, hottest first: “Finding” in docs/design/candidates.md.
    { key: { tokens: 1, 'engagement.heat': -1, _id: 1 } },
    { key: { stage: 1, 'engagement.heat': -1, _id: 1 } },
    { key: SKETCH_INDEX, name: 'sketch' },
    { key: { 'engagement.heat': -1, _id: 1 } },
    { key: { 'engagement.lastAt': -1, _id: 1 } },
    { key: { nameKey: 1, _id: 1 } },
    { key: { createdAt: -1, _id: 1 } },
    // Of everybody, and of one owner's people: a day of somebody's in the digest.
    ...TIMES.flatMap((field) => [{ key: { [field]: -1 as const } }, { key: ownersBy(field) }]),
    { key: { aliases: 1 }, partialFilterExpression: { 'aliases.0': { $exists: true } } },
    { key: { absorbing: 1 }, sparse: true },
    { key: { 'lawfulBasis.basis': 1 } },
    {
      key: { 'lawfulBasis.expiresAt': 1 },
      partialFilterExpression: { 'lawfulBasis.expiresAt': { $type: 'date' } },
    },
    { key: { blocks: 1 } },
    { key: { duplicatesDue: 1 }, partialFilterExpression: { duplicatesDue: true } },
    { key: { stageMoved: 1 }, partialFilterExpression: { stageMoved: true } },
    { key: { 'happened.at': 1 }, partialFilterExpression: { 'happened.0': { $exists: true } } },
  ],
};

export type CandidateStore = ReturnType<typeof candidateStore>;

/** The queries on candidates; those of privacy, joining and ranking have stores of their own on the same collection. */
export function candidateStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');

  /** By their own id, or by that of a record which was merged into theirs. */
  const byId = async (id: string, options: { projection?: Document } = {}) =>
    (await candidates.findOne({ _id: id }, options)) ??
    (await candidates.findOne({ aliases: id, 'aliases.0': { $exists: true } }, options)) ??
    (await candidates.findOne({ absorbing: id }, options));

  const frequencies = keptFor<number>(FREQUENCY_FRESH_MS);

  return {
    byId,

    /** The ids under which somebody's touchpoints and drafts are kept, their own first; empty for nobody. */
    async idsOf(id: string): Promise<string[]> {
      const found = await byId(id, { projection: { aliases: 1 } });
      return found ? idsOf(found) : [];
    },

    byIds: (ids: readonly string[]) => candidates.find({ _id: { $in: [...ids] } }).toArray(),

    /** Everybody who has one of these identity keys, in no particular order. */
    byKeys: (keys: readonly string[]) =>
      keys.length === 0 ? Promise.resolve([]) : candidates.find(havingKey(keys)).toArray(),

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

    /** Adds many at once; those whose id or key is taken are left out. */
    insertAll: (added: readonly Candidate[]) => insertUntaken(candidates, added),

    /** Rewrites many that are still as they were read, but for what moves by itself. @returns how many were */
    async updateAll(changed: readonly Parameters<typeof recordUpdate>[0][]): Promise<number> {
      if (changed.length === 0) return 0;
      const { matchedCount } = await candidates.bulkWrite(
        changed.map((one) => ({ updateOne: recordUpdate(one) })),
        { ordered: false },
      );
      return matchedCount;
    },

    /**
     * Changes a record that is still as it was read.
     * @param happened what rules have to look at because of it
     * @returns the changed record; `changed meanwhile` when it isn't as it was read, `key taken` when a new key
     *   belongs to somebody else
     */
    async update(
      id: string,
      revision: number,
      change: Partial<
        Omit<Candidate, '_id' | 'source' | 'engagement' | 'revision' | 'createdAt' | 'happened'>
      >,
      happened: readonly Happened[] = [],
    ): Promise<Candidate | 'changed meanwhile' | 'key taken'> {
      try {
        const updated = await candidates.findOneAndUpdate(
          { _id: id, revision },
          { $set: change, $inc: { revision: 1 }, ...pushed(happened) },
          { returnDocument: 'after' },
        );
        return updated ?? 'changed meanwhile';
      } catch (error) {
        if (isDuplicateKey(error)) return 'key taken';
        throw error;
      }
    },

    async writeEngagement(written: NewEngagement) {
      const { filter, update } = engagementUpdate(written);
      return (await candidates.updateOne(filter, update)).matchedCount === 1;
    },

    /** @returns ids of those whose engagement was rewritten meanwhile */
    async writeEngagements(people: readonly NewEngagement[]): Promise<string[]> {
      if (people.length === 0) return [];
      const updates = people.map((one) => ({ updateOne: engagementUpdate(one) }));
      const { matchedCount } = await candidates.bulkWrite(updates, { ordered: false });
      // Who was missed can't be told from the answer: all of them are counted once more, which is rare and harmless.
      return matchedCount === people.length ? [] : people.map(({ id }) => id);
    },

    async engagementsAfter(after: string | null, limit: number) {
      const found = await candidates
        .find(after === null ? {} : { _id: { $gt: after } }, {
          projection: { aliases: 1, stage: 1, 'engagement.revision': 1 },
        })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map((one) => ({
        id: one._id,
        ids: idsOf(one),
        revision: one.engagement.revision,
        stage: one.stage,
      }));
    },

    /**
     * People by a filter, by the index that is named, in an order.
     * @returns null when it takes longer than 5 seconds
     */
    ask: (question: { filter: Document; index: Index; order: Index; limit: number }) =>
      unlessLate(
        candidates
          .find(question.filter)
          .hint(question.index)
          .sort(question.order)
          .limit(question.limit)
          .maxTimeMS(SEARCH_LIMIT_MS)
          .toArray(),
      ),

    /** How the database would answer `ask`. */
    explain: (question: { filter: Document; index: Index; order: Index; limit: number }) =>
      candidates
        .find(question.filter)
        .hint(question.index)
        .sort(question.order)
        .limit(question.limit)
        .explain('queryPlanner'),

    /** How many a filter finds by an index, counted up to `most`; null when it takes longer than `withinMs`. */
    countBy: (
      { filter, index }: { filter: Document; index: Index },
      most: number,
      withinMs = COUNT_LIMIT_MS,
    ) => unlessLate(candidates.countDocuments(filter, { hint: index, limit: most, maxTimeMS: withinMs })),

    /** Ids of some who are in a pool by hand. */
    inPool: async (pool: string, limit: number): Promise<string[]> =>
      (
        await candidates
          .find({ tokens: idToken('pool', pool) }, { projection: { _id: 1 } })
          .limit(limit)
          .toArray()
      ).map(({ _id }) => _id),

    /** Counts by several conditions at once; null when it takes longer than `withinMs`. */
    async tally<Name extends string>(
      { filter, index }: { filter: Document; index: Index },
      conditions: Record<Name, Document | true>,
      withinMs: number,
    ): Promise<Record<Name, number> | null> {
      const names = Object.keys(conditions) as Name[];
      const sums = names.map((name) => [
        name,
        { $sum: conditions[name] === true ? 1 : { $cond: [conditions[name], 1, 0] } },
      ]);
      const found = await unlessLate(
        candidates
          .aggregate<Record<Name, number>>(
            [{ $match: filter }, { $group: { _id: null, ...Object.fromEntries(sums) } }, { $unset: '_id' }],
            { hint: index, maxTimeMS: withinMs },
          )
          .toArray(),
      );
      const none = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
      return found && { ...none, ...found[0] };
    },

    /**
     * About how many a filter finds by an index, counted up to `most`. Kept for ten minutes in this process: plans
     * are chosen by it, and nothing depends on its being right.
     */
    async frequency(by: { filter: Document; index: Index }, most: number): Promise<number> {
      // The parts of a digest ask for the same in the same moment.
      return frequencies(JSON.stringify(by.filter), async () => (await this.countBy(by, most)) ?? most);
    },

    /** How many candidates there are, about. */
    everybody: () => candidates.estimatedDocumentCount(),

    /** Whether anybody has a token. */
    hasToken: async (token: string) =>
      (await candidates.findOne({ tokens: token }, { projection: { _id: 1 } })) !== null,

    /** Some of the tokens that begin so. */
    async tokensStarting(start: string, most: number): Promise<string[]> {
      const found = await candidates
        .find(
          { tokens: { $elemMatch: { $gte: start, $lt: `${start}\uffff` } } },
          { projection: { tokens: 1 } },
        )
        .limit(200)
        .maxTimeMS(SEARCH_LIMIT_MS)
        .toArray();
      const tokens = found.flatMap(({ tokens }) => tokens.filter((token) => token.startsWith(start)));
      return [...new Set(tokens)].slice(0, most);
    },

    /** Records of earlier versions, which lack what is derived. */
    outdated: (most: number) =>
      candidates
        // What came last is missing in all of them; null stands in an index, too.
        .find({ skillTokens: null as unknown as string[] })
        .limit(most)
        .toArray() as Promise<OldCandidate[]>,

    /** Adds what an earlier version didn't have; what somebody changed meanwhile is left for the next time. */
    async upgradeAll(
      some: readonly { id: string; revision: number; added: Partial<Candidate> }[],
    ): Promise<void> {
      if (some.length === 0) return;
      await candidates.bulkWrite(
        some.map(({ id, revision, added }) => ({
          updateOne: {
            filter: { _id: id, revision },
            update: { $set: added, $unset: { words: '' } as never },
          },
        })),
        { ordered: false },
      );
    },

    isEmpty: async () => (await candidates.findOne({}, { projection: { _id: 1 } })) === null,
  };
}
