import type { Db, Document } from 'mongodb';
import { keptFor } from '#platform/database/kept-for.ts';
import { unlessLate } from '#platform/database/unless-late.ts';
import type { Candidate } from './candidate.ts';
import { mayHaveAll, SKETCH_INDEX } from './sketch.ts';

/** What is read of people who are compared with a role: nothing that says who somebody is. */
export type Profile = Pick<
  Candidate,
  '_id' | 'skills' | 'seniority' | 'place' | 'interestedAt' | 'stage' | 'engagement' | 'updatedAt'
>;

const PROJECTION = {
  skills: 1,
  seniority: 1,
  place: 1,
  interestedAt: 1,
  stage: 1,
  engagement: 1,
  updatedAt: 1,
} satisfies Partial<Record<keyof Candidate, 1>>;

/** Beyond so many, a skill is common. */
const COUNTED_FAR = 5_000;
/** People among whom common skills are compared. */
const SAMPLED = 1_000;
/** Only the way to ask depends on them. */
const FREQUENT_MS = 3_600_000;

/** People of whom all of this is true. */
export type Having =
  /** A facet token (tokens.ts). */
  | { token: string }
  /** A normalised word of their headline: a name or an employer that has it doesn't count. */
  | { headlineWord: string }
  /** All of these facet tokens, and added, or having done something, since then. */
  | { tokens: readonly string[]; addedSince: Date }
  | { tokens: readonly string[]; engagedSince: Date };

/** Points of those whose heat is in a range: an expression over the fields of SKETCH_INDEX. */
export interface Points {
  heat: { $gte?: number; $lt?: number };
  points: Document;
}

/** Of everybody with a skill those with the most points. */
export interface Likeliest {
  /** A facet token. */
  skill: string;
  /** Other skills, of which all are needed. */
  others: readonly string[];
  points: readonly Points[];
  /** Of each range of heat. */
  limit: number;
}

/** Somebody of whom only an index was read, and what the expression made of it. */
export interface Likely {
  _id: string;
  points: number;
}

export interface LikelyPeople {
  likely: Likely[];
  /** Nobody who was left out has more points; null: nobody was left out. */
  leftOut: number | null;
}

export type ProfileStore = ReturnType<typeof profileStore>;

/** Reading of profiles in bulk, by the indexes of store.ts. */
export function profileStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  const counts = keptFor<number>(FREQUENT_MS);
  const samples = keptFor<Map<string, unknown[]>>(FREQUENT_MS);

  /** The skills of some people, each as often as somebody has it. */
  async function sample(): Promise<Map<string, unknown[]>> {
    const some = await candidates
      .aggregate<Pick<Candidate, 'skillTokens'>>([
        { $sample: { size: SAMPLED } },
        { $project: { _id: 0, skillTokens: 1 } },
      ])
      .toArray();
    return Map.groupBy(
      some.flatMap(({ skillTokens }) => skillTokens ?? []),
      (skill) => skill,
    );
  }

  /** About how many have a skill; beyond 5,000 by a sample, as counting takes as long as the question for which it is counted. */
  async function frequency(skill: string): Promise<number> {
    const count = await counts(skill, () =>
      candidates.countDocuments({ skillTokens: skill }, { hint: SKETCH_INDEX, limit: COUNTED_FAR }),
    );
    if (count < COUNTED_FAR) return count;
    const sampled = await samples('all', sample);
    return COUNTED_FAR + (sampled.get(skill)?.length ?? 0);
  }

  const having = (wanted: Having, limit: number) => {
    const { filter, index, order } = questionOf(wanted);
    return candidates
      .find(filter, { projection: 'headlineWord' in wanted ? { ...PROJECTION, headline: 1 } : PROJECTION })
      .hint(index)
      .sort(order)
      .limit(limit);
  };

  const likeliest = ({ skill, others, points, limit }: Likeliest) =>
    points.map(({ heat, points }) =>
      candidates.aggregate<Likely>(
        [
          {
            $match: { skillTokens: skill, ...(Object.keys(heat).length > 0 && { 'engagement.heat': heat }) },
          },
          // $project would be worked out together with reading the index, in the slower one of two ways.
          { $addFields: { points: { $cond: [mayHaveAll(others), points, null] } } },
          { $match: { points: { $ne: null } } },
          { $sort: { points: -1, _id: 1 } },
          { $limit: limit },
          { $project: { points: 1 } },
        ],
        { hint: SKETCH_INDEX, batchSize: limit },
      ),
    );

  return {
    /** Skills by how few have them, fewest first. @param skills facet tokens */
    async rarestFirst(skills: readonly string[]): Promise<string[]> {
      const counts = await Promise.all(
        skills.map(async (skill) => ({ skill, count: await frequency(skill) })),
      );
      return counts.toSorted((a, b) => a.count - b.count).map(({ skill }) => skill);
    },

    /** No record is read. @returns null when it takes longer than `withinMs` */
    async likeliest(question: Likeliest, withinMs: number): Promise<LikelyPeople | null> {
      const asked = likeliest(question).map((cursor) => unlessLate(cursor.maxTimeMS(withinMs).toArray()));
      const found = await Promise.all(asked);
      if (found.includes(null)) return null;
      const ranges = found.flatMap((some) => (some ? [some] : []));
      const cut = ranges.filter((some) => some.length === question.limit);
      const last = cut.map((some) => some.at(-1)?.points ?? 0);
      return { likely: ranges.flat(), leftOut: last.length === 0 ? null : Math.max(...last) };
    },

    /** How the database would answer `likeliest`. */
    explainLikeliest: (question: Likeliest) =>
      Promise.all(likeliest(question).map((cursor) => cursor.explain('executionStats'))),

    /**
     * Hottest first (those added or engaged since a moment: newest first), at most `limit`.
     * @returns null when it takes longer than `withinMs`
     */
    having: (
      wanted: Having,
      limit: number,
      withinMs: number,
    ): Promise<(Profile & Partial<Pick<Candidate, 'headline'>>)[] | null> =>
      unlessLate(having(wanted, limit).maxTimeMS(withinMs).batchSize(limit).toArray()),

    /** How the database would answer `having`. */
    explain: (wanted: Having, limit: number) => having(wanted, limit).explain('queryPlanner'),

    byIds: (ids: readonly string[]): Promise<Profile[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : candidates.find({ _id: { $in: [...ids] } }, { projection: PROJECTION }).toArray(),
  };
}

/** Behind the value that it is entered by, an index is in its order; sorting by that value, too, would read everybody. */
function questionOf(wanted: Having): {
  filter: Document;
  index: Record<string, 1 | -1>;
  order: Record<string, 1 | -1>;
} {
  if ('token' in wanted || 'headlineWord' in wanted) {
    const order = { 'engagement.heat': -1, _id: 1 } as const;
    const token = 'token' in wanted ? wanted.token : wanted.headlineWord;
    return { filter: { tokens: token }, index: { tokens: 1, ...order }, order };
  }
  const facets = wanted.tokens.length === 0 ? {} : { facets: { $all: [...wanted.tokens] } };
  if ('addedSince' in wanted) {
    const index = { createdAt: -1, _id: 1 } as const;
    return { filter: { createdAt: { $gte: wanted.addedSince }, ...facets }, index, order: index };
  }
  const index = { 'engagement.lastEngagedAt': -1 } as const;
  return {
    filter: { 'engagement.lastEngagedAt': { $gte: wanted.engagedSince }, ...facets },
    index,
    order: index,
  };
}
