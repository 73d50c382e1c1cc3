import { join } from 'node:path';
import { type Profile } from '../../src/candidates/profile-store.ts';
import { facetToken } from '../../src/candidates/tokens.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { rankedProfile, rankFor } from '../../src/roles/ranking/rank.ts';
import { scoreOf } from '../../src/roles/ranking/score.ts';
import { wantedOf } from '../../src/roles/ranking/wanted.ts';
import { DEFAULT_RANKING } from '../../src/roles/ranking/weights.ts';
import { criteriaOf, type Role } from '../../src/roles/role.ts';
import { PLACES } from '../../src/sample/places.ts';
import { PROFESSIONS } from '../../src/sample/professions.ts';
import { randomFrom } from '../../src/sample/random.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { hand, many, p95Of, percentile, table } from './figures.ts';
import { benchmarkPerson, NOW } from './people.ts';
import { measureQuality, rankingDeps, roleOf } from './ranking-quality.ts';

/**
 * `npm run bench:roles -- [PEOPLE] [DIRECTORY] [COMPARED]`: the top 20 for a role over so many candidates, beside the bare driver fetching the
 * twenty hottest with all must-haves in the same run, and beside scoring everybody (what the streams may miss). A directory keeps
 * the people for the next run. Goals at a million: p95 ≤ 500 ms for selective must-haves, ≤ 2 s for the commonest skill.
 */
const people = Number(process.argv[2] ?? 100_000);
const kept = process.argv[3];
const ROLES = 60;
/** Of each kind, how many are also ranked by reading everybody: half a minute each at a million. */
const compared = Number(process.argv[4] ?? 8);
const SHOWN = 20;
/** As in the ranking: while fewer have all must-haves, who lacks some is looked at, too. */
const ENOUGH = 40;
const AT_ONCE = 2_000;
const JUDGED = { people: 10_000, roles: 100 };

const folder = await temporaryFolder();
const open = (directory: string) => openDatabase({ uri: null, directory, logger: createLogger('error') });
const database = await open(kept ?? join(folder.path, 'database'));
const { db } = database;
const deps = await rankingDeps(db);
const candidates = db.collection<Profile & { facets: string[] }>('candidates');
for (let from = await candidates.estimatedDocumentCount(); from < people; from += AT_ONCE)
  await deps.candidates.insertAll(
    Array.from({ length: Math.min(AT_ONCE, people - from) }, (_, i) => benchmarkPerson(from + i).candidate),
  );

/** Roles by how many people have all their must-haves. */
const KINDS = {
  'selective (3 to 4 must-haves)': (index: number) => roleFor(index, 3 + (index % 2)),
  'common (1 to 2 must-haves)': (index: number) => roleFor(index, 1 + (index % 2)),
  'commonest skill alone': (index: number) => roleFor(index, 0),
};

/** Milliseconds at a million. */
const GOALS: Record<keyof typeof KINDS, number | null> = {
  'selective (3 to 4 must-haves)': 500,
  'common (1 to 2 must-haves)': null,
  'commonest skill alone': 2_000,
};

const commonest = await commonestSkill();
function roleFor(index: number, musts: number): Role {
  const random = randomFrom(index * 31 + musts);
  const work = random.pick(PROFESSIONS);
  const skills = random.shuffled(work.skills);
  return roleOf(
    {
      title: work.title,
      mustHave: musts === 0 ? [commonest] : skills.slice(0, musts),
      niceToHave: skills.slice(musts, musts + 2).filter((skill) => skill !== commonest),
      seniority: random.pick(['Mid-level', 'Senior', 'Staff'] as const),
      location: random.weighted(PLACES, ({ weight }) => weight).location,
      remote: random.chance(0.3),
    },
    index,
  );
}

async function commonestSkill(): Promise<string> {
  const skills = [...new Set(PROFESSIONS.flatMap((one) => one.skills))];
  const counts = await Promise.all(
    skills.map(async (skill) => ({
      skill,
      count: await candidates.countDocuments({ tokens: facetToken('skill', skill) } as object),
    })),
  );
  const [most] = counts.toSorted((a, b) => b.count - a.count);
  console.log(`The commonest skill is ${most?.skill}: ${most?.count.toLocaleString('en')} people.`);
  return most?.skill ?? '';
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now();
  const value = await work();
  return { ms: performance.now() - begun, value };
}

