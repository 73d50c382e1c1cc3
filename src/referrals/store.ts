import type { Db, Filter, UpdateFilter } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import {
  EVERYBODY,
  OPEN_STATES,
  type Owed,
  type Posted,
  type Referral,
  type ReferralState,
} from './referral.ts';

export const referralIndexes: CollectionIndexes = {
  collection: 'referrals',
  indexes: [
    { key: { candidateId: 1 } },
    { key: { by: 1, at: -1 } },
    // Two colleagues who refer one person for one role in the same moment: the second insert fails here.
    { key: { first: 1 }, unique: true, partialFilterExpression: { first: { $type: 'string' } } },
    // One bonus a person, whoever follows their hire at the same time.
    {
      key: { 'bonus.candidateId': 1 },
      unique: true,
      partialFilterExpression: { 'bonus.candidateId': { $type: 'string' } },
    },
    { key: { state: 1, _id: 1 } },
    { key: { asked: 1, state: 1, at: 1 } },
    { key: { 'bonus.state': 1, 'bonus.dueAt': 1 }, sparse: true },
    { key: { acceptedAt: 1 }, sparse: true },
    { key: { owedSince: 1 }, sparse: true },
  ],
};

/** Referrals that are counted: of one year for the leaderboard, of those that wait. */
const MOST_COUNTED = 20_000;

export type ReferralStore = ReturnType<typeof referralStore>;
type BonusState = NonNullable<Referral['bonus']>['state'];
type Set = Partial<Omit<Referral, '_id' | 'owed' | 'messages'>> & Record<`bonus.${string}`, unknown>;

