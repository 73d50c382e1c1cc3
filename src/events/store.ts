import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { named } from '#platform/database/named.ts';
import type { Attendance, AttendanceState, Event } from './event.ts';

export const eventIndexes: CollectionIndexes = {
  collection: 'events',
  indexes: [
    { key: { key: 1 }, unique: true, partialFilterExpression: { deletedAt: null } },
    { key: { deletedAt: 1, day: -1 } },
  ],
};
export const attendanceIndexes: CollectionIndexes = {
  collection: 'attendances',
  indexes: [
    { key: { event: 1, nameKey: 1, _id: 1 } },
    { key: { event: 1, state: 1 } },
    { key: { candidateId: 1 } },
    { key: { settled: 1, at: 1 }, partialFilterExpression: { settled: false } },
    { key: { followUpAt: 1 }, partialFilterExpression: { followUpAt: { $type: 'date' } } },
  ],
};

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore(db: Db) {
  const events = db.collection<Event>('events');
  const attendances = db.collection<Attendance>('attendances');
  return {
    byId: (id: string) => events.findOne({ _id: id, deletedAt: null }),
    /** Also one that was deleted. */
    everById: (id: string) => events.findOne({ _id: id }),
    byKey: (key: string) => events.findOne({ key, deletedAt: null }),

    /** The latest day first. */
    all: (limit: number) => events.find({ deletedAt: null }).sort({ day: -1 }).limit(limit).toArray(),

    ...named(events, { deletedAt: null }),

    /** Puts people on a list; who is on it stays as they are. @returns how many are new on it */
    async putOn(people: readonly Attendance[]): Promise<number> {
      if (people.length === 0) return 0;
      const { upsertedCount } = await attendances.bulkWrite(
        people.map((one) => ({
          updateOne: { filter: { _id: one._id }, update: { $setOnInsert: one }, upsert: true },
        })),
        { ordered: false },
      );
      return upsertedCount;
    },

    attendance: (id: string) => attendances.findOne({ _id: id }),

    /**
     * @param attendedSince who has attended for longer stays so: that is being settled
     * @returns null when it isn't in one of the states, or is settled
     */
    checkIn: (
      id: string,
      from: readonly AttendanceState[],
      set: Pick<Attendance, 'state' | 'by' | 'at'>,
      attendedSince: Date,
    ) =>
      attendances.findOneAndUpdate(
        {
          _id: id,
          state: { $in: [...from] },
          settled: false,
          $or: [{ state: { $ne: 'attended' } }, { at: { $gt: attendedSince } }],
        },
        { $set: set },
        { returnDocument: 'after' },
      ),

    /** By name. */
    page: (event: string, skip: number, limit: number) =>
      attendances.find({ event }).sort({ nameKey: 1, _id: 1 }).skip(skip).limit(limit).toArray(),

    async counts(event: string): Promise<Record<AttendanceState, number>> {
      const count = (state: AttendanceState) => attendances.countDocuments({ event, state });
      const [registered, attended, absent] = await Promise.all([
        count('registered'),
        count('attended'),
        count('absent'),
      ]);
      return { registered, attended, absent };
    },

    /** Ids of who attended, in the order of the list, behind a place in it. */
    attended: (event: string, limit: number) =>
      attendances
        .find({ event, state: 'attended' }, { projection: { candidateId: 1 } })
        .limit(limit)
        .toArray(),

    /** Who has attended, long enough ago that nobody takes it back, and isn't settled. */
    toSettle: (before: Date, limit: number) =>
      attendances
        .find({ settled: false, state: 'attended', at: { $lte: before } })
        .sort({ at: 1 })
        .limit(limit)
        .toArray(),

    /** @param followUpAt null: it is of an event that was deleted */
    async settle(id: string, followUpAt: Date | null): Promise<void> {
      await attendances.updateOne({ _id: id, settled: false }, { $set: { settled: true, followUpAt } });
    },

    toFollowUp: (before: Date, limit: number) =>
      attendances
        // The index holds dates only, and is used only by a question that says so too.
        .find({ followUpAt: { $lte: before, $type: 'date' } })
        .sort({ followUpAt: 1 })
        .limit(limit)
        .toArray(),

    /** @param followUp null: there was nothing to enrol in */
    async followedUp(id: string, followUp: Attendance['followUp']): Promise<void> {
      await attendances.updateOne({ _id: id }, { $set: { followUp, followUpAt: null } });
    },

    about: (candidateIds: readonly string[]) =>
      attendances.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await attendances.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
