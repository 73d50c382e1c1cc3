import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Match, MatchState } from './match.ts';

export const matchIndexes: CollectionIndexes = {
  collection: 'matches',
  indexes: [
    { key: { role: 1, state: 1, score: -1 } },
    { key: { candidateId: 1, state: 1 } },
    { key: { firstShownAt: 1 } },
    { key: { role: 1, untold: 1 }, partialFilterExpression: { untold: true } },
  ],
};

/** People of one role that anything reads at once. */
const MOST = 1_000;
const PAGE = 500;
/** Whom a recruiter wanted for the role. */
const SELECTED: readonly MatchState[] = ['shortlisted', 'silver medalist', 'hired'];

export type MatchStore = ReturnType<typeof matchStore>;

export function matchStore(db: Db) {
  const matches = db.collection<Match>('matches');
  return {
    byId: (id: string) => matches.findOne({ _id: id }),
    byIds: (ids: readonly string[]) => matches.find({ _id: { $in: [...ids] } }).toArray(),

    /** Of one role, best first. */
    ofRole: (role: string, states: readonly MatchState[], limit = MOST) =>
      matches
        .find({ role, state: { $in: [...states] } })
        .sort({ score: -1 })
        .limit(limit)
        .toArray(),

    /** Which roles somebody is looked at for. */
    about: (candidateIds: readonly string[]) =>
      matches.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** Runners-up of these roles. */
    medalists: (roles: readonly string[], limit: number) =>
      matches
        .find({ role: { $in: [...roles] }, state: 'silver medalist' })
        .limit(limit)
        .toArray(),

    /**
     * Puts down who is shown. Who is there already keeps what was decided; score and reasons are the newest.
     * @returns ids of those who are new
     */
    async show(shown: readonly Match[]): Promise<string[]> {
      if (shown.length === 0) return [];
      const { upsertedIds } = await matches.bulkWrite(
        shown.map(({ _id, score, reasons, lastShownAt, ...first }) => ({
          updateOne: {
            filter: { _id },
            update: { $set: { score, reasons, lastShownAt }, $setOnInsert: first },
            upsert: true,
          },
        })),
        { ordered: false },
      );
      return Object.values(upsertedIds) as unknown as string[];
    },

    /** People who came later, of whom nobody was told. */
    untold: (role: string, limit: number) =>
      matches.find({ role, untold: true }).sort({ score: -1 }).limit(limit).toArray(),

    /** Takes one to tell of it. @returns false when somebody else has */
    async claimTelling(id: string): Promise<boolean> {
      const claimed = await matches.updateOne({ _id: id, untold: true }, { $unset: { untold: 1 } });
      return claimed.modifiedCount === 1;
    },

    async releaseTelling(ids: readonly string[]): Promise<void> {
      await matches.updateMany({ _id: { $in: [...ids] } }, { $set: { untold: true } });
    },

    /** Puts one down that isn't there yet. */
    async add(match: Match): Promise<void> {
      await matches.updateOne({ _id: match._id }, { $setOnInsert: match }, { upsert: true });
    },

    /** @returns null when it isn't in one of the states any more */
    decide: (
      id: string,
      from: readonly MatchState[],
      state: MatchState,
      decided: NonNullable<Match['decided']>,
    ) =>
      matches.findOneAndUpdate(
        { _id: id, state: { $in: [...from] } },
        { $set: { state, decided } },
        { returnDocument: 'after' },
      ),

    /** @returns false when the manager was asked already */
    async claimAsking(id: string, at: Date): Promise<boolean> {
      const asked = await matches.updateOne(
        { _id: id, manager: null },
        { $set: { manager: { askedAt: at, says: null, at: null } } },
      );
      return asked.modifiedCount === 1;
    },

    async releaseAsking(id: string): Promise<void> {
      await matches.updateOne({ _id: id, 'manager.says': null }, { $set: { manager: null } });
    },

    /** A second word replaces the first. */
    managerSays: (id: string, says: 'yes' | 'no', at: Date) =>
      matches.findOneAndUpdate(
        { _id: id },
        { $set: { 'manager.says': says, 'manager.at': at } },
        { returnDocument: 'after' },
      ),

    /** Who was first proposed between two moments, in pages. */
    async *proposals(from: Date, before: Date): AsyncGenerator<{ candidateId: string; selected: boolean }[]> {
      const found = matches
        .find(
          { firstShownAt: { $gte: from, $lt: before } },
          { projection: { candidateId: 1, state: 1 }, sort: { firstShownAt: 1 }, batchSize: PAGE },
        )
        .map(({ candidateId, state }) => ({ candidateId, selected: SELECTED.includes(state) }));
      let page: { candidateId: string; selected: boolean }[] = [];
      for await (const one of found) {
        page.push(one);
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await matches.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
