import type { Candidate } from '../../src/candidates/candidate.ts';
import { SENIORITIES, SOURCES } from '../../src/candidates/candidate.ts';
import { newCandidate } from '../../src/candidates/capture.ts';
import type { Profile } from '../../src/candidates/profile.ts';
import { summarise } from '../../src/engagement/summary.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import type { Kind, Touchpoint } from '../../src/engagement/touchpoint.ts';
import { NAMES } from '../../src/sample/names.ts';
import { PLACES } from '../../src/sample/places.ts';
import { PROFESSIONS } from '../../src/sample/professions.ts';
import { type Random, randomFrom } from '../../src/sample/random.ts';

/** People for benchmarks, the same ones for the same number: nobody of them exists. */

export const NOW = new Date('2026-11-20T12:00:00Z');
export const OWNERS = ['U0RILEY', 'U0KIM', 'U0LEE', 'U0SAM', 'U0ALEX'];
/** Touchpoints of each. */
const TOUCHPOINTS = 5;
const SYLLABLES =
  'ba ke li mo nu ra se ti vo wa ze cha dri fel gor han jen kos lin mar nov pet ros tan'.split(' ');
const KINDS: Kind[] = [
  'message sent',
  'replied',
  'note',
  'call',
  'meeting',
  'opened',
  'clicked',
  'message sent',
];
const DOUBLE_EVERY = 50;
const DAY_MS = 86_400_000;

const FIRST = Object.values(NAMES).flatMap(({ first }) => first);
const LAST = Object.values(NAMES).flatMap(({ last }) => last);

/** A last name of the lists, or one made of syllables: in life most are rare. */
function lastName(random: Random): string {
  if (random.chance(0.3)) return random.pick(LAST);
  const name = Array.from({ length: random.int(2, 4) }, () => random.pick(SYLLABLES)).join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export function companyName(random: Random): string {
  // A few large ones, many small ones.
  const rank = Math.floor(20_000 * random.next() ** 3);
  const inner = randomFrom(rank);
  const name = `${inner.pick(SYLLABLES)}${inner.pick(SYLLABLES)}${inner.pick(SYLLABLES)}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${inner.pick(['Labs', 'Inc', 'GmbH', 'Systems', 'Pay', 'Health'])}`;
}

/** Number `index` of them, as a profile. @param owners who may look after them; named twice, twice as often */
export function benchmarkProfile(index: number, owners: readonly string[] = OWNERS): Profile {
  // Every fiftieth has been entered before, from another address and with a letter less.
  if (index % DOUBLE_EVERY === DOUBLE_EVERY - 1 && index > 0) {
    const before = benchmarkProfile(index - 1, owners);
    return { ...before, name: before.name.slice(0, -1), emails: [`double.${index}@mail.example`], links: [] };
  }
  const random = randomFrom(index * 7_919 + 1);
  const name = `${random.pick(FIRST)} ${lastName(random)}`;
  const work = random.weighted(PROFESSIONS, ({ weight }) => weight);
  const seniority = random.pick(SENIORITIES);
  const company = companyName(random);
  return {
    name,
    emails: [`person.${index}@${company.split(' ')[0]?.toLowerCase()}.example`],
    phones: [],
    links: random.chance(0.6) ? [`https://linkedin.com/in/person-${index}`] : [],
    headline: `${seniority} ${work.title}, ${work.focuses.length > 0 ? random.pick(work.focuses) : work.interest}`,
    company,
    location: random.weighted(PLACES, ({ weight }) => weight).location,
    seniority,
    skills: random.shuffled(work.skills).slice(0, random.int(2, 6)),
    interests: random.chance(0.3) ? [work.interest] : [],
    tags: work.tags.length > 0 && random.chance(0.5) ? [random.pick(work.tags)] : [],
    source: random.pick(SOURCES),
    sourceDetail: null,
    owner: random.chance(0.8) ? random.pick(owners) : null,
    note: null,
  };
}

/** A record with its touchpoints, as the app would have written them. */
export function benchmarkPerson(
  index: number,
  owners: readonly string[] = OWNERS,
): { candidate: Candidate; touchpoints: Touchpoint[] } {
  const random = randomFrom(index * 104_729 + 3);
  const since = new Date(NOW.getTime() - random.int(10, 1_500) * DAY_MS);
  const candidate = newCandidate(benchmarkProfile(index, owners), OWNERS[0] ?? '', NOW, { since });
  candidate._id = index.toString(16).padStart(24, '0');
  const touchpoints = Array.from({ length: TOUCHPOINTS }, (_, number): Touchpoint => {
    const kind = random.pick(KINDS);
    const known = NOW.getTime() - since.getTime();
    return {
      _id: `${candidate._id}:${number}`,
      candidateId: candidate._id,
      kind,
      direction: kind === 'message sent' || kind === 'note' ? 'out' : 'in',
      at: new Date(since.getTime() + Math.floor(random.next() * known)),
      by: OWNERS[0] ?? '',
      channel: 'email',
      sentiment: kind === 'replied' ? random.pick(['positive', 'neutral', 'negative'] as const) : null,
      draftId: null,
      note: kind === 'note' ? 'Talked about what they want next.' : null,
      pending: false,
      recordedAt: NOW,
    };
  });
  candidate.engagement = { ...summarise(touchpoints, DEFAULT_TEMPERATURE), revision: TOUCHPOINTS };
  return { candidate, touchpoints };
}
