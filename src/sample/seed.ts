import { createHash } from 'node:crypto';
import type { Candidate } from '#candidates/candidate.ts';
import { type CaptureDeps, newCandidate } from '#candidates/capture.ts';
import { derived } from '#candidates/derived.ts';
import { isEmpty } from '#candidates/find.ts';
import { type Profile, readProfile } from '#candidates/profile.ts';
import { canonicalWord, learnWords } from '#candidates/vocabulary.ts';
import { summarise } from '#engagement/summary.ts';
import type { Kind, Touchpoint } from '#engagement/touchpoint.ts';
import type { PoolStore } from '#pools/store.ts';
import { setRole, type TeamDeps } from '#team/members.ts';
import { samplePeople } from './generate.ts';
import type { SamplePerson, SampleTouchpoint } from './people.ts';
import { type SeededPool, samplePools, seedPools } from './seed-pools.ts';

export type SeedDeps = CaptureDeps & TeamDeps & { pools: PoolStore };

const DAY_MS = 86_400_000;
/** Ids of the local workspace's sample people; product.md section 17. */
const RILEY = 'U0RILEY';
const HARPER = 'U0HARPER';

/**
 * Fills an empty database with the sample people of the local workspace; does nothing to one that isn't empty. Written
 * in two goes, histories first: whoever starts after a crash in between writes the same again.
 */
export async function seedSampleData(deps: SeedDeps): Promise<void> {
  if (!(await isEmpty(deps))) return;
  await setRole(deps, { userId: HARPER, role: 'hiring manager', by: RILEY });
  const now = deps.clock.now().getTime();
  const pools = samplePools(now);
  await seedPools(deps, pools, now);
  const made = samplePeople().map((person) => makePerson(deps, person, now, pools));
  await deps.touchpoints.insertAll(made.flatMap(({ touchpoints }) => touchpoints));
  const people = made.map(({ candidate }) => candidate);
  await deps.candidates.insertAll(people);
  await learnWords(deps, {
    skills: people.flatMap(({ skills }) => skills),
    interests: people.flatMap(({ interests }) => interests),
    tags: people.flatMap(({ tags }) => tags),
  });
}

function makePerson(
  deps: SeedDeps,
  person: SamplePerson,
  now: number,
  pools: readonly SeededPool[],
): { candidate: Candidate; touchpoints: Touchpoint[] } {
  const daysAgo = (days: number) => new Date(now - days * DAY_MS);
  const id = createHash('sha256').update(`sample:${person.email}`).digest('hex').slice(0, 24);
  const since = daysAgo(person.knownForDays);
  const record = {
    ...newCandidate(profileOf(person), RILEY, new Date(now), { since }),
    _id: id,
    stage: person.stage,
    interests: (person.interests ?? []).map(([what, days, how]) => ({ what, at: daysAgo(days), how })),
    suppressions: suppressionsOf(person, daysAgo),
    pools: pools
      .filter(({ members }) => members.has(person.email))
      .map(({ pool }) => ({ id: pool._id, at: since, by: RILEY })),
  };
  const touchpoints = person.history.map(
    (one, index): Touchpoint => ({
      _id: `sample:${id}:${index}`,
      candidateId: id,
      kind: one.kind,
      direction: directionOf(one),
      at: daysAgo(one.daysAgo),
      by: directionOf(one) === 'in' ? 'candidate' : RILEY,
      channel: one.kind in EMAIL_KINDS ? 'email' : null,
      sentiment: one.sentiment ?? null,
      draftId: null,
      note: one.note,
      pending: false,
      recordedAt: daysAgo(one.daysAgo),
    }),
  );
  return {
    touchpoints,
    candidate: {
      ...record,
      ...derived(record),
      engagement: { ...summarise(touchpoints, deps.temperature), revision: 0 },
    },
  };
}

function profileOf(person: SamplePerson): Profile {
  const read = readProfile({
    name: person.name,
    email: person.email,
    phone: person.phone ?? '',
    link: person.link ?? '',
    headline: person.headline,
    company: person.company,
    location: person.location,
    seniority: person.seniority,
    skills: person.skills.map((skill) => canonicalWord('skill', skill)),
    interests: [],
    tags: person.tags,
    source: person.source,
    sourceDetail: person.sourceDetail ?? '',
    owner: person.owner === null ? null : RILEY,
    note: '',
  });
  if ('profile' in read) return read.profile;
  throw new Error(`The sample person ${person.name} is not right: ${JSON.stringify(read.errors)}`);
}

/** Since the day of the last thing in their history, which says so. */
function suppressionsOf(
  { optedOut, bounced, history }: SamplePerson,
  daysAgo: (days: number) => Date,
): Candidate['suppressions'] {
  const at = daysAgo(history.at(-1)?.daysAgo ?? 0);
  return [
    ...(optedOut ? [{ reason: 'opted out' as const, at, by: 'candidate' }] : []),
    ...(bounced ? [{ reason: 'bounced' as const, at, by: 'mail' }] : []),
  ];
}

const EMAIL_KINDS: Partial<Record<Kind, true>> = {
  'message sent': true,
  replied: true,
  opened: true,
  clicked: true,
  'inbound message': true,
};
const THEIR_DOING = new Set(['replied', 'applied', 'inbound message', 'event attended', 'clicked', 'opened']);

function directionOf({ kind }: SampleTouchpoint): 'in' | 'out' {
  return THEIR_DOING.has(kind) ? 'in' : 'out';
}
