import { type Candidate, SENIORITIES } from '../../src/candidates/candidate.ts';
import { newCandidate } from '../../src/candidates/capture.ts';
import { NO_HEAT } from '../../src/engagement/temperature.ts';
import type { Criteria } from '../../src/roles/role.ts';
import { NAMES } from '../../src/sample/names.ts';
import { PLACES } from '../../src/sample/places.ts';
import { PROFESSIONS } from '../../src/sample/professions.ts';
import { type Random, randomFrom } from '../../src/sample/random.ts';
import { NOW } from './people.ts';

/**
 * People of whom the truth is known, and what a record says of them: the truth with gaps and slips, as records are. How well somebody
 * suits a role is judged by the truth; rankings see the record only.
 */

interface Truth {
  profession: number;
  skills: ReadonlySet<string>;
  level: number;
  location: string;
  /** Would hear us out. */
  open: boolean;
}

export interface JudgedRole {
  criteria: Criteria;
  profession: number;
  level: number;
}

const DAY_MS = 86_400_000;
const FIRST = Object.values(NAMES).flatMap(({ first }) => first);
const LAST = Object.values(NAMES).flatMap(({ last }) => last);
/** Levels that people of a craft have; managers and directors are a profession of their own in life. */
const LEVELS = 6;

export function person(index: number): { candidate: Candidate; truth: Truth } {
  const random = randomFrom(index * 65_537 + 11);
  const profession = random.int(0, PROFESSIONS.length - 1);
  const work = PROFESSIONS[profession];
  if (!work) throw new RangeError('There is no such profession.');
  const own = [...work.skills.slice(0, 2), ...work.skills.slice(2).filter(() => random.chance(0.5))];
  const truth: Truth = {
    profession,
    skills: new Set(own),
    level: random.int(0, LEVELS - 1),
    location: random.weighted(PLACES, ({ weight }) => weight).location,
    open: random.chance(0.4),
  };
  return { candidate: recordOf(index, truth, work, random), truth };
}

/** What somebody wrote down: a quarter of the skills is missing, some are hearsay, levels are off by one at times. */
function recordOf(
  index: number,
  truth: Truth,
  work: (typeof PROFESSIONS)[number],
  random: Random,
): Candidate {
  const other = random.pick(PROFESSIONS);
  const hearsay = random.chance(0.3) ? [random.pick(other.skills)] : [];
  const said = random.chance(0.8) ? truth.level : truth.level + (random.chance(0.5) ? 1 : -1);
  const level = SENIORITIES[Math.min(LEVELS - 1, Math.max(0, said))] ?? null;
  const candidate = newCandidate(
    {
      name: `${random.pick(FIRST)} ${random.pick(LAST)}`,
      emails: [`judged.${index}@example.com`],
      phones: [],
      links: [],
      headline: random.chance(0.8) ? `${work.title}, ${random.pick([...work.focuses, work.interest])}` : null,
      company: null,
      location: random.chance(0.85) ? truth.location : null,
      seniority: random.chance(0.8) ? level : null,
      skills: [...new Set([...[...truth.skills].filter(() => random.chance(0.75)), ...hearsay])],
      interests: truth.open && random.chance(0.4) ? [work.interest] : [],
      tags: [],
      source: 'Import',
      sourceDetail: null,
      owner: null,
      note: null,
    },
    'U0RILEY',
    NOW,
    { since: new Date(NOW.getTime() - random.int(20, 900) * DAY_MS) },
  );
  candidate._id = index.toString(16).padStart(24, '0');
  // Who would hear us out has more often answered lately.
  const answered = random.chance(truth.open ? 0.5 : 0.1);
  const age = random.int(5, 200);
  candidate.engagement = {
    ...candidate.engagement,
    heat: answered ? (NOW.getTime() / DAY_MS - age) / 45 + Math.log2(12) : NO_HEAT,
    lastEngagedAt: answered ? new Date(NOW.getTime() - age * DAY_MS) : null,
  };
  return candidate;
}

export function role(index: number): JudgedRole {
  const random = randomFrom(index * 7_919 + 5);
  const profession = random.int(0, PROFESSIONS.length - 1);
  const work = PROFESSIONS[profession];
  if (!work) throw new RangeError('There is no such profession.');
  const level = random.int(1, LEVELS - 2);
  const others = random.shuffled(work.skills.slice(2));
  return {
    profession,
    level,
    criteria: {
      title: `${SENIORITIES[level]} ${work.title}`,
      mustHave: [...work.skills.slice(0, 2), ...others.slice(0, random.int(0, 1))],
      niceToHave: others.slice(1, 1 + random.int(1, 3)),
      seniority: SENIORITIES[level] ?? null,
      location: random.weighted(PLACES, ({ weight }) => weight).location,
      remote: random.chance(0.2),
    },
  };
}

/**
 * How well somebody really suits, from 0 to 4: 0 who does other work or lacks a must-have; else 1, and one more each for the level (one
 * off at most), the place (or remote work in the country), and for hearing us out.
 */
export function grade({ criteria, level }: JudgedRole, truth: Truth): number {
  if (!criteria.mustHave.every((skill) => truth.skills.has(skill))) return 0;
  const country = (location: string | null) => location?.split(', ').at(-1) ?? '';
  const isNear = criteria.remote
    ? country(criteria.location) === country(truth.location)
    : criteria.location === truth.location;
  return 1 + Number(Math.abs(truth.level - level) <= 1) + Number(isNear) + Number(truth.open);
}
