import type { Db } from 'mongodb';
import { profileStore } from '../../src/candidates/profile-store.ts';
import { wordsOf } from '../../src/candidates/search-words.ts';
import { candidateIndexes, candidateStore } from '../../src/candidates/store.ts';
import { DEFAULT_TEMPERATURE } from '../../src/engagement/temperature.ts';
import { DEFAULT_WRITING } from '../../src/outreach/permission/permission.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { matchIndexes, matchStore } from '../../src/roles/match-store.ts';
import { rankFor } from '../../src/roles/ranking/rank.ts';
import { DEFAULT_RANKING } from '../../src/roles/ranking/weights.ts';
import type { Role } from '../../src/roles/role.ts';
import { roleIndexes, roleStore } from '../../src/roles/store.ts';
import { randomFrom } from '../../src/sample/random.ts';
import { roleWith } from '../support/role.ts';
import { NOW } from './people.ts';
import { ndcgAt, precisionAt } from './ranking-measures.ts';
import { grade, person, role } from './ranking-people.ts';

/** Who suits: does the work, and two of level, place and openness. */
const GOOD = 3;
const SHOWN = 20;

export interface Quality {
  method: string;
  /** Means over the roles. */
  precisionAt10: number;
  ndcgAt20: number;
}

/** What the ranking works with, on a database that has its indexes then; it is always NOW. */
export async function rankingDeps(db: Db) {
  await ensureIndexes(db, [candidateIndexes, roleIndexes, matchIndexes]);
  return {
    candidates: candidateStore(db),
    profiles: profileStore(db),
    roles: roleStore(db),
    matches: matchStore(db),
    clock: { now: () => NOW },
    temperature: DEFAULT_TEMPERATURE,
    writing: DEFAULT_WRITING,
    ranking: DEFAULT_RANKING,
  };
}

/**
 * Ranks the same people for the same roles in several ways and judges each by the truth. The role's whole order is made by the
 * app's own `rankFor` on the real engine.
 */
export async function measureQuality(db: Db, people: number, roles: number): Promise<Quality[]> {
  const deps = await rankingDeps(db);
  const everybody = Array.from({ length: people }, (_, index) => person(index));
  for (let from = 0; from < people; from += 1_000)
    await deps.candidates.insertAll(everybody.slice(from, from + 1_000).map(({ candidate }) => candidate));
  const words = everybody.map(
    ({ candidate: { headline, location, skills } }) =>
      new Set([headline, location, ...skills].flatMap((text) => wordsOf(text ?? ''))),
  );
  const scores = new Map<string, { precision: number[]; ndcg: number[] }>();
  for (let index = 0; index < roles; index++) {
    const judged = role(index);
    const grades = new Map(everybody.map(({ candidate, truth }) => [candidate._id, grade(judged, truth)]));
    const { ranked } = await rankFor(deps, roleOf(judged.criteria, index), {
      limit: SHOWN,
      leaveOut: new Set(),
    });
    const asked = keywords(judged.criteria);
    const byKeywords = everybody
      .map(({ candidate }, at) => ({
        id: candidate._id,
        hits: asked.filter((word) => words[at]?.has(word)).length,
      }))
      .toSorted((a, b) => b.hits - a.hits || (a.id < b.id ? -1 : 1));
    const orders = {
      ours: ranked.map(({ candidateId }) => candidateId),
      'keyword overlap': byKeywords.map(({ id }) => id),
      random: randomFrom(index)
        .shuffled(everybody)
        .map(({ candidate }) => candidate._id),
    };
    for (const [method, order] of Object.entries(orders)) {
      const found = order.slice(0, SHOWN).map((id) => grades.get(id) ?? 0);
      const sums = scores.get(method) ?? { precision: [], ndcg: [] };
      sums.precision.push(precisionAt(10, found, GOOD));
      sums.ndcg.push(ndcgAt(20, found, [...grades.values()]));
      scores.set(method, sums);
    }
  }
  return [...scores].map(([method, { precision, ndcg }]) => ({
    method,
    precisionAt10: mean(precision),
    ndcgAt20: mean(ndcg),
  }));
}

function keywords({
  title,
  mustHave,
  niceToHave,
  location,
}: Role | ReturnType<typeof role>['criteria']): string[] {
  return [...new Set([title, ...mustHave, ...niceToHave, location ?? ''].flatMap((text) => wordsOf(text)))];
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}

/** An open role with these criteria. */
export function roleOf(criteria: ReturnType<typeof role>['criteria'], index: number): Role {
  return {
    ...roleWith(criteria, NOW),
    _id: `judged-${index}`,
    key: `judged ${index}`,
  };
}
