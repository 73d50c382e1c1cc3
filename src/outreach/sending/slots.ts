import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Db } from 'mongodb';
import { isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { MessageRules } from '../message-rules.ts';

/**
 * How many e-mails went out in somebody's day, or to a domain in an hour, and who is being written to at this moment; in
 * the database, so all processes share it.
 */
interface Slot {
  /** `day:SENDER:DATE`, `hour:DOMAIN:HOUR` or `person:CANDIDATE`. */
  _id: string;
  count?: number;
  /** Who holds a person. */
  attempt?: string;
  until: Date;
}

export const slotIndexes: CollectionIndexes = { collection: 'send_slots', indexes: [{ key: { until: 1 } }] };

export type SendSlots = ReturnType<typeof sendSlots>;

/**
 * Counters that cap what goes out: a sender's day, a domain's hour, one message a person at a time. Every process
 * counts here.
 */
export function sendSlots(db: Db) {
  const slots = db.collection<Slot>('send_slots');

  /** Counts one more, unless that is too many. */
  async function take(_id: string, most: number, until: Date): Promise<boolean> {
    const more = () =>
      slots.updateOne(
        { _id, count: { $lt: most } },
        { $inc: { count: 1 }, $setOnInsert: { until } },
        { upsert: true },
      );
    try {
      await more();
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // It is full, or somebody else has begun it in the same moment: then there is one by now.
      const again = await slots.updateOne({ _id, count: { $lt: most } }, { $inc: { count: 1 } });
      return again.matchedCount === 1;
    }
    return true;
  }

  return {
    /**
     * Takes a place in the sender's day and in the receiving domain's hour. A place that is taken and not used after
     * all is lost: a message too few in an hour harms nobody.
     * @returns null when there was one; else when to ask again
     */
    async takeFor(
      mail: { senderId: string; timeZone: string; domain: string },
      rules: Pick<MessageRules, 'domainPerHour' | 'senderPerDay'>,
      now: Date,
    ): Promise<Date | null> {
      const local = DateTime.fromJSDate(now, { zone: mail.timeZone });
      const day = local.isValid ? local : DateTime.fromJSDate(now, { zone: 'utc' });
      const hour = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('hour').plus({ hours: 1 }).toJSDate();
      // Some domains are a person's name.
      const domain = createHash('sha256').update(mail.domain.toLowerCase()).digest('hex').slice(0, 24);
      if (!(await take(`hour:${domain}:${hour.toISOString()}`, rules.domainPerHour, hour))) return hour;
      const tomorrow = day.startOf('day').plus({ days: 1 }).toJSDate();
      const mine = `day:${mail.senderId}:${day.toISODate()}`;
      return (await take(mine, rules.senderPerDay, tomorrow)) ? null : tomorrow;
    },

    /** Whoever sends a message to somebody holds them until it has ended. @returns false while another one does */
    async takePerson(personId: string, attempt: string, now: Date, until: Date): Promise<boolean> {
      try {
        await slots.updateOne(
          { _id: `person:${personId}`, until: { $lte: now } },
          { $set: { attempt, until } },
          { upsert: true },
        );
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async leavePerson(personId: string, attempt: string): Promise<void> {
      await slots.deleteOne({ _id: `person:${personId}`, attempt });
    },

    /** For a recurring job. */
    async forgetPast(now: Date): Promise<void> {
      await slots.deleteMany({ until: { $lt: new Date(now.getTime() - 86_400_000) } });
    },
  };
}
