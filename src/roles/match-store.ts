import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { MATCH_STATES, type Match, type MatchState } from './match.ts';
import type { Place } from './post.ts';

export const matchIndexes: CollectionIndexes = {
  collection: 'matches',
  indexes: [
    { key: { role: 1, state: 1, score: -1 } },
    { key: { candidateId: 1, state: 1 } },
    { key: { firstShownAt: 1 } },
    { key: { role: 1, untold: 1 }, partialFilterExpression: { untold: true } },
    { key: { due: 1 }, partialFilterExpression: { due: { $type: 'date' } } },
  ],
};

/** People of one role that anything reads at once. */
const MOST = 1_000;
const PAGE = 500;
/** Whom a recruiter wanted for the role. */
const SELECTED: readonly MatchState[] = ['shortlisted', 'silver medalist', 'hired'];

export type MatchStore = ReturnType<typeof matchStore>;

/** Matches: one person for one role, decided once. Every decision is one update that names the state it starts from. */
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

    /** Takes them for a list of arrivals; who was taken for another one stays there. */
    async takeForList(ids: readonly string[], arrivalList: string): Promise<void> {
      await matches.updateMany(
        { _id: { $in: [...ids] }, untold: true, arrivalList: { $exists: false } },
        { $set: { arrivalList } },
      );
    },

    /** They stand in the list that they were taken for. */
    async told(ids: readonly string[], arrivalList: string): Promise<void> {
      await matches.updateMany(
        { _id: { $in: [...ids] }, arrivalList },
        { $unset: { untold: 1, arrivalList: 1 } },
      );
    },

    /** The list was put down without them: they may be taken for another one. */
    async giveBack(ids: readonly string[], arrivalList: string): Promise<void> {
      await matches.updateMany({ _id: { $in: [...ids] }, arrivalList }, { $unset: { arrivalList: 1 } });
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
        { $set: { state, decided, due: decided.at } },
        { returnDocument: 'after' },
      ),

    /** Of several roles, the last shown first. */
    ofRoles: (roles: readonly string[], limit: number) =>
      matches
        .find({ role: { $in: [...roles] } })
        .sort({ lastShownAt: -1 })
        .limit(limit)
        .toArray(),

    /** What a decision brings about and was left undone. */
    unsettled: (before: Date, limit: number) =>
      matches
        .find({ due: { $type: 'date', $lte: before } })
        .sort({ due: 1 })
        .limit(limit)
        .toArray(),

    /** Nothing is to be done any more, unless something came meanwhile. */
    async settled({ _id, due }: Match): Promise<void> {
      if (due) await matches.updateOne({ _id, due }, { $unset: { due: 1 } });
    },

    /** The role has another hiring manager: they are asked about everybody on the shortlist about whom nobody has said a word. */
    async askAnew(role: string, at: Date): Promise<void> {
      await matches.updateMany(
        { role, state: 'shortlisted', 'manager.says': null },
        { $set: { due: at, manager: null } },
      );
    },

    /** What the hiring manager was asked is shown again, since the role was closed or opened. */
    async showAsked(role: string, at: Date): Promise<void> {
      const states = [...MATCH_STATES];
      await matches.updateMany(
        { role, state: { $in: states }, 'manager.messages.0': { $exists: true } },
        { $set: { due: at } },
      );
    },

    /**
     * Takes it to ask the hiring manager.
     * @param unsentBefore whoever took it earlier than this and has sent nothing counts as dead
     * @returns false when they were asked already, or somebody else is asking
     */
    async claimAsking(id: string, at: Date, unsentBefore: Date): Promise<boolean> {
      const asked = await matches.updateOne(
        {
          _id: id,
          $or: [
            { manager: null },
            {
              'manager.messages': { $size: 0 },
              'manager.says': null,
              'manager.askedAt': { $lt: unsentBefore },
            },
          ],
        },
        { $set: { manager: { askedAt: at, messages: [], says: null, at: null, toldAt: null } } },
      );
      return asked.modifiedCount === 1;
    },

    /** @param askedAt as it was taken: what somebody else has taken since stays theirs */
    async releaseAsking(id: string, askedAt: Date): Promise<void> {
      await matches.updateOne(
        { _id: id, 'manager.askedAt': askedAt, 'manager.says': null },
        { $set: { manager: null } },
      );
    },

    /** @returns false when somebody else has taken it since, or it is gone: these messages have to go */
    async asked(id: string, askedAt: Date, messages: readonly Place[]): Promise<boolean> {
      const asked = await matches.updateOne(
        { _id: id, 'manager.askedAt': askedAt },
        { $set: { 'manager.messages': [...messages] } },
      );
      return asked.matchedCount === 1;
    },

    /** Another word replaces the first. @returns null when they weren't asked, have said just this, or it was decided meanwhile */
    managerSays: (id: string, says: 'yes' | 'no', by: string, at: Date) =>
      matches.findOneAndUpdate(
        { _id: id, state: 'shortlisted', manager: { $ne: null }, 'manager.says': { $ne: says } },
        {
          $set: {
            'manager.says': says,
            'manager.by': by,
            'manager.at': at,
            'manager.tellingAt': null,
            'manager.toldAt': null,
            due: at,
          },
        },
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

    /**
     * Takes it to tell the recruiter what the hiring manager said at that time.
     * @param untoldBefore whoever took it earlier than this and hasn't told counts as dead
     * @returns false when they were told, or somebody else is telling
     */
    async claimWordTelling(id: string, saidAt: Date, at: Date, untoldBefore: Date): Promise<boolean> {
      const taken = await matches.updateOne(
        {
          _id: id,
          'manager.at': saidAt,
          'manager.toldAt': null,
          $or: [{ 'manager.tellingAt': null }, { 'manager.tellingAt': { $lt: untoldBefore } }],
        },
        { $set: { 'manager.tellingAt': at } },
      );
      return taken.matchedCount === 1;
    },

    /** @param at as it was taken */
    async releaseWordTelling(id: string, saidAt: Date, at: Date): Promise<void> {
      await matches.updateOne(
        { _id: id, 'manager.at': saidAt, 'manager.tellingAt': at },
        { $set: { 'manager.tellingAt': null } },
      );
    },

    /** @returns false when somebody else has told it, or there is a newer word: this message has to go */
    async wordTold(id: string, saidAt: Date, at: Date): Promise<boolean> {
      const told = await matches.updateOne(
        { _id: id, 'manager.at': saidAt, 'manager.toldAt': null },
        { $set: { 'manager.toldAt': at } },
      );
      return told.matchedCount === 1;
    },

    /** Takes shortlisted people for a batch of drafts; who is in one already is left. */
    async claimForBatch(ids: readonly string[], batch: NonNullable<Match['batch']>): Promise<void> {
      await matches.updateMany(
        { _id: { $in: [...ids] }, state: 'shortlisted', batch: { $exists: false } },
        { $set: { batch, due: batch.at } },
      );
    },

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await matches.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
