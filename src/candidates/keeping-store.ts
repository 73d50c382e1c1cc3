import type { Db } from 'mongodb';
import { type Candidate, LAWFUL_BASES } from './candidate.ts';
import { facetToken } from './tokens.ts';
import type { WordKind } from './vocabulary-store.ts';

export type KeepingStore = ReturnType<typeof keepingStore>;

const COUNTED_WITHIN_MS = 5_000;

/** What privacy asks of the collections of candidates; their indexes are in store.ts. */
export function keepingStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  const vocabulary = db.collection<{ _id: string }>('vocabulary');
  const searches = db.collection<{ _id: string; text: string }>('searches');
  return {
    async bases(): Promise<Record<Candidate['lawfulBasis']['basis'], number>> {
      const counts = await Promise.all(
        LAWFUL_BASES.map((basis) =>
          candidates.countDocuments({ 'lawfulBasis.basis': basis }, { maxTimeMS: COUNTED_WITHIN_MS }),
        ),
      );
      return Object.fromEntries(LAWFUL_BASES.map((basis, index) => [basis, counts[index] ?? 0])) as Record<
        Candidate['lawfulBasis']['basis'],
        number
      >;
    },

    countEnding: (from: Date, before: Date) =>
      candidates.countDocuments({ 'lawfulBasis.expiresAt': { $gte: from, $lt: before } }),

    async quietSince(before: Date, limit: number): Promise<string[]> {
      const found = await candidates
        .find(
          {
            createdAt: { $lt: before },
            $or: [{ 'engagement.lastAt': null }, { 'engagement.lastAt': { $lt: before } }],
            stage: { $ne: 'hired' },
            'suppressions.reason': { $ne: 'opted out' },
          },
          { projection: { _id: 1 } },
        )
        .hint({ createdAt: -1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },

    async remove(ids: readonly string[]): Promise<void> {
      await candidates.deleteMany({ _id: { $in: [...ids] } });
    },

    async forgetUnused(words: readonly { kind: WordKind; word: string }[]): Promise<void> {
      for (const { kind, word } of words) {
        const token = facetToken(kind === 'interest' ? 'interested' : kind, word);
        const used = await candidates.findOne({ tokens: token }, { projection: { _id: 1 } });
        if (!used) await vocabulary.deleteOne({ _id: `${kind}:${word.toLowerCase()}` });
      }
    },

    /** Searches are kept for a day only, so looking through them all is cheap. */
    async forgetSearches(names: readonly string[]): Promise<void> {
      const wanted = names.map((name) => name.toLowerCase());
      const old = await searches.find({}, { projection: { text: 1 } }).toArray();
      const found = old.filter(({ text }) => wanted.some((name) => text.toLowerCase().includes(name)));
      await searches.deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
    },
  };
}
