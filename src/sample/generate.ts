import { STAGES, type Stage } from '#candidates/candidate.ts';
import type { Temperature } from '#engagement/temperature.ts';
import { type Career, career, isTechnical, sameCareerInShort } from './career.ts';
import { EVENTS, type SampleEvent } from './events.ts';
import { type DatedHistory, historyWithin } from './history.ts';
import { identities, type SampleIdentity } from './identities.ts';
import { SAMPLE_PEOPLE, type SamplePerson } from './people.ts';
import { PROFESSIONS } from './professions.ts';
import { type Random, randomFrom } from './random.ts';
import { interestsFrom, sourceDetail, tagsOf } from './remarks.ts';

/** How many people there are in the local workspace, the hand-written ones among them. */
const COUNT = 300;
const SEED = 2_026;

/** Of a hundred people, how many stand there, and which share of those is hot and warm. */
const STAGE_SHARES: Record<Stage, [ofHundred: number, hot: number, warm: number]> = {
  prospect: [24, 0, 0.17],
  contacted: [22, 0, 0.12],
  engaged: [17, 0.22, 0.42],
  nurturing: [18, 0.05, 0.2],
  applied: [2, 0.7, 0.3],
  interviewing: [2, 1, 0],
  'silver medalist': [8, 0.1, 0.26],
  hired: [2, 0, 0.4],
  declined: [3, 0, 0.1],
  alumni: [2, 0, 0.35],
};

/** Where somebody stands, decided before it is decided who. */
interface Slot {
  stage: Stage;
  temperature: Temperature;
  isTwin: boolean;
  unowned: boolean;
  optedOut: boolean;
  bounced: boolean;
}

/**
 * The people of the local workspace: the hand-written ones, then generated ones. All are made up; the same seed makes
 * the same people.
 */
export function samplePeople(seed = SEED): SamplePerson[] {
  const random = randomFrom(seed);
  const people = identities(random, COUNT - SAMPLE_PEOPLE.length);
  const slots = deal(random, people);
  const careers = new Map<SampleIdentity, Career>();
  const titles = new Set<string>();
  const jobs = random.deck(PROFESSIONS, ({ weight }) => weight);
  const generated = people.map((identity, index) => {
    const slot = slots[index];
    if (!slot) throw new RangeError('There are fewer slots than people.');
    const known = identity.twinOf && careers.get(identity.twinOf);
    const { company } = identity;
    const own = known
      ? sameCareerInShort(known)
      : career(random, jobs.pop() ?? random.pick(PROFESSIONS), company.sector, (title) =>
          titles.has(`${company.name} ${title}`),
        );
    careers.set(identity, own);
    titles.add(`${company.name} ${own.role}`);
    return person(random, identity, own, slot);
  });
  return [...SAMPLE_PEOPLE, ...random.shuffled(generated)];
}

/** One slot for each person, in their order. */
function deal(random: Random, people: readonly SampleIdentity[]): Slot[] {
  const plain = { isTwin: false, unowned: false, optedOut: false, bounced: false };
  const slots = random.shuffled(
    STAGES.flatMap((stage) => {
      const [ofHundred, hot, warm] = STAGE_SHARES[stage];
      const count = Math.round((people.length * ofHundred) / 100);
      return Array.from({ length: count }, (_, index): Slot => {
        const temperature =
          index < Math.round(count * hot)
            ? 'hot'
            : index < Math.round(count * hot) + Math.round(count * warm)
              ? 'warm'
              : 'cold';
        return { ...plain, stage, temperature };
      });
    }),
  );
  while (slots.length < people.length) slots.push({ ...plain, stage: 'prospect', temperature: 'cold' });

  const mark = (count: number, fits: (slot: Slot) => boolean, how: Partial<Slot>) => {
    for (const slot of slots.filter((one) => !one.isTwin && fits(one)).slice(0, count))
      Object.assign(slot, how);
  };
  const isCold = ({ temperature }: Slot) => temperature === 'cold';
  const isAt =
    (...stages: Stage[]) =>
    (slot: Slot) =>
      stages.includes(slot.stage);
  mark(people.filter(({ twinOf }) => twinOf).length, (slot) => isCold(slot) && isAt('prospect')(slot), {
    isTwin: true,
  });
  mark(12, (slot) => isCold(slot) && isAt('contacted', 'nurturing', 'declined')(slot), { optedOut: true });
  mark(6, (slot) => isCold(slot) && !slot.optedOut && isAt('contacted')(slot), { bounced: true });
  mark(13, (slot) => isCold(slot) && isAt('prospect', 'contacted', 'nurturing')(slot), { unowned: true });
  mark(2, (slot) => slot.temperature === 'hot' && isAt('engaged')(slot), { unowned: true });

  const twins = slots.filter(({ isTwin }) => isTwin);
  const others = slots.filter(({ isTwin }) => !isTwin);
  return people.flatMap(({ twinOf }) => (twinOf ? twins : others).shift() ?? []);
}

const SOURCE_SHARES: Partial<Record<SamplePerson['source'], number>> = {
  Sourced: 34,
  Referral: 15,
  'Past applicant': 12,
  Event: 34,
  Inbound: 11,
  Import: 8,
  Other: 3,
};

