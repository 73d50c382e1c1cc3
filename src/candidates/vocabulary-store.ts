import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';

export type WordKind = 'skill' | 'interest' | 'tag';

/** A word that people use for candidates, in the collection `vocabulary`. */
interface Word {
  /** `skill:python`: kind, and the word in lower case. */
  _id: string;
  kind: WordKind;
  /** As it was first written. */
  word: string;
  /** The word in lower case, for looking up by its start. */
  key: string;
}

export const vocabularyIndexes: CollectionIndexes = {
  collection: 'vocabulary',
  indexes: [{ key: { kind: 1, key: 1 } }],
};

export type VocabularyStore = ReturnType<typeof vocabularyStore>;

/** Words that modals offer. New ones are learnt by using them. */
export function vocabularyStore(db: Db) {
  const words = db.collection<Word>('vocabulary');
  return {
    async learn(entries: readonly { kind: WordKind; word: string }[]): Promise<void> {
      if (entries.length === 0) return;
      await words.bulkWrite(
        entries.map(({ kind, word }) => {
          const key = word.toLowerCase();
          return {
            updateOne: {
              filter: { _id: `${kind}:${key}` },
              update: { $setOnInsert: { kind, word, key } },
              upsert: true,
            },
          };
        }),
        { ordered: false },
      );
    },

    /** Words of a kind by their start, in the order of the alphabet. @param start in lower case */
    async starting(kind: WordKind, start: string, limit: number): Promise<string[]> {
      const range = start === '' ? {} : { key: { $gte: start, $lt: `${start}\uffff` } };
      const found = await words
        .find({ kind, ...range })
        .sort({ key: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ word }) => word);
    },

    /** As it was first written, or null for a new word. */
    async known(kind: WordKind, word: string): Promise<string | null> {
      const found = await words.findOne({ _id: `${kind}:${word.toLowerCase()}` });
      return found?.word ?? null;
    },
  };
}
