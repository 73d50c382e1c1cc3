import { cityMapping } from 'city-timezones';
import { wordsOf } from './search-words.ts';

/** Where somebody is, read from the text of their location. */
export interface Place {
  /** Normalised name, e.g. `san francisco`; null when the text names none. */
  city: string | null;
  /** ISO 3166-1 alpha-2; null when it can't be told. */
  country: string | null;
  /** IANA zone; null when it can't be told, e.g. for a country with several and no city. */
  timeZone: string | null;
}

type City = Pick<(typeof cityMapping)[number], 'iso2' | 'pop' | 'timezone'>;

/** What people call cities, by the name that city-timezones has. Keys and values are normalised. */
const CITY_ALIASES: Record<string, string> = {
  nyc: 'new york',
  'new york city': 'new york',
  manhattan: 'new york',
  sf: 'san francisco',
  'san francisco bay': 'san francisco',
  'bay area': 'san francisco',
  la: 'los angeles',
  bengaluru: 'bangalore',
  muenchen: 'munich',
  munchen: 'munich',
  koln: 'cologne',
  koeln: 'cologne',
  wien: 'vienna',
  praha: 'prague',
  lisboa: 'lisbon',
  kobenhavn: 'copenhagen',
  warszawa: 'warsaw',
  zuerich: 'zurich',
  geneve: 'geneva',
  milano: 'milan',
  roma: 'rome',
  kyiv: 'kiev',
  gurugram: 'gurgaon',
  washington: 'washington d c',
  'washington dc': 'washington d c',
};

/** Names of countries beside those that the engine's own list of regions has. */
const COUNTRY_ALIASES: Record<string, string> = {
  usa: 'US',
  us: 'US',
  'u s': 'US',
  'u s a': 'US',
  'united states of america': 'US',
  america: 'US',
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  deutschland: 'DE',
  espana: 'ES',
  'czech republic': 'CZ',
  holland: 'NL',
  'the netherlands': 'NL',
  uae: 'AE',
  korea: 'KR',
  'republic of korea': 'KR',
  brasil: 'BR',
  osterreich: 'AT',
  schweiz: 'CH',
  suisse: 'CH',
  italia: 'IT',
  polska: 'PL',
  turkey: 'TR',
};

const NOISE = /\b(greater|metropolitan|metro|area|region|city of|und umgebung)\b/g;
const KEPT = 5_000;

/** Some names in the table are numbers. */
const normal = (text: string | number) => wordsOf(String(text)).join(' ');
const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

interface Tables {
  cities: Map<string, City[]>;
  countries: Map<string, string>;
  zonesOfCountry: Map<string, Set<string>>;
  provinces: Map<string, City[]>;
}
let built: Tables | null = null;

/** Made when the first place is read: it takes a tenth of a second that a start doesn't need. */
function tables(): Tables {
  if (built) return built;
  const cities = new Map<string, City[]>();
  const countries = new Map<string, string>();
  const zonesOfCountry = new Map<string, Set<string>>();
  const provinces = new Map<string, City[]>();
  const add = (map: Map<string, City[]>, name: string, city: City) => {
    const there = map.get(name);
    if (there) there.push(city);
    else map.set(name, [city]);
  };
  for (const city of cityMapping) {
    // Disputed places have a number in place of a code.
    if (!/^[A-Z]{2}$/.test(String(city.iso2))) continue;
    for (const name of new Set([normal(city.city), normal(city.city_ascii)])) add(cities, name, city);
    for (const province of [city.province, city.state_ansi])
      if (province) add(provinces, normal(province), city);
    const zones = zonesOfCountry.get(city.iso2);
    if (zones) zones.add(city.timezone);
    else {
      zonesOfCountry.set(city.iso2, new Set([city.timezone]));
      countries.set(normal(city.country), city.iso2);
      countries.set(normal(nameOfCountry(city.iso2)), city.iso2);
    }
  }
  // Some overseas places stand in the table under their mother country's name: the engine's own list wins.
  for (const code of zonesOfCountry.keys()) countries.set(normal(nameOfCountry(code)), code);
  for (const [name, code] of Object.entries(COUNTRY_ALIASES)) countries.set(name, code);
  built = { cities, countries, zonesOfCountry, provinces };
  return built;
}

const known = new Map<string, Place>();

/**
 * Reads a location such as `Austin, United States`, `Greater Boston Area` or `Kraków`: city names, countries and zones
 * come from the table of city-timezones (MIT); of several cities of one name the largest is meant, unless a country,
 * state or province says otherwise. A city that isn't in the table is kept by its name, without a zone of its own.
 */
export function placeOf(location: string | null): Place {
  if (location === null) return { city: null, country: null, timeZone: null };
  const before = known.get(location);
  if (before) return before;
  const place = read(location);
  if (known.size >= KEPT) known.clear();
  known.set(location, place);
  return place;
}

function read(location: string): Place {
  const { cities, countries, provinces } = tables();
  const parts = location
    .split(/[,/|;()]| - /)
    .map((part) => normal(part))
    .filter((part) => part !== '' && part !== 'remote' && part !== 'hybrid');
  const [first] = parts;
  if (first === undefined) return { city: null, country: null, timeZone: null };
  const named = [...parts]
    .reverse()
    .map((part) => countries.get(part))
    .find((code) => code !== undefined);
  if (parts.length === 1 && named && !cities.has(first))
    return { city: null, country: named, timeZone: zoneOf(named) };
  const inCountry = ({ iso2 }: City) => named === undefined || iso2 === named;
  const name = cityName(first);
  const found = (cities.get(name) ?? []).filter(inCountry);
  const province = parts.slice(1).flatMap((part) => (provinces.get(part) ?? []).filter(inCountry));
  const there = found.filter((city) => province.includes(city));
  const best = largest(there) ?? (province.length > 0 ? largest(province) : largest(found));
  if (best) return { city: name || null, country: best.iso2, timeZone: best.timezone };
  return { city: name || null, country: named ?? null, timeZone: named ? zoneOf(named) : null };
}

function largest(places: readonly City[]): City | null {
  return places.reduce<City | null>((most, city) => (most && most.pop >= city.pop ? most : city), null);
}

/** The largest city of this name as a place, if it has so many people; null for a text that names none. */
export function knownCity(name: string, leastPeople: number): Place | null {
  const city = cityName(name);
  const best = largest(tables().cities.get(city) ?? []);
  return best && best.pop >= leastPeople ? { city, country: best.iso2, timeZone: best.timezone } : null;
}

/** The name under which a city is kept and looked for: `NYC` is `new york`. */
export function cityName(text: string): string {
  const plain = normal(text);
  const without = plain.replace(NOISE, ' ').replace(/\s+/g, ' ').trim();
  return CITY_ALIASES[plain] ?? CITY_ALIASES[without] ?? (without || plain);
}

/** The code of a country by its name, its code or what people call it; null for none. */
export function countryCode(text: string): string | null {
  const { countries, zonesOfCountry } = tables();
  const word = normal(text);
  const byCode = word.length === 2 ? word.toUpperCase() : null;
  return countries.get(word) ?? (byCode && zonesOfCountry.has(byCode) ? byCode : null);
}

/** Every country's name in English. */
export function countryNames(): string[] {
  return [...tables().zonesOfCountry.keys()].map(nameOfCountry);
}

/** @param code ISO 3166-1 alpha-2 */
export function nameOfCountry(code: string): string {
  try {
    return regionNames.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A country's zone, where it has only one. */
function zoneOf(country: string): string | null {
  const [zone, ...others] = tables().zonesOfCountry.get(country) ?? [];
  return zone && others.length === 0 ? zone : null;
}