/** Referrals and their bonuses; unique indexes decide whose comes first. */
export function referralStore(db: Db) {
  const referrals = db.collection<Referral>('referrals');

  /** Changes one that is as named, and puts down with it what is owed from then on. */
  const change = (
    filter: Filter<Referral>,
    set: Set,
    owed: readonly Owed[],
    at: Date,
    drop: 'first' | null = null,
  ) =>
    referrals.findOneAndUpdate(
      filter,
      {
        $set: { ...set, ...(owed.length > 0 && { owedSince: at }) },
        $push: { owed: { $each: [...owed] } },
        ...(drop && { $unset: { [drop]: true } }),
      } as UpdateFilter<Referral>,
      { returnDocument: 'after' },
    );

  const waits = (userId: string | null): Filter<Referral> => ({
    ...(userId !== null && { asked: { $in: [userId, EVERYBODY] } }),
    state: 'waiting',
  });

  /** As it was when it was taken: by the same attempt, about the same person. */
  const ours = ({ _id, candidateId, lease }: Referral) => ({
    _id,
    candidateId,
    'lease.by': lease?.by ?? '',
  });

  return {
    byId: (id: string) => referrals.findOne({ _id: id }),

    /** @returns false when another referral counts for this person and role; the same submission twice is one */
    async insert(referral: Referral): Promise<boolean> {
      try {
        await referrals.insertOne(referral);
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await referrals.findOne({ _id: referral._id }, { projection: { _id: 1 } })) !== null;
      }
    },

    /** Newest first. */
    of: (by: string, limit: number) => referrals.find({ by }).sort({ at: -1 }).limit(limit).toArray(),

    /** How many somebody has made since a moment, counted up to `most`. */
    countSince: (by: string, since: Date, most: number) =>
      referrals.countDocuments({ by, at: { $gt: since } }, { limit: most }),

    about: (candidateIds: readonly string[]) =>
      referrals.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** Those that wait for somebody's decision, the oldest first. */
    waitingFor: (userId: string, limit: number) =>
      referrals
        .find({ asked: { $in: [userId, EVERYBODY] }, state: 'waiting' })
        .sort({ at: 1 })
        .limit(limit)
        .toArray(),

    /** The same from one on; without a person everybody's, in the order of ids. */
    waitingFrom: (userId: string | null, { skip, limit }: { skip: number; limit: number }) =>
      referrals
        .find(waits(userId))
        .sort(userId === null ? { _id: 1 } : { at: 1 })
        .skip(skip)
        .limit(limit)
        .toArray(),

    countWaiting: (userId: string | null) => referrals.countDocuments(waits(userId), { limit: MOST_COUNTED }),

    /** Those with a bonus, the earliest due first. */
    withBonus: (states: readonly BonusState[], limit: number) =>
      referrals
        .find({ 'bonus.state': { $in: [...states] } })
        .sort({ 'bonus.dueAt': 1 })
        .limit(limit)
        .toArray(),

    /** Those whose bonus comes and is due at a moment, the longest due first. */
    fallingDue: (at: Date, limit: number) =>
      referrals
        .find({ 'bonus.state': 'coming', 'bonus.dueAt': { $lte: at } })
        .sort({ 'bonus.dueAt': 1 })
        .limit(limit)
        .toArray(),

    /** Those whose bonus was paid, the latest due first. */
    latestPaid: (limit: number) =>
      referrals.find({ 'bonus.state': 'paid' }).sort({ 'bonus.dueAt': -1 }).limit(limit).toArray(),

    /** What was accepted since a moment: who referred, and when it was accepted and hired. */
    acceptedSince: (since: Date) =>
      referrals
        .find({ acceptedAt: { $gte: since } }, { projection: { by: 1, acceptedAt: 1, hiredAt: 1, state: 1 } })
        .limit(MOST_COUNTED)
        .toArray(),

    /** @returns null when it isn't in this state any more */
    move: (
      id: string,
      from: ReferralState,
      set: Set,
      { owed, at, drop = null }: { owed: readonly Owed[]; at: Date; drop?: 'first' | null },
    ) => change({ _id: id, state: from }, set, owed, at, drop),

    /**
     * The same, with a bonus in it.
     * @returns `taken` when another referral of this person has it
     */
    async hire(id: string, from: ReferralState, set: Set, owed: readonly Owed[], at: Date) {
      try {
        return await change({ _id: id, state: from }, set, owed, at);
      } catch (error) {
        if (isDuplicateKey(error)) return 'taken' as const;
        throw error;
      }
    },

    /** Moves the bonus on. @returns null when it isn't in this state any more */
    moveBonus: (id: string, from: BonusState, set: Set, owed: readonly Owed[], at: Date) =>
      change({ _id: id, 'bonus.state': from }, set, owed, at),

    /** Takes one to do what is owed. @returns null when nothing is, or somebody else is at it */
    claim: (id: string, by: string, now: Date, until: Date) =>
      referrals.findOneAndUpdate(
        { _id: id, 'owed.0': { $exists: true }, $or: [{ lease: null }, { 'lease.until': { $lt: now } }] },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after' },
      ),

    /** Holds on to it until another moment. @returns false when somebody else is at it, or it has let go of its person */
    async isOurs(held: Referral, until: Date): Promise<boolean> {
      const kept = await referrals.updateOne(ours(held), { $set: { 'lease.until': until } });
      return kept.matchedCount === 1;
    },

    /**
     * The first thing that is owed is done; holds on to it until another moment.
     * @returns the referral as it is now; null when it isn't ours any more: whoever has it does that thing, too
     */
    settled: (held: Referral, owed: Owed, until: Date) =>
      referrals.findOneAndUpdate(
        // What was put down meanwhile stands behind it, the same thing once more, too.
        { ...ours(held), 'owed.0': owed },
        { $pop: { owed: -1 }, $set: { 'lease.until': until } },
        { returnDocument: 'after' },
      ),

    async release(id: string, by: string): Promise<void> {
      const held = { _id: id, 'lease.by': by };
      const done = await referrals.updateOne(
        { ...held, owed: { $size: 0 } },
        { $unset: { owedSince: true }, $set: { lease: null } },
      );
      if (done.matchedCount === 0) await referrals.updateOne(held, { $set: { lease: null } });
    },

    /** One of which all is done, and whose process died before it said so, is not looked at again. */
    async owesNothing(id: string): Promise<void> {
      await referrals.updateOne(
        { _id: id, owed: { $size: 0 } },
        { $unset: { owedSince: true }, $set: { lease: null } },
      );
    },

    /** Ids of those of which something is owed since before a moment. */
    owing: async (before: Date, limit: number) =>
      (
        await referrals
          .find({ owedSince: { $lt: before } }, { projection: { _id: 1 } })
          .limit(limit)
          .toArray()
      ).map(({ _id }) => _id),

    /** @returns false when it isn't ours any more, or has let go of its person meanwhile: the message has to go */
    async posted(held: Referral, message: Posted): Promise<boolean> {
      const kept = await referrals.updateOne(ours(held), { $push: { messages: message } });
      return kept.matchedCount === 1;
    },

    /** Completes those of 0.1, which knew only whether recruiters had been told. @returns how many there were */
    async upgrade(): Promise<number> {
      const untold = { $ne: ['$told', true] };
      const upgraded = await referrals.updateMany(
        { asked: { $exists: false }, state: 'waiting' },
        [
          {
            $set: {
              roleId: null,
              awareness: 'no',
              wasKnown: true,
              stateAt: '$at',
              decided: null,
              asked: [EVERYBODY],
              messages: [],
              owed: { $cond: [untold, ['ask'], []] },
              owedSince: { $cond: [untold, '$at', '$$REMOVE'] },
              lease: null,
            },
          },
          { $unset: 'told' },
        ],
        { hint: { state: 1, _id: 1 } },
      );
      return upgraded.modifiedCount;
    },

    async setAsked(id: string, asked: string[]): Promise<void> {
      await referrals.updateOne({ _id: id }, { $set: { asked } });
    },

    /**
     * Lets go of a person, for erasing them only: who referred when for which role stays, and so does a bonus. What was
     * open is withdrawn.
     */
    async forget(candidateIds: readonly string[], at: Date): Promise<void> {
      const gone = { candidateId: { $in: [...candidateIds] } };
      await referrals.updateMany(
        { ...gone, state: { $in: [...OPEN_STATES] } },
        { $set: { state: 'withdrawn', stateAt: at } },
      );
      await referrals.updateMany({ ...gone, decided: { $ne: null } }, { $set: { 'decided.note': null } });
      await referrals.updateMany(
        { ...gone, 'bonus.state': { $type: 'string' } },
        { $set: { 'bonus.candidateId': null } },
      );
      const nobody = { candidateId: null, acquaintance: null, note: null, messages: [], asked: [] };
      await referrals.updateMany(gone, {
        $set: nobody,
        $unset: { first: true },
      });
    },
  };
}
