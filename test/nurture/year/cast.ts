import { cityMapping } from 'city-timezones';
import type { Candidate } from '#candidates/candidate.ts';
import { derived } from '#candidates/derived.ts';
import type { Random } from '#sample/random.ts';
import type { Sequence, Step } from '../../../src/nurture/sequence.ts';
import { candidate } from '../../support/outreach.ts';

/** Who is in the year: six recruiters, ten sequences, and people in every time zone that the table of cities knows. */
export const OWNERS = [
  { id: 'U0RILEY', name: 'Riley Park', timeZone: 'America/Chicago' },
  { id: 'U0ANNA', name: 'Anna Weber', timeZone: 'Europe/Berlin' },
  { id: 'U0PRIYA', name: 'Priya Nair', timeZone: 'Asia/Kolkata' },
  { id: 'U0KENJI', name: 'Kenji Mori', timeZone: 'Asia/Tokyo' },
  { id: 'U0LUCIA', name: 'Lucia Dias', timeZone: 'America/Sao_Paulo' },
  { id: 'U0BRUCE', name: 'Bruce Hill', timeZone: 'Australia/Sydney' },
] as const;

const BODY =
  'Hi {{ first_name }},\n\nIt has been a while since we were in touch, and I have been wondering how things are going for you. There is news at https://acme.example/news if you are curious. Would a short call suit you?\n\n{{ sender }}';
const DAY_MS = 86_400_000;

/** How a text's subject begins: what tells the variants apart on the other side. */
const SUBJECTS = ['A quick hello', 'Coffee some day'];

function step(
  kind: Step['kind'],
  delayDays: number,
  options: { variants?: number; auto?: string } = {},
): Omit<Step, 'id'> {
  const texts = SUBJECTS.slice(0, options.variants ?? 1).map((subject) => ({
    subject: `${subject}, {{ first_name }}`,
    message: BODY,
  }));
  const variants =
    kind === 'message'
      ? texts
      : [{ subject: '', message: kind === 'wait' ? '' : kind === 'task' ? 'Call them' : 'Say hello' }];
  return { kind, delayDays, variants, withoutApproval: options.auto ?? null };
}

/** What the sequences do, each by one owner. */
function plans(auto: string): { stopAt: Sequence['stopAt']; steps: Omit<Step, 'id'>[] }[] {
  const byItself = { auto };
  return [
    {
      stopAt: null,
      steps: [
        step('message', 1, { auto, variants: 2 }),
        step('message', 5, byItself),
        step('message', 10, byItself),
      ],
    },
    { stopAt: null, steps: [step('message', 1, byItself), step('wait', 5), step('message', 3)] },
    { stopAt: null, steps: [step('message', 2), step('task', 3), step('message', 4, byItself)] },
    { stopAt: null, steps: [step('draft', 1), step('message', 7, byItself)] },
    {
      stopAt: 'warm',
      steps: [step('message', 1, byItself), step('message', 8, byItself), step('message', 8, byItself)],
    },
    {
      stopAt: 'hot',
      steps: [
        step('message', 3, byItself),
        step('message', 6, byItself),
        step('message', 6),
        step('message', 15, byItself),
      ],
    },
    {
      stopAt: null,
      steps: [
        step('task', 1),
        step('message', 2, { auto, variants: 2 }),
        step('message', 9, { auto, variants: 2 }),
      ],
    },
    {
      stopAt: null,
      steps: [step('message', 0, byItself), step('message', 2, byItself), step('message', 2, byItself)],
    },
    {
      stopAt: null,
      steps: [
        step('message', 0, byItself),
        step('message', 1, { auto, variants: 2 }),
        step('wait', 10),
        step('message', 1, byItself),
      ],
    },
    { stopAt: null, steps: [step('message', 4), step('draft', 6)] },
  ];
}

export function makeSequences(at: Date): Sequence[] {
  return plans('').map((_, index) => {
    const owner = OWNERS[index % OWNERS.length] ?? OWNERS[0];
    const plan = plans(owner.id)[index];
    return {
      _id: `sequence${index}`,
      name: `Sequence ${index}`,
      key: `sequence ${index}`,
      audience: '',
      owner,
      steps: (plan?.steps ?? []).map((one, place) => ({ ...one, id: `s${index}step${place}` })),
      stopAt: plan?.stopAt ?? null,
      state: 'active',
      revision: 0,
      createdBy: owner.id,
      createdAt: at,
      deletedAt: null,
    };
  });
}

const FIRST = ['Ada', 'Bo', 'Cem', 'Dara', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kai', 'Lea'];
const LAST = ['Adams', 'Brandt', 'Cruz', 'Duarte', 'Eriksen', 'Fischer', 'Gupta', 'Haddad', 'Ito', 'Jansen'];
/** Where many have their mailbox: here the pace per domain is felt. */
const BIG_DOMAINS = ['mail.example', 'post.example'];

type City = (typeof cityMapping)[number];

/** Somebody of a place as the app itself reads it from their card: whatever is changed on the card, they stay there. */
function livingIn({ city_ascii, province, iso2, timezone }: City, whole: Candidate): Candidate | null {
  for (const location of [`${city_ascii}, ${iso2}`, `${city_ascii}, ${province}, ${iso2}`]) {
    const one = { ...whole, location };
    const found = { ...one, ...derived(one) };
    if (found.place.timeZone === timezone && found.place.country === iso2) return found;
  }
  return null;
}

/** One after another from every zone, then from anywhere; a few without a place, a few whose consent ends within the year. */
export function makePeople(random: Random, count: number, begin: Date): Candidate[] {
  const byZone = [...Map.groupBy(cityMapping, ({ timezone }) => timezone).values()];
  return Array.from({ length: count }, (_, index) => {
    const domain = random.chance(0.3) ? random.pick(BIG_DOMAINS) : `firm${index % 400}.example`;
    const email = `person${index}@${domain}`;
    const consent = random.chance(0.03) ? new Date(begin.getTime() + random.int(20, 340) * DAY_MS) : null;
    const whole = candidate({
      _id: index.toString(16).padStart(24, '0'),
      name: `${random.pick(FIRST)} ${random.pick(LAST)}`,
      emails: [email],
      keys: [`email:${email}`],
      links: [],
      location: null,
      place: { city: null, country: null, timeZone: null },
      owner: random.pick(OWNERS).id,
      lawfulBasis: { basis: consent ? 'consent' : 'legitimate interest', at: begin, expiresAt: consent },
    });
    if (random.chance(0.01)) return whole;
    const cities = byZone[index % byZone.length] ?? cityMapping;
    const isOfZone = index < byZone.length || random.chance(0.5);
    for (let tries = 0; tries < 8; tries++) {
      const found = livingIn(random.pick(isOfZone ? cities : cityMapping), whole);
      if (found) return found;
    }
    return whole;
  });
}
