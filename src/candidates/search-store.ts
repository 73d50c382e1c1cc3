import { type Db, ObjectId } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Position } from './query/ask.ts';

/**
 * A search whose pages somebody is turning, in the collection `searches`. What was searched for is often a name, and
 * names don't belong into the buttons of a message; the buttons carry the id of this.
 */
export interface Search {
  _id: string;
  /** Slack user id. */
  by: string;
  text: string;
  /** Where each page seen so far begins, by number; the first begins at the top: null. */
  starts: (Position | null)[];
  at: Date;
}

export const searchIndexes: CollectionIndexes = {
  collection: 'searches',
  indexes: [{ key: { by: 1, at: 1 } }],
};

export type SearchStore = ReturnType<typeof searchStore>;

/** Searches whose pages somebody may still turn. */
export function searchStore(db: Db) {
  const searches = db.collection<Search>('searches');
  return {
    async add(search: Omit<Search, '_id'>): Promise<Search> {
      const whole = { _id: new ObjectId().toHexString(), ...search };
      await searches.insertOne(whole);
      return whole;
    },

    byId: (id: string): Promise<Search | null> => searches.findOne({ _id: id }),

    async setStart(id: string, page: number, start: Position): Promise<void> {
      await searches.updateOne({ _id: id }, { $set: { [`starts.${page}`]: start } });
    },

    /** Forgets a person's searches from before a time. */
    async forget(by: string, before: Date): Promise<void> {
      await searches.deleteMany({ by, at: { $lt: before } });
    },
  };
}
