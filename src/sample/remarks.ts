import type { Stage } from '#candidates/candidate.ts';
import type { Kind } from '#engagement/touchpoint.ts';
import type { Career } from './career.ts';
import type { SampleEvent } from './events.ts';
import type { DatedHistory } from './history.ts';
import type { SampleIdentity } from './identities.ts';
import type { SamplePerson, SampleTouchpoint } from './people.ts';
import type { Random } from './random.ts';

type Interest = NonNullable<SamplePerson['interests']>[number];

/** The day on which the sample events and years are right; on a later one they are a little too recent. */
const WRITTEN_ON = Date.UTC(2026, 10, 21);
const DAY_MS = 86_400_000;
const MOST_TAGS = 3;

/** How somebody said what they are interested in. */
const SAID: Partial<Record<Kind, string>> = {
  call: 'said so in a call',
  meeting: 'said so when we met',
  replied: 'wrote so in a reply',
  'inbound message': 'wrote to us',
  applied: 'applied for it',
  interview: 'said so in the interview',
  'event attended': 'told us at an event',
};

/** What somebody is interested in, as they said on one of the days on which we heard from them. */
export function interestsFrom(
  random: Random,
  { interests }: Career,
  history: readonly SampleTouchpoint[],
  event: SampleEvent | null,
): Interest[] {
  const heard = random
    .shuffled(history)
    .filter(
      ({ kind, daysAgo, sentiment }) =>
        SAID[kind] !== undefined && sentiment !== 'negative' && daysAgo >= 5 && daysAgo <= 700,
    );
  return interests.flatMap((what, index): Interest[] => {
    const said = heard[index];
    if (!said || random.chance(index === 0 ? 0.15 : 0.3)) return [];
    const at = event && said.kind === 'event attended' ? `told us at ${event.name}` : SAID[said.kind];
    return [[what, said.daysAgo, at ?? 'told us']];
  });
}

/** What is known about how somebody came to us; null for nothing. */
export function sourceDetail(
  random: Random,
  of: {
    own: Career;
    stage: Stage;
    source: SamplePerson['source'];
    event: SampleEvent | null;
    colleague: string;
    told: DatedHistory;
  },
): string | null {
  const { own, stage, source, event, colleague, told } = of;
  switch (source) {
    case 'Sourced':
      return random.chance(0.65) ? random.pick(own.department.foundAt) : null;
    case 'Referral':
      return `Referred by ${colleague}`;
    case 'Past applicant':
    case 'Silver medalist':
      return `${own.role}, ${yearOf(told.knownForDays)}`;
    case 'Event':
      return event?.name ?? null;
    case 'Inbound':
      return random.chance(0.6)
        ? random.pick(['Careers page', 'Mail to jobs@', 'Newsletter', 'Contact form'])
        : null;
    case 'Import':
      return random.pick(['Old ATS', 'Talent spreadsheet', 'LinkedIn export']);
    case 'Other':
      return stage === 'alumni' ? 'Former colleague' : null;
  }
}

/** Up to three tags, those that say most first. */
export function tagsOf(
  random: Random,
  of: {
    identity: SampleIdentity;
    own: Career;
    stage: Stage;
    source: SamplePerson['source'];
    event: SampleEvent | null;
    told: DatedHistory;
  },
): string[] {
  const { identity, own, stage, source, event, told } = of;
  const lastInterview = told.history.findLast(({ kind }) => kind === 'interview');
  const likely: [tag: string, share: number][] = [
    [event?.tag ?? '', 0.9],
    [
      lastInterview ? `runner-up-${yearOf(lastInterview.daysAgo)}` : '',
      stage === 'silver medalist' ? 0.9 : 0,
    ],
    ['referral', source === 'Referral' ? 0.7 : 0],
    ['alumni-network', stage === 'alumni' ? 0.9 : 0],
    ['remote', identity.place.location.startsWith('Remote') ? 0.85 : 0.07],
    [identity.company.sector.toLowerCase().replaceAll(' ', '-'), 0.3],
    [random.pick(own.profession.tags), 0.35],
    [random.pick(['newsletter', 'relocation', 'mentor', 'speaker', 'part-time', 'leadership']), 0.12],
  ];
  const chosen = likely.filter(([tag, share]) => tag !== '' && random.chance(share)).map(([tag]) => tag);
  return [...new Set(chosen)].slice(0, MOST_TAGS);
}

function yearOf(daysAgo: number): number {
  return new Date(WRITTEN_ON - daysAgo * DAY_MS).getUTCFullYear();
}
