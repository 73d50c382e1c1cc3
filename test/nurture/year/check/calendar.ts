import Holidays from 'date-holidays';
import { DateTime } from 'luxon';

/** Days and hours where somebody is, worked out anew: nothing of the app's is used. */

interface Place {
  zone: string;
  country: string | null;
}

const calendars = new Map<string, Holidays | null>();
const publicDays = new Map<string, boolean>();

function calendarOf(country: string): Holidays | null {
  const known = calendars.get(country);
  if (known !== undefined) return known;
  const has = Object.hasOwn(new Holidays().getCountries('en'), country);
  const made = has ? new Holidays(country) : null;
  calendars.set(country, made);
  return made;
}

function isPublicHoliday(date: string, country: string): boolean {
  const key = `${country} ${date}`;
  const known = publicDays.get(key);
  if (known !== undefined) return known;
  const found = calendarOf(country)?.isHoliday(`${date} 12:00:00`) || [];
  const isOne = found.some(({ type }) => type === 'public');
  publicDays.set(key, isOne);
  return isOne;
}

const there = (at: number, zone: string) => DateTime.fromMillis(at, { zone });

export function dateOf(at: number, zone: string): string {
  return there(at, zone).toISODate() ?? '';
}

function isWorkingDate(date: DateTime, country: string | null): boolean {
  const iso = date.toISODate() ?? '';
  return date.weekday <= 5 && !(country !== null && isPublicHoliday(iso, country));
}

/** Product.md section 7: 09:00–17:00 on a working day, 17:00 itself not. */
export function isInWorkingHours(at: number, { zone, country }: Place): boolean {
  const local = there(at, zone);
  const minutes = local.hour * 60 + local.minute;
  return minutes >= 540 && minutes < 1_020 && isWorkingDate(local, country);
}

/** The first date on which so many working days have begun since a moment, that moment's own day not counted. */
export function dateAfterWorkingDays(from: number, days: number, { zone, country }: Place): string {
  let date = there(from, zone).startOf('day');
  for (let left = days; left > 0; ) {
    date = date.plus({ days: 1 });
    if (isWorkingDate(date, country)) left--;
  }
  return date.toISODate() ?? '';
}
