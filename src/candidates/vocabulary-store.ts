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
      const used = new Map<string, Omit<Word, '_id'>>();
      for (const { kind, word } of entries) {
        const key = word.toLowerCase();
        if (!used.has(`${kind}:${key}`)) used.set(`${kind}:${key}`, { kind, word, key });
      }
      // Most are known, and looking takes a tenth of writing: an import of a thousand people uses the same words again and again.
      const known = await words
        .find({ _id: { $in: [...used.keys()] } })
        .project<Pick<Word, '_id'>>({ _id: 1 })
        .toArray();
      for (const { _id } of known) used.delete(_id);
      if (used.size === 0) return;
      await words.bulkWrite(
        [...used].map(([_id, word]) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: word }, upsert: true },
        })),
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
