import { DateTime } from 'luxon';
import { isPublicHoliday } from '#outreach/permission/public-holidays.ts';

const SATURDAY = 6;
const OPENS = 9;
const CLOSES = 17;
/** Longer than any row of holidays. */
const MOST_DAYS = 40;

/** What working days and hours are asked of. */
export interface Place {
  timeZone: string | null;
  country: string | null;
}

/** Where somebody is; whose zone nobody knows is looked at from the owner's, as permission to write does. */
export function whereIs({ place }: { place: Place }, { owner }: { owner: { timeZone: string } }): Place {
  return { timeZone: place.timeZone ?? owner.timeZone, country: place.country };
}

/** Monday to Friday and no public holiday there. */
export function isWorkingDay(day: DateTime, country: string | null): boolean {
  return day.weekday < SATURDAY && !isPublicHoliday(day.toISODate() ?? '', country);
}

/**
 * So many working days later, at 09:00 where somebody is. Days are calendar days there, so a change of daylight
 * saving moves nothing. 0: now, or the next moment in working hours.
 * @param place where they are; a zone that doesn't exist, or none, is UTC
 */
export function workingDaysLater(from: Date, days: number, place: Place): Date {
  const local = DateTime.fromJSDate(from, { zone: place.timeZone ?? 'utc' });
  const there = local.isValid ? local : DateTime.fromJSDate(from, { zone: 'utc' });
  let day = there;
  for (let left = days; left > 0; ) {
    day = day.plus({ days: 1 });
    if (isWorkingDay(day, place.country)) left--;
  }
  if (days > 0) return atNine(day);
  if (isWorkingDay(there, place.country) && there.hour >= OPENS && there.hour < CLOSES) return from;
  return nextMorning(there, place.country);
}

function nextMorning(there: DateTime, country: string | null): Date {
  let day = there.hour < OPENS ? there : there.plus({ days: 1 });
  for (let tries = 0; tries < MOST_DAYS && !isWorkingDay(day, country); tries++) day = day.plus({ days: 1 });
  return atNine(day);
}

function atNine(day: DateTime): Date {
  return day.set({ hour: OPENS, minute: 0, second: 0, millisecond: 0 }).toJSDate();
}

/** Whether somebody is at work now, holidays of their country included. */
export function isAtWork(now: Date, place: Place): boolean {
  return workingDaysLater(now, 0, place).getTime() === now.getTime();
}
