import anyAscii from 'any-ascii';
import { NAMES, TWICE_ENTERED, WHOLE_NAMES } from './names.ts';
import { SAMPLE_PEOPLE } from './people.ts';
import { COMPANIES, PLACES, type SampleCompany, type SamplePlace } from './places.ts';
import type { Random } from './random.ts';

/** Who somebody is and where, before they have a job and a history. */
export interface SampleIdentity {
  name: string;
  email: string;
  phone: string | null;
  /** The last part of a link to their profile. */
  slug: string;
  place: SamplePlace;
  company: SampleCompany;
  /** The one of the others that is the same person; null for nearly everybody. */
  twinOf: SampleIdentity | null;
}

type Wanted = Pick<SampleIdentity, 'name' | 'place' | 'company'> & { latin: string };

const DOMAINS = ['example.com', 'example.org', 'example.net'];
/** How likely somebody is to be named as is usual where they live. */
const LOCAL_NAME = 0.72;

/** That many different people; a twin comes right after the one it doubles. */
export function identities(random: Random, count: number): SampleIdentity[] {
  const seats = new Map(COMPANIES.map((company) => [company, company.people]));
  const taken = new Set(SAMPLE_PEOPLE.flatMap(({ email, phone = '' }) => [localPart(email), phone]));
  const surnames = new Set<string>();
  const made: SampleIdentity[] = [];

  const settle = ({ name, latin, place, company }: Wanted, twinOf: SampleIdentity | null) => {
    seats.set(company, (seats.get(company) ?? 0) - 1);
    made.push({
      name,
      email: freeEmail(random, latin, taken),
      phone: twinOf ? null : freePhone(random, place, taken),
      slug: wordsOf(latin).join('-'),
      place,
      company,
      twinOf,
    });
  };

  for (const [name, again, city, firm] of TWICE_ENTERED) {
    const place = placeNamed(city);
    const company = COMPANIES.find((one) => one.name === firm);
    if (!company) throw new Error(`There is no sample company ${firm}.`);
    settle({ name, latin: name, place, company }, null);
    settle({ name: again, latin: again, place, company }, made.at(-1) ?? null);
  }
  for (const [name, latin, city] of WHOLE_NAMES) {
    const place = placeNamed(city);
    settle({ name, latin, place, company: pickCompany(random, seats, place) }, null);
  }
  let homes: SamplePlace[] = [];
  while (made.length < count) {
    if (homes.length === 0) homes = random.deck(PLACES, ({ weight }) => weight);
    const place = homes.pop() ?? random.pick(PLACES);
    const company = pickCompany(random, seats, place);
    const name = freeName(random, place, company, surnames);
    settle({ name, latin: name, place, company }, null);
  }
  return made;
}

/** A last name is used once in a place and in a firm: two likely duplicates there would be an accident. */
function freeName(random: Random, place: SamplePlace, company: SampleCompany, surnames: Set<string>): string {
  for (;;) {
    const culture = random.chance(LOCAL_NAME) ? random.pick(place.cultures) : random.pick(PLACES).cultures[0];
    if (!culture) continue;
    const { first, last } = NAMES[culture];
    const [given, surname] = [random.pick(first), random.pick(last)];
    const uses = [
      `${surname} ${place.location}`,
      `${given} ${surname}`,
      `${given} ${place.location}`,
      `${surname} ${company.name}`,
    ];
    if (uses.some((use) => surnames.has(use))) continue;
    for (const use of uses) surnames.add(use);
    return `${given} ${surname}`;
  }
}

function pickCompany(
  random: Random,
  seats: ReadonlyMap<SampleCompany, number>,
  { location }: SamplePlace,
): SampleCompany {
  const free = COMPANIES.filter((company) => (seats.get(company) ?? 0) > 0);
  const here = free.filter(({ offices }) => offices.some((office) => location.startsWith(office)));
  // The firms with many people take those who live where nobody has an office.
  const large = free.filter(({ people }) => people >= 9);
  const among = [here, large, free].find((one) => one.length > 0) ?? COMPANIES;
  return random.weighted(among, (company) => seats.get(company) ?? 1);
}

function freeEmail(random: Random, latin: string, taken: Set<string>): string {
  const words = wordsOf(latin);
  const [given = ''] = words;
  const rest = words.slice(1).join('');
  const usual = [`${given}.${rest}`, `${given}.${rest}`, `${given.charAt(0)}${rest}`, `${given}${rest}`];
  const patterns = [...random.shuffled(usual), `${given}_${rest}`, `${rest}.${given}`];
  const local = patterns.find((pattern) => !taken.has(pattern)) ?? `${given}.${rest}.${taken.size}`;
  taken.add(local);
  return `${local}@${random.pick(DOMAINS)}`;
}

function freePhone(random: Random, { phones }: SamplePlace, taken: Set<string>): string | null {
  if (phones.length === 0 || random.chance(0.35)) return null;
  for (;;) {
    const phone = random.pick(phones).replaceAll('#', () => String(random.int(0, 9)));
    if (taken.has(phone)) continue;
    taken.add(phone);
    return phone;
  }
}

function placeNamed(location: string): SamplePlace {
  const known = PLACES.find((place) => place.location === location);
  return known ?? { location, weight: 0, cultures: [], phones: [] };
}

function localPart(email: string): string {
  return email.split('@')[0] ?? '';
}

function wordsOf(name: string): string[] {
  return anyAscii(name)
    .toLowerCase()
    .replace(/['’.`-]/g, '')
    .split(/\s+/)
    .filter(Boolean);
}
