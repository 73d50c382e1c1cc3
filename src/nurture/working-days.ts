import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

const SATURDAY = 6;
const OPENS = 9;
const CLOSES = 17;
/** Longer than any row of holidays. */
const MOST_DAYS = 40;

const known = new Map<string, Holidays | null>();

/** The public holidays of a country; null for one that the library doesn't know. */
function holidaysOf(country: string | null): Holidays | null {
  if (country === null) return null;
  const cached = known.get(country);
  if (cached !== undefined) return cached;
  const holidays = new Holidays();
  const made = country in holidays.getCountries() ? holidays : null;
  made?.init(country);
  known.set(country, made);
  return made;
}

/** Monday to Friday and no public holiday there. */
export function isWorkingDay(day: DateTime, country: string | null): boolean {
  if (day.weekday >= SATURDAY) return false;
  const holidays = holidaysOf(country);
  return !holidays || !isPublicHoliday(holidays, country ?? '', day.toISODate() ?? '');
}

/** The library takes some milliseconds a day; a sweep asks for the same few days thousands of times. */
const asked = new Map<string, boolean>();
const MOST_ASKED = 20_000;

function isPublicHoliday(holidays: Holidays, country: string, date: string): boolean {
  const key = `${country}:${date}`;
  const known = asked.get(key);
  if (known !== undefined) return known;
  // Asked by its date alone: the library would read a moment in the machine's zone.
  const found = holidays.isHoliday(`${date} 12:00:00`);
  const isPublic = !!found && found.some(({ type }) => type === 'public');
  if (asked.size >= MOST_ASKED) asked.clear();
  asked.set(key, isPublic);
  return isPublic;
}

/**
 * So many working days later, at 09:00 where somebody is. Days are calendar days there, so a change of daylight
 * saving moves nothing. 0: now, or the next moment in working hours.
 * @param place where they are; a zone that doesn't exist, or none, is UTC
 */
export function workingDaysLater(
  from: Date,
  days: number,
  place: { timeZone: string | null; country: string | null },
): Date {
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
export function isAtWork(now: Date, place: { timeZone: string | null; country: string | null }): boolean {
  return workingDaysLater(now, 0, place).getTime() === now.getTime();
}
