import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { Candidate } from './candidate.ts';
import type { Happened } from './happened.ts';
import { havingKey } from './identity.ts';
import { pushed } from './updates.ts';

/** What two records are compared by (duplicates/likeness.ts). */
export type Compared = Pick<
  Candidate,
  '_id' | 'revision' | 'nameKey' | 'company' | 'place' | 'emails' | 'keys' | 'blocks' | 'duplicatesDue'
>;

const COMPARED = {
  revision: 1,
  nameKey: 1,
  company: 1,
  place: 1,
  emails: 1,
  keys: 1,
  blocks: 1,
  duplicatesDue: 1,
} as const;
const BY_BLOCK = { blocks: 1 } as const;

export type JoiningStore = ReturnType<typeof joiningStore>;

/** What finding doubles and merging them asks of the records; the collection's indexes are in store.ts. */
export function joiningStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  return {
    /** Records that have changed since anybody looked for their doubles. */
    due: (limit: number): Promise<Compared[]> =>
      candidates.find({ duplicatesDue: true }, { projection: COMPARED }).limit(limit).toArray(),

    /** Everybody in one of these blocks. */
    inBlocks: (blocks: readonly string[], limit: number): Promise<Compared[]> =>
      candidates
        .find({ blocks: { $in: [...blocks] } }, { projection: COMPARED })
        .hint(BY_BLOCK)
        .limit(limit)
        .toArray(),

    /** Those into whom somebody with one of these ids was merged. */
    mergedFrom: (ids: readonly string[]) =>
      candidates
        .find({ aliases: { $in: [...ids] }, 'aliases.0': { $exists: true } }, { projection: { aliases: 1 } })
        .toArray(),

    compared: (id: string): Promise<Compared | null> =>
      candidates.findOne({ _id: id }, { projection: COMPARED }),

    /** Their doubles have been looked for; who has changed meanwhile stays due. */
    async looked(people: readonly Pick<Candidate, '_id' | 'revision'>[]): Promise<void> {
      if (people.length === 0) return;
      await candidates.bulkWrite(
        people.map(({ _id, revision }) => ({
          updateOne: { filter: { _id, revision }, update: { $unset: { duplicatesDue: true } } },
        })),
        { ordered: false },
      );
    },

    /** By its own id only. */
    record: (id: string) => candidates.findOne({ _id: id }),

    /** Whoever asks for `other` while nobody is there under that id gets this record; null: no longer. */
    async absorb(id: string, other: string | null): Promise<void> {
      await candidates.updateOne(
        { _id: id },
        other === null ? { $unset: { absorbing: true } } : { $set: { absorbing: other } },
      );
    },

    /** @returns false when it isn't as it was read, or not there */
    async takeOut({ _id, revision, engagement }: Candidate): Promise<boolean> {
      const asRead = { _id, revision, 'engagement.revision': engagement.revision };
      return (await candidates.deleteOne(asRead)).deletedCount === 1;
    },

    /**
     * Writes a record as a merge makes it, the source too.
     * @returns `changed meanwhile` when it isn't as it was read; `key taken` when a key belongs to somebody else
     */
    async rewrite(
      id: string,
      revision: number,
      change: Partial<Omit<Candidate, '_id' | 'engagement' | 'revision' | 'happened'>>,
      happened: readonly Happened[],
    ): Promise<'done' | 'changed meanwhile' | 'key taken'> {
      try {
        const { matchedCount } = await candidates.updateOne(
          { _id: id, revision },
          { $set: change, $inc: { revision: 1 }, ...pushed(happened) },
        );
        return matchedCount === 1 ? 'done' : 'changed meanwhile';
      } catch (error) {
        if (isDuplicateKey(error)) return 'key taken';
        throw error;
      }
    },

    /** @returns `key taken` when a key belongs to somebody else; a record that is there already is left as it is */
    async putBack(record: Candidate): Promise<'done' | 'key taken'> {
      try {
        await candidates.insertOne(record);
        return 'done';
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await candidates.findOne({ _id: record._id }, { projection: { _id: 1 } }))
          ? 'done'
          : 'key taken';
      }
    },

    /** Which of these keys belong to somebody other than `id`. */
    async takenKeys(keys: readonly string[], id: string): Promise<string[]> {
      const holders = await candidates
        .find({ ...havingKey(keys), _id: { $ne: id } }, { projection: { keys: 1 } })
        .toArray();
      return holders.flatMap((holder) => holder.keys).filter((key) => keys.includes(key));
    },
  };
}
