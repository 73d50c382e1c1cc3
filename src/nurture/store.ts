import type { Db, Filter } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import { groupWrites } from '#platform/database/group-writes.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { named } from '#platform/database/named.ts';
import { type Enrolment, RUNNING, type Stop } from './enrolment.ts';
import type { Sequence } from './sequence.ts';

export const sequenceIndexes: CollectionIndexes = {
  collection: 'sequences',
  indexes: [
    { key: { key: 1 }, unique: true, partialFilterExpression: { deletedAt: null } },
    { key: { 'owner.id': 1 } },
    { key: { 'steps.id': 1 } },
  ],
};

export const enrolmentIndexes: CollectionIndexes = {
  collection: 'enrolments',
  indexes: [
    // With the sequence in it, so that which ones have something due is answered by the index alone.
    { key: { state: 1, nextAt: 1, sequence: 1 } },
    { key: { sequence: 1, state: 1, nextAt: 1 } },
    { key: { candidateId: 1, state: 1 } },
    {
      key: { candidateId: 1, sequence: 1 },
      unique: true,
      partialFilterExpression: { endedAt: null },
      name: 'once at a time',
    },
    { key: { 'lease.by': 1 }, sparse: true },
    { key: { unnoted: 1 }, sparse: true },
  ],
};

export type SequenceStore = ReturnType<typeof sequenceStore>;

export function sequenceStore(db: Db) {
  const sequences = db.collection<Sequence>('sequences');
  return {
    byId: (id: string) => sequences.findOne({ _id: id, deletedAt: null }),
    byStep: (stepId: string) => sequences.findOne({ 'steps.id': stepId, deletedAt: null }),
    byKey: (key: string) => sequences.findOne({ key, deletedAt: null }),
    all: (limit: number) => sequences.find({ deletedAt: null }).sort({ key: 1 }).limit(limit).toArray(),
    isEmpty: async () => (await sequences.countDocuments({}, { limit: 1 })) === 0,

    ...named(sequences, { deletedAt: null }),
  };
}

export type EnrolmentStore = ReturnType<typeof enrolmentStore>;

/** Enrolments: what is due is claimed in batches by lease, and every move names the state it starts from. */
export function enrolmentStore(db: Db) {
  const enrolments = db.collection<Enrolment>('enrolments');
  const write = groupWrites(enrolments);
  const free = (now: Date): Filter<Enrolment> => ({
    $or: [{ lease: null }, { 'lease.until': { $lte: now } }],
  });
  return {
    byId: (id: string) => enrolments.findOne({ _id: id }),

    /** @returns false when they are in it already */
    async insert(enrolment: Enrolment): Promise<boolean> {
      try {
        await enrolments.insertOne(enrolment);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    /** Sequences of which something is due. */
    sequencesDue: async (now: Date): Promise<string[]> =>
      (
        await enrolments
          .aggregate<{ _id: string }>([
            { $match: { state: { $in: ['active', 'waiting'] }, nextAt: { $lte: now } } },
            { $project: { _id: 0, sequence: 1 } },
            { $group: { _id: '$sequence' } },
          ])
          .toArray()
      ).map(({ _id }) => _id),

    /**
     * Takes what is due of one sequence, the longest due first. Whoever gets one works on it, and until the lease ends
     * nobody else does.
     * @param by names this very claim
     */
    async claimDue(
      sequence: string,
      by: string,
      now: Date,
      until: Date,
      limit: number,
    ): Promise<Enrolment[]> {
      const due = await enrolments
        .find(
          { sequence, state: { $in: ['active', 'waiting'] }, nextAt: { $lte: now }, ...free(now) },
          { projection: { _id: 1 } },
        )
        .sort({ nextAt: 1 })
        .limit(limit)
        .toArray();
      if (due.length === 0) return [];
      await enrolments.updateMany(
        { _id: { $in: due.map(({ _id }) => _id) }, nextAt: { $lte: now }, ...free(now) },
        { $set: { lease: { by, until } } },
      );
      return enrolments.find({ 'lease.by': by }).toArray();
    },

    /**
     * Moves one that is claimed; one that isn't ours any more, or was ended meanwhile, stays as it is.
     * @returns false when of those that were written together one stayed
     */
    move: (
      id: string,
      by: string,
      set: Partial<Enrolment>,
      done?: Enrolment['history'][number],
    ): Promise<boolean> =>
      write({
        updateOne: {
          filter: { _id: id, 'lease.by': by, state: { $in: ['active', 'waiting'] } },
          update: { $set: { ...set, lease: null }, ...(done && { $push: { history: done } }) },
        },
      }),

    /** Ends it, whoever is at it. @returns null when it had ended */
    stop: (id: string, stop: Stop, at: Date) =>
      enrolments.findOneAndUpdate(
        { _id: id, state: { $in: [...RUNNING] } },
        { $set: { state: 'stopped', stop, endedAt: at, lease: null } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it is neither running nor paused as asked */
    async pause(id: string, paused: boolean): Promise<boolean> {
      const changed = await enrolments.updateOne(
        { _id: id, state: paused ? { $in: ['active', 'waiting'] } : 'paused' },
        { $set: paused ? { state: 'paused', lease: null } : { state: 'active' } },
      );
      return changed.modifiedCount === 1;
    },

    running: (candidateIds: readonly string[]) =>
      enrolments.find({ candidateId: { $in: [...candidateIds] }, state: { $in: [...RUNNING] } }).toArray(),

    /** How many are in which state, and at which step. */
    counts: (sequence: string) =>
      enrolments
        .aggregate<{ _id: { state: Enrolment['state']; step: string; stop: Stop | null }; count: number }>([
          { $match: { sequence } },
          { $group: { _id: { state: '$state', step: '$step', stop: '$stop' }, count: { $sum: 1 } } },
        ])
        .toArray(),

    /** Due longer than a moment: what the sweep has before it. */
    backlog: (before: Date, limit: number) =>
      enrolments.countDocuments(
        { state: { $in: ['active', 'waiting'] }, nextAt: { $lte: before } },
        { limit },
      ),

    list: (sequence: string, limit: number) =>
      enrolments
        .find({ sequence, state: { $in: [...RUNNING] } })
        .sort({ nextAt: 1 })
        .limit(limit)
        .toArray(),

    /** Whether a piece of work has enrolled this person already. */
    isFrom: async (candidateIds: readonly string[], cause: string): Promise<boolean> =>
      (await enrolments.findOne({ candidateId: { $in: [...candidateIds] }, 'origin.cause': cause })) !== null,

    /** Those of which it isn't known yet whether they re-engage somebody. */
    unnoted: (limit: number) => enrolments.find({ unnoted: true }).limit(limit).toArray(),

    async noted(id: string): Promise<void> {
      await enrolments.updateOne({ _id: id }, { $unset: { unnoted: true } });
    },

    about: (candidateIds: readonly string[]) =>
      enrolments.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await enrolments.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
