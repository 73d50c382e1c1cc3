import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { Reminder } from './reminder.ts';

export const reminderIndexes: CollectionIndexes = {
  collection: 'reminders',
  indexes: [
    { key: { dueAt: 1 }, partialFilterExpression: { state: 'open', toldAt: null }, name: 'untold' },
    { key: { by: 1, state: 1, dueAt: 1 } },
    { key: { candidateId: 1, state: 1, dueAt: 1 } },
  ],
};

/** More than anybody counts. */
const MOST_COUNTED = 10_000;

export type ReminderStore = ReturnType<typeof reminderStore>;

export function reminderStore(db: Db) {
  const reminders = db.collection<Reminder>('reminders');
  return {
    byId: (id: string) => reminders.findOne({ _id: id }),

    /** The same submission a second time changes nothing. */
    async insert(reminder: Reminder): Promise<void> {
      await reminders.updateOne({ _id: reminder._id }, { $setOnInsert: reminder }, { upsert: true });
    },

    /** Takes one that is due and hasn't been told; while the lease lasts nobody else tells it. */
    claimDue: (now: Date, until: Date) =>
      reminders.findOneAndUpdate(
        {
          state: 'open',
          toldAt: null,
          dueAt: { $lte: now },
          $or: [{ lease: null }, { 'lease.until': { $lte: now } }],
        },
        { $set: { lease: { until } } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      ),

    /** It couldn't be told: whoever comes after this moment tries again. */
    async putOff({ _id, dueAt, lease = null }: Reminder, until: Date): Promise<void> {
      await reminders.updateOne({ _id, dueAt, lease }, { $set: { lease: { until } } });
    },

    /** It was told, unless it was snoozed in that moment. */
    async told({ _id, dueAt }: Reminder, toldAt: Date): Promise<void> {
      await reminders.updateOne({ _id, dueAt }, { $set: { toldAt, lease: null } });
    },

    /** @returns null when it is somebody else's or isn't there */
    snooze: (id: string, by: string, change: Pick<Reminder, 'dueAt' | 'note'>) =>
      reminders.findOneAndUpdate(
        { _id: id, by },
        { $set: { ...change, state: 'open', toldAt: null, lease: null } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it was done already, or is somebody else's */
    async finish(id: string, by: string): Promise<boolean> {
      const done = await reminders.updateOne({ _id: id, by, state: 'open' }, { $set: { state: 'done' } });
      return done.modifiedCount === 1;
    },

    /** Somebody's open ones, the next one first. */
    of: (by: string, limit: number) =>
      reminders.find({ by, state: 'open' }).sort({ dueAt: 1 }).limit(limit).toArray(),

    /** Somebody's open ones that are due before a moment. */
    dueOf: (by: string, before: Date, { skip, limit }: { skip: number; limit: number }) =>
      reminders
        .find({ by, state: 'open', dueAt: { $lt: before } })
        .sort({ dueAt: 1 })
        .skip(skip)
        .limit(limit)
        .toArray(),

    countDueOf: (by: string, before: Date) =>
      reminders.countDocuments({ by, state: 'open', dueAt: { $lt: before } }),

    /** Those that nobody has been told of although they were due before a moment, up to 10,000. */
    countUntold: (before: Date) =>
      reminders.countDocuments(
        { state: 'open', toldAt: null, dueAt: { $lte: before } },
        { limit: MOST_COUNTED },
      ),

    /** The next one about a person, whoever asked for it. */
    nextAbout: (candidateIds: readonly string[]) =>
      reminders
        .find({ candidateId: { $in: [...candidateIds] }, state: 'open' })
        .sort({ dueAt: 1 })
        .limit(1)
        .next(),

    about: (candidateIds: readonly string[]) =>
      reminders.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await reminders.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
