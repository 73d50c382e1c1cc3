import type { Collection, Filter, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from './duplicate-key.ts';

/**
 * Adding and changing documents with a name that a unique index keeps apart and a revision that rises with each change.
 * @param there which of them can be changed: not those that are deleted, say
 */
export function named<T extends { _id: string; revision: number }>(
  collection: Collection<T>,
  there: Filter<T> = {},
) {
  const unlessTaken = async <Done>(writing: Promise<Done>): Promise<Done | 'name taken'> => {
    try {
      return await writing;
    } catch (error) {
      if (isDuplicateKey(error)) return 'name taken';
      throw error;
    }
  };
  return {
    /** @returns false when there is one of this name; the same one a second time changes nothing */
    async insert(document: T): Promise<boolean> {
      const { _id } = document;
      const inserting = collection.updateOne(
        { _id } as Filter<T>,
        { $setOnInsert: document } as UpdateFilter<T>,
        { upsert: true },
      );
      return (await unlessTaken(inserting)) !== 'name taken';
    },

    /** @returns null when somebody else has changed it since, or it is not there any more */
    change({ _id, revision }: Pick<T, '_id' | 'revision'>, set: Partial<Omit<T, '_id' | 'revision'>>) {
      const changing = collection.findOneAndUpdate(
        { ...there, _id, revision },
        { $set: set, $inc: { revision: 1 } } as unknown as UpdateFilter<T>,
        { returnDocument: 'after' },
      );
      return unlessTaken(changing as Promise<T | null>);
    },
  };
}
