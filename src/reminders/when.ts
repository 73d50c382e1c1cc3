import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';

/** What the modal offers; `pick` reads the field Date. */
export const CHOICES = {
  tomorrow: 'Tomorrow',
  week: 'In 1 week',
  month: 'In 1 month',
  pick: 'Pick a date',
} as const;
export type Choice = keyof typeof CHOICES;

/** Reminders come back at this hour of their owner's zone (product.md section 10). */
const HOUR = 9;
const MOST_YEARS = 5;

/**
 * The moment of a reminder: 09:00 of its owner's zone on that day. Days are counted on the calendar, so a change of
 * daylight saving in between moves nothing.
 * @param typed for `pick`: a date as people say it, “next Tuesday”, “12 March”, “2027-01-05”
 * @returns the moment, or what is wrong as a sentence
 */
export function whenDue(
  choice: Choice,
  typed: string,
  now: Date,
  zone: string,
): { dueAt: Date } | { wrong: string } {
  const asked = DateTime.fromJSDate(now, { zone });
  const there = asked.isValid ? asked : DateTime.fromJSDate(now, { zone: 'utc' });
  switch (choice) {
    case 'tomorrow':
      return { dueAt: nine(there.plus({ days: 1 })) };
    case 'week':
      return { dueAt: nine(there.plus({ weeks: 1 })) };
    case 'month':
      return { dueAt: nine(there.plus({ months: 1 })) };
    // Whatever else is sent in the place of a choice is read as a date, too.
    case 'pick':
    default: {
      const day = readDay(typed, there);
      if (!day) return { wrong: 'I can’t read this date. Try “next Tuesday”, “12 March” or “2027-01-05”.' };
      const dueAt = nine(day);
      if (dueAt <= now)
        return {
          wrong: `${day.setLocale('en').toFormat('d LLLL yyyy')}, 09:00 is over. Please pick a later day.`,
        };
      if (day > there.plus({ years: MOST_YEARS }))
        return { wrong: `That is more than ${MOST_YEARS} years from now.` };
      return { dueAt };
    }
  }
}

/** 09:00 so many days from now, in a zone. */
export function morningIn(days: number, now: Date, zone: string): Date {
  const asked = DateTime.fromJSDate(now, { zone });
  const there = asked.isValid ? asked : DateTime.fromJSDate(now, { zone: 'utc' });
  return nine(there.plus({ days }));
}

function nine(day: DateTime): Date {
  return day.set({ hour: HOUR, minute: 0, second: 0, millisecond: 0 }).toJSDate();
}

/** chrono reads words; that it is meant forwards is ours: on a Wednesday “Tuesday” is the next one. */
function readDay(typed: string, there: DateTime): DateTime | null {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(typed);
  if (iso) {
    const day = DateTime.fromObject(
      { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) },
      { zone: there.zone },
    );
    return day.isValid ? day : null;
  }
  const [found] = chrono.en.GB.parse(
    typed.slice(0, 100),
    { instant: there.toJSDate(), timezone: there.offset },
    { forwardDate: true },
  );
  if (!found) return null;
  const { start } = found;
  const day = DateTime.fromObject(
    { year: start.get('year') ?? 0, month: start.get('month') ?? 0, day: start.get('day') ?? 0 },
    { zone: there.zone },
  );
  return day.isValid ? day : null;
}
