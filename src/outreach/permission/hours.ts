import { DateTime } from 'luxon';
import { isPublicHoliday } from './public-holidays.ts';

/** Product.md section 7: 09:00–17:00 on a working day in the candidate's time zone. */
const OPENS = 9;
const CLOSES = 17;
const SATURDAY = 6;

/** A moment outside working hours, as it is where the candidate is. */
export interface OutOfHours {
  /** IANA zone. */
  zone: string;
  /** `Sat 22:14`. */
  time: string;
  /** 09:00 of the next working day there. */
  opensAt: Date;
}

/**
 * Whether it is outside working hours somewhere: Monday to Friday but for public holidays, 09:00 included, 17:00 not.
 * @param zone IANA zone; one that doesn't exist counts as UTC
 * @param country ISO 3166 code of whose holidays count; null: of none
 * @returns null within working hours
 */
export function outOfHours(now: Date, zone: string, country: string | null = null): OutOfHours | null {
  const asked = DateTime.fromJSDate(now, { zone });
  const there = (asked.isValid ? asked : DateTime.fromJSDate(now, { zone: 'utc' })).setLocale('en');
  const isWorkingDay = (day: DateTime) =>
    day.weekday < SATURDAY && !isPublicHoliday(day.toISODate() ?? '', country);
  if (isWorkingDay(there) && there.hour >= OPENS && there.hour < CLOSES) return null;
  let opens = there.set({ hour: OPENS, minute: 0, second: 0, millisecond: 0 });
  if (opens <= there) opens = opens.plus({ days: 1 });
  while (!isWorkingDay(opens)) opens = opens.plus({ days: 1 });
  return {
    zone: there.zoneName ?? 'UTC',
    time: there.toFormat('ccc HH:mm'),
    opensAt: opens.set({ hour: OPENS }).toJSDate(),
  };
}
