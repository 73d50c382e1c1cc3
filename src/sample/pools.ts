import { samplePeople } from './generate.ts';
import type { SamplePerson } from './people.ts';

/** A pool of the local workspace. */
export interface SamplePool {
  name: string;
  /** Null: its members are picked by hand. */
  query: string | null;
  purpose: string;
  targetSize: number;
  cadenceDays: number;
  /** E-mail addresses of those who are in a pool by hand. */
  members?: string[];
}

/** Members are looked up when somebody asks: a start of the app that seeds nothing needn't make 300 people. */
export const SAMPLE_POOLS: SamplePool[] = [
  {
    name: 'Go, Rust and Kubernetes in Berlin and London',
    query: 'skill:go,rust,kubernetes city:berlin,london',
    purpose: 'Backend and platform roles at the two European offices',
    targetSize: 15,
    cadenceDays: 60,
  },
  {
    name: 'Machine learning bench',
    query: 'skill:"machine learning",pytorch seniority:senior,staff,principal -stage:hired,declined',
    purpose: 'Experienced people for the ranking team that is planned for next year',
    targetSize: 15,
    cadenceDays: 90,
  },
  {
    name: 'Runners-up',
    query: 'stage:"silver medalist"',
    purpose: 'Good people who came second: the first to hear of a new role',
    targetSize: 30,
    cadenceDays: 120,
  },
  {
    name: 'Future leaders',
    query: null,
    purpose: 'Who could run a team or a department here within two years',
    targetSize: 25,
    cadenceDays: 90,
    get members() {
      return chosen(20, ({ seniority }) => ['Manager', 'Director', 'VP'].includes(seniority));
    },
  },
  {
    name: 'Austin evenings',
    query: null,
    purpose: 'Guests of our open evenings in Austin',
    targetSize: 20,
    cadenceDays: 45,
    get members() {
      return chosen(18, ({ location }) => location.startsWith('Austin'));
    },
  },
];

function chosen(most: number, fits: (person: SamplePerson) => boolean): string[] {
  const possible = samplePeople().filter(
    (person) => fits(person) && !person.optedOut && person.stage !== 'hired' && person.stage !== 'declined',
  );
  return possible.slice(0, most).map(({ email }) => email);
}