function pickSource(random: Random, { stage, isTwin, temperature }: Slot): SamplePerson['source'] {
  if (isTwin) return 'Import';
  if (stage === 'alumni') return 'Other';
  const shares: Partial<Record<SamplePerson['source'], number>> =
    stage === 'silver medalist'
      ? { 'Silver medalist': 40, 'Past applicant': 40, Sourced: 10, Referral: 10 }
      : { ...SOURCE_SHARES };
  // Somebody who wrote to us and is still cold has been answered, and is no prospect any more.
  if (stage === 'prospect' && temperature === 'cold') delete shares.Inbound;
  if (stage === 'applied' || stage === 'interviewing') delete shares['Past applicant'];
  const sources = Object.entries(shares) as [SamplePerson['source'], number][];
  return random.weighted(sources, ([, share]) => share)[0];
}

const MOST_DAYS: Partial<Record<SamplePerson['seniority'], number>> = {
  Intern: 240,
  Junior: 600,
  'Mid-level': 1_100,
};
const LONGEST_KNOWN = 1_500;
const COLLEAGUES = ['Harper', 'Harper', 'Morgan', 'Morgan', 'Riley', 'Ravi', 'Elena', 'Kwabena'];

function person(random: Random, identity: SampleIdentity, own: Career, slot: Slot): SamplePerson {
  for (;;) {
    const source = pickSource(random, slot);
    const event = source === 'Event' ? pickEvent(random, identity, own) : null;
    if (source === 'Event' && event === null) continue;
    const colleague = random.pick(COLLEAGUES);
    const { stage, optedOut, bounced } = slot;
    const told = historyWithin(random, {
      plot: { stage, source, isTechnical: isTechnical(own.profession), optedOut, bounced },
      temperature: slot.temperature,
      mostDays: MOST_DAYS[own.seniority] ?? LONGEST_KNOWN,
      eventDaysAgo: event?.daysAgo ?? null,
      blanks: blanks(identity, own, source === 'Referral' ? colleague : null, event),
    });
    if (told) return put(random, { identity, own, slot, source, event, colleague, told });
  }
}

function pickEvent(random: Random, { place }: SampleIdentity, own: Career): SampleEvent | null {
  const possible = EVENTS.filter(
    ({ topics, near }) =>
      (topics === null ||
        [own.profession.department, own.profession.interest].some((one) => topics.includes(one))) &&
      (near === null || place.location.startsWith(near)),
  );
  return possible.length > 0 ? random.pick(possible) : null;
}

/** Skills that one wouldn't mention in a note. */
const PLAIN = ['SQL', 'HTML', 'CSS', 'Project management', 'People management'];
/** Skills whose names are no proper names are written small within a sentence. */
const PROPER =
  /[A-Z].*[A-Z+#]|^(Go|Java|Python|Rust|Ruby|React|Kubernetes|Docker|Terraform|Kotlin|Swift|Scala|Elixir|Linux|Redis|Figma|Flutter|Android|Angular|Ansible|Apache.*|Azure|Django|Elasticsearch|Google.*|Node\.js|Next\.js|Vue\.js|Prometheus|Ruby on Rails|C|R)$/;

function blanks(
  { place, company }: SampleIdentity,
  own: Career,
  colleague: string | null,
  event: SampleEvent | null,
): Record<string, string[]> {
  const [city = ''] = place.location.split(',');
  const leads =
    own.skills.includes('People management') || ['Director', 'VP', 'Executive'].includes(own.seniority);
  const telling = own.skills.filter((skill) => !PLAIN.includes(skill));
  return {
    skill: telling.slice(0, 4).map((skill) => (PROPER.test(skill) ? skill : skill.toLowerCase())),
    tool: telling.filter((skill) => PROPER.test(skill)).slice(0, 4),
    city: city === 'Remote' ? [] : [city],
    company: [company.name],
    sector: [company.sector],
    role: [own.role],
    next: leads ? [] : ['lead people'],
    topic: own.interests.length > 0 ? own.interests.slice(0, 1) : [own.profession.interest],
    project: [...own.profession.projects],
    exercise: [...own.department.exercises],
    reading: [...own.department.readings],
    colleague: colleague === null ? [] : [colleague],
    event: event === null ? [] : [event.name],
  };
}

interface Parts {
  identity: SampleIdentity;
  own: Career;
  slot: Slot;
  source: SamplePerson['source'];
  event: SampleEvent | null;
  colleague: string;
  told: DatedHistory;
}

function put(random: Random, parts: Parts): SamplePerson {
  const { identity, own, slot, source, event, colleague, told } = parts;
  const detail = sourceDetail(random, { own, stage: slot.stage, source, event, colleague, told });
  const hasLink = !slot.isTwin && random.chance(0.75);
  const interests = slot.isTwin ? [] : interestsFrom(random, own, told.history, event);
  return {
    name: identity.name,
    email: identity.email,
    ...(identity.phone === null ? {} : { phone: identity.phone }),
    ...(hasLink ? { link: `https://www.linkedin.com/in/${identity.slug}-sample` } : {}),
    headline: own.headline,
    company: identity.company.name,
    location: identity.place.location,
    seniority: own.seniority,
    skills: own.skills,
    ...(interests.length > 0 ? { interests } : {}),
    tags: slot.isTwin ? [] : tagsOf(random, { identity, own, stage: slot.stage, source, event, told }),
    source,
    ...(detail === null ? {} : { sourceDetail: detail }),
    knownForDays: told.knownForDays,
    stage: slot.stage,
    history: told.history,
    ...(slot.unowned ? { owner: null } : {}),
    ...(slot.optedOut ? { optedOut: true } : {}),
    ...(slot.bounced ? { bounced: true } : {}),
  };
}
