import Holidays from 'date-holidays';

const known = new Map<string, Holidays | null>();

/** The calendar of a country; null for one that the library doesn't know. */
function calendarOf(country: string): Holidays | null {
  const cached = known.get(country);
  if (cached !== undefined) return cached;
  const holidays = new Holidays();
  const made = country in holidays.getCountries() ? holidays : null;
  made?.init(country);
  known.set(country, made);
  return made;
}

/** The library takes some milliseconds a day; a sweep asks for the same few days thousands of times. */
const asked = new Map<string, boolean>();
const MOST_ASKED = 20_000;

/**
 * Whether a day is a public holiday of a whole country.
 * @param date `2026-12-25`
 * @param country ISO 3166 code; one that nobody knows, or null, has no holidays
 */
export function isPublicHoliday(date: string, country: string | null): boolean {
  const calendar = country === null ? null : calendarOf(country);
  if (!calendar) return false;
  const key = `${country}:${date}`;
  const cached = asked.get(key);
  if (cached !== undefined) return cached;
  // Asked by its date alone: the library would read a moment in the machine's zone.
  const found = calendar.isHoliday(`${date} 12:00:00`);
  const isPublic = !!found && found.some(({ type }) => type === 'public');
  if (asked.size >= MOST_ASKED) asked.clear();
  asked.set(key, isPublic);
  return isPublic;
}