/** The bare driver: the twenty hottest who have all must-haves, whole records. */
async function bare(role: Role): Promise<unknown> {
  const tokens = role.mustHave.map((skill) => facetToken('skill', skill));
  return candidates
    .find({ tokens: tokens[0], facets: { $all: tokens } } as object)
    .hint({ tokens: 1, 'engagement.heat': -1, _id: 1 })
    .sort({ 'engagement.heat': -1, _id: 1 })
    .limit(SHOWN)
    .toArray();
}

/** The best of all who have the must-haves, or, while that are few, any of them, by reading every one. */
async function exhaustive(role: Role): Promise<string[]> {
  const wanted = wantedOf(criteriaOf(role));
  const tokens = [...wanted.must.keys()];
  const scored: { id: string; score: number; hasAll: boolean }[] = [];
  const found = candidates.find({ tokens: { $in: tokens } } as object, {
    projection: { skills: 1, seniority: 1, place: 1, interestedAt: 1, stage: 1, engagement: 1 },
  });
  for await (const one of found) {
    const profile = rankedProfile(one, new Set());
    const { score } = scoreOf(wanted, profile, DEFAULT_RANKING.weights, {
      now: NOW,
      temperature: DEFAULT_TEMPERATURE,
    });
    scored.push({ id: one._id, score, hasAll: tokens.every((token) => profile.skills.has(token)) });
  }
  const full = scored.filter(({ hasAll }) => hasAll);
  return (full.length >= ENOUGH ? full : scored)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ id }) => id);
}

const rows: Record<string, string | number>[] = [];
for (const [name, make] of Object.entries(KINDS)) {
  const mine: number[] = [];
  const theirs: number[] = [];
  const considered: number[] = [];
  let found = 0;
  let possible = 0;
  for (let index = 0; index < ROLES; index++) {
    const role = make(index);
    theirs.push((await timed(() => bare(role))).ms);
    const { ms, value } = await timed(() => rankFor(deps, role, { limit: SHOWN, leaveOut: new Set() }));
    mine.push(ms);
    considered.push(value.considered);
    if (index >= compared) continue;
    const best = await exhaustive(role);
    const shown = new Set(value.ranked.map(({ candidateId }) => candidateId));
    possible += best.length;
    found += best.filter((id) => shown.has(id)).length;
  }
  const p95 = percentile(mine, 95);
  const goal = GOALS[name as keyof typeof KINDS];
  hand({
    operation: `top ${SHOWN} for a role: ${name}`,
    over: many(people, 'candidates'),
    ms: mine,
    floor: `bare driver, unranked, ${p95Of(theirs)}`,
    ratio: p95 / percentile(theirs, 95),
    goal: goal === null ? null : `p95 ≤ ${goal} ms`,
    isMet: goal === null ? null : p95 <= goal,
  });
  rows.push({
    roles: name,
    'p50 ms': percentile(mine, 50).toFixed(0),
    'p95 ms': p95.toFixed(0),
    'p99 ms': percentile(mine, 99).toFixed(0),
    'bare p95 ms': percentile(theirs, 95).toFixed(1),
    ratio: (p95 / percentile(theirs, 95)).toFixed(1),
    'who may fit (p50)': percentile(considered, 50),
    'of the best twenty of all found': compared === 0 ? 'not compared' : `${found} of ${possible}`,
  });
  console.log(JSON.stringify(rows.at(-1)));
}
console.log(table(`Top ${SHOWN} over ${people.toLocaleString('en')} candidates, ${ROLES} roles each`, rows));
console.log(`Memory: ${Math.round(process.memoryUsage().rss / 1e6)} MB resident.`);
await database.close();

const judging = await open(join(folder.path, 'judging'));
const quality = await measureQuality(judging.db, JUDGED.people, JUDGED.roles);
console.log(
  table(
    `Quality over ${JUDGED.people.toLocaleString('en')} people of whom the truth is known, ${JUDGED.roles} roles`,
    quality.map(({ method, precisionAt10, ndcgAt20 }) => ({
      method,
      'precision at 10': precisionAt10.toFixed(2),
      'nDCG at 20': ndcgAt20.toFixed(2),
    })),
  ),
);
await judging.close();
await folder.remove();
