import { type CaptureDeps, capture } from '#candidates/capture.ts';
import { type ChangeDeps, changeCandidate } from '#candidates/change.ts';
import { type FindDeps, isEmpty } from '#candidates/find.ts';
import { readProfile } from '#candidates/profile.ts';
import { canonicalWord } from '#candidates/vocabulary.ts';
import { recordTouchpoint } from '#engagement/record.ts';
import type { Kind } from '#engagement/touchpoint.ts';
import { setRole, type TeamDeps } from '#team/members.ts';
import { SAMPLE_PEOPLE, type SamplePerson, type SampleTouchpoint } from './people.ts';

export type SeedDeps = CaptureDeps & ChangeDeps & FindDeps & TeamDeps;

const DAY_MS = 86_400_000;
/** Ids of the local workspace's sample people; product.md section 17. */
const RILEY = 'U0RILEY';
const HARPER = 'U0HARPER';

/** Fills an empty database with the sample people of the local workspace; does nothing to one that isn't empty. */
export async function seedSampleData(deps: SeedDeps): Promise<void> {
  if (!(await isEmpty(deps))) return;
  await setRole(deps, { userId: HARPER, role: 'hiring manager', by: RILEY });
  for (const person of SAMPLE_PEOPLE) await seedPerson(deps, person);
}

async function seedPerson(deps: SeedDeps, person: SamplePerson): Promise<void> {
  const now = deps.clock.now().getTime();
  const daysAgo = (days: number) => new Date(now - days * DAY_MS);
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
    owner: RILEY,
    note: '',
  });
  if ('errors' in read)
    throw new Error(`The sample person ${person.name} is not right: ${JSON.stringify(read.errors)}`);
  const captured = await capture(deps, {
    profile: read.profile,
    by: RILEY,
    surface: 'sample data',
    since: daysAgo(person.knownForDays),
  });
  // Somebody else started at the same time and was faster.
  if (captured.outcome !== 'added') return;
  const id = captured.candidate._id;
  await changeCandidate(deps, id, { by: RILEY, action: 'sample data', surface: 'sample data' }, () => ({
    stage: person.stage,
    interests: (person.interests ?? []).map(([what, days, how]) => ({ what, at: daysAgo(days), how })),
  }));
  for (const [index, touchpoint] of person.history.entries())
    await recordTouchpoint(deps, {
      _id: `sample:${id}:${index}`,
      candidateId: id,
      kind: touchpoint.kind,
      direction: directionOf(touchpoint),
      at: daysAgo(touchpoint.daysAgo),
      by: directionOf(touchpoint) === 'in' ? 'candidate' : RILEY,
      channel: touchpoint.kind in EMAIL_KINDS ? 'email' : null,
      sentiment: touchpoint.sentiment ?? null,
      note: touchpoint.note,
    });
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
