import { DEPARTMENTS, type Department } from './departments.ts';
import type { SamplePerson } from './people.ts';
import type { Profession } from './professions.ts';
import type { Random } from './random.ts';

/** What somebody does and how far they have come. */
export interface Career {
  profession: Profession;
  department: Department;
  seniority: SamplePerson['seniority'];
  headline: string;
  /** In notes: the role that they would fill with us. */
  role: string;
  skills: string[];
  /** What they say that they are interested in, the likeliest first. */
  interests: string[];
}

type Ladder = readonly [SamplePerson['seniority'], number][];

const STAFF_LADDER: Ladder = [
  ['Intern', 1.5],
  ['Junior', 8],
  ['Mid-level', 27],
  ['Senior', 37],
  ['Staff', 9],
  ['Principal', 4],
  ['Manager', 8],
  ['Director', 3],
  ['VP', 1.2],
  ['Executive', 1],
];
const LADDER: Ladder = [
  ['Intern', 1],
  ['Junior', 10],
  ['Mid-level', 32],
  ['Senior', 34],
  ['Manager', 13],
  ['Director', 6],
  ['VP', 2],
  ['Executive', 2],
];

const PREFIXES: Partial<Record<SamplePerson['seniority'], string>> = {
  Junior: 'Junior ',
  Senior: 'Senior ',
  Staff: 'Staff ',
  Principal: 'Principal ',
};

/**
 * A career in a profession at a firm of that sector.
 * @param isTaken whether somebody there has this headline and nobody else can: a firm has one CTO
 */
export function career(
  random: Random,
  profession: Profession,
  sector: string,
  isTaken: (title: string) => boolean,
): Career {
  const department: Department = DEPARTMENTS[profession.department];
  const drawn = rung(random, department);
  const leads = titleOfLead(department, drawn);
  const seniority = leads !== null && drawn !== 'Manager' && isTaken(leads) ? 'Senior' : drawn;
  return finish(random, { profession, department, seniority, sector });
}

/** The same career as somebody typed it in who knew less about it. */
export function sameCareerInShort(known: Career): Career {
  return {
    ...known,
    headline: known.headline.split(/, | \(/)[0] ?? known.headline,
    skills: known.skills.slice(0, 3),
    interests: [],
  };
}

function rung(random: Random, { hasStaff }: Department): SamplePerson['seniority'] {
  return random.weighted(hasStaff ? STAFF_LADDER : LADDER, ([, weight]) => weight)[0];
}

function finish(
  random: Random,
  base: Pick<Career, 'profession' | 'department' | 'seniority'> & { sector: string },
): Career {
  const { profession, department, seniority, sector } = base;
  const lead = titleOfLead(department, seniority);
  const skills = skillsOf(random, profession, seniority, lead !== null);
  const title = lead ?? titleOf(profession, department, seniority);
  return {
    profession,
    department,
    seniority,
    headline: headline(random, { title, profession, seniority, sector, skills }),
    role: seniority === 'Executive' ? department.titles.VP : (lead ?? profession.title),
    skills,
    interests: interestsOf(random, profession, department, seniority, lead !== null),
  };
}

/** The title of who leads at that level; null for those who don't lead. */
export function titleOfLead({ titles }: Department, seniority: SamplePerson['seniority']): string | null {
  switch (seniority) {
    case 'Manager':
    case 'Director':
    case 'VP':
    case 'Executive':
      return titles[seniority];
    default:
      return null;
  }
}

function titleOf(
  { title }: Profession,
  { intern }: Department,
  seniority: SamplePerson['seniority'],
): string {
  if (seniority === 'Intern') return `${intern} Intern`;
  if (seniority === 'Junior' && title === 'Product Manager') return 'Associate Product Manager';
  return `${PREFIXES[seniority] ?? ''}${title}`;
}

function headline(
  random: Random,
  of: { title: string; sector: string; skills: string[] } & Pick<Career, 'profession' | 'seniority'>,
): string {
  const { title, profession, seniority, sector, skills } = of;
  if (title.includes(',') || ['Intern', 'VP', 'Executive'].includes(seniority)) return title;
  const focuses = profession.focuses;
  const way = random.int(0, 9);
  if (way < 4 && focuses.length > 0) return `${title}, ${random.pick(focuses)}`;
  if (way < 6 && sector !== 'consulting' && sector !== 'design studio') return `${title}, ${sector}`;
  return way < 8 && isTechnical(profession) && seniority !== 'Director'
    ? `${title} (${skills.slice(0, 2).join(', ')})`
    : title;
}

/** Whether skills say more about somebody than what they work on. */
export function isTechnical({ department }: Profession): boolean {
  return department === 'engineering' || department === 'data' || department === 'design';
}

function skillsOf(
  random: Random,
  { skills, department }: Profession,
  seniority: SamplePerson['seniority'],
  leads: boolean,
): string[] {
  const isNew = seniority === 'Intern' || seniority === 'Junior';
  const count = isNew ? random.int(3, 4) : random.int(3, 7);
  const [first = '', second = '', ...more] = skills;
  // Those who stand first in the list are the usual company of the first two.
  const usual = more.slice(0, 5);
  const others = [...random.shuffled(usual), ...random.shuffled(more.slice(5))];
  const lead = leads && department !== 'finance' ? ['People management'] : [];
  const all = [...new Set([first, second, ...lead, ...others])];
  return all.slice(0, count);
}

function interestsOf(
  random: Random,
  { interest }: Profession,
  { leading }: Department,
  seniority: SamplePerson['seniority'],
  leads: boolean,
): string[] {
  if (leads) return [leading, interest];
  const rises = ['Senior', 'Staff', 'Principal'].includes(seniority) && random.chance(0.3);
  return rises ? [interest, leading] : [interest];
}
