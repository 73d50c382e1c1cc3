import type { Db, Document } from 'mongodb';
import type { Candidate, Stage } from './candidate.ts';

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

const BY_TOKEN = { tokens: 1, 'engagement.heat': -1, _id: 1 } as const;
const BY_STAGE = { stage: 1, 'engagement.heat': -1, _id: 1 } as const;
/** Beyond so many, a token is common. */
const COUNTED_FAR = 10_000;
const FREQUENT_MS = 600_000;
const MOST_KEPT = 10_000;

/** People of whom all of this is true. */
export interface Having {
  /** Facet tokens (tokens.ts). */
  tokens: readonly string[];
  /** A normalised word of their headline: a name or an employer that has it doesn't count. */
  headlineWord?: string;
  stage?: Stage;
  /** Only who was added, or did something, since then. */
  addedSince?: Date;
  engagedSince?: Date;
}

/** Behind the value that it is entered by, an index is in this order; sorting by that value, too, would read everybody. */
function orderOf(index: object): Record<string, 1 | -1> {
  return Object.fromEntries(
    Object.entries(index).filter(([field]) => field !== 'tokens' && field !== 'stage'),
  );
}

export type ProfileStore = ReturnType<typeof profileStore>;

/** Reading of profiles in bulk, by the indexes of store.ts. */
export function profileStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  const frequencies = new Map<string, { until: number; count: number }>();

  /** About how many have a token, counted to 10,000 and kept for ten minutes: only the way to ask depends on it. */
  async function frequency(token: string): Promise<number> {
    const known = frequencies.get(token);
    if (known && known.until > performance.now()) return known.count;
    const count = await candidates.countDocuments(
      { tokens: token },
      { hint: BY_TOKEN, limit: COUNTED_FAR + 1 },
    );
    if (frequencies.size >= MOST_KEPT) frequencies.clear();
    frequencies.set(token, { until: performance.now() + FREQUENT_MS, count });
    return count;
  }

  /** The index that brings the fewest people, and what is checked of those who come by. */
  async function plan({ tokens, headlineWord, stage, addedSince, engagedSince }: Having) {
    const facets = (all: readonly string[]): Document =>
      all.length === 0 ? {} : { facets: { $all: [...all] } };
    const since: Document = {
      ...(addedSince && { createdAt: { $gte: addedSince } }),
      ...(engagedSince && { 'engagement.lastEngagedAt': { $gte: engagedSince } }),
    };
    const ofStage: Document = stage === undefined ? {} : { stage };
    if (headlineWord !== undefined)
      return { filter: { tokens: headlineWord, ...facets(tokens) }, index: BY_TOKEN };
    if (addedSince)
      return { filter: { ...since, ...ofStage, ...facets(tokens) }, index: { createdAt: -1, _id: 1 } };
    if (engagedSince)
      return {
        filter: { ...since, ...ofStage, ...facets(tokens) },
        index: { 'engagement.lastEngagedAt': -1 },
      };
    if (stage !== undefined) return { filter: { ...ofStage, ...facets(tokens) }, index: BY_STAGE };
    const counts = await Promise.all(tokens.map(async (token) => ({ token, count: await frequency(token) })));
    const [rarest] = counts.toSorted((a, b) => a.count - b.count);
    if (!rarest) return { filter: {}, index: { 'engagement.heat': -1, _id: 1 } };
    const others = tokens.filter((token) => token !== rarest.token);
    return { filter: { tokens: rarest.token, ...facets(others) }, index: BY_TOKEN };
  }

  return {
    /**
     * Hottest first (those added or engaged since a moment: newest first), at most `limit`.
     * @returns null when it takes longer than `withinMs`
     */
    async having(
      wanted: Having,
      limit: number,
      withinMs: number,
    ): Promise<(Profile & Partial<Pick<Candidate, 'headline'>>)[] | null> {
      const { filter, index } = await plan(wanted);
      try {
        return await candidates
          .find(filter, {
            projection: wanted.headlineWord === undefined ? PROJECTION : { ...PROJECTION, headline: 1 },
          })
          .hint(index as Record<string, 1 | -1>)
          .sort(orderOf(index))
          .limit(limit)
          .maxTimeMS(withinMs)
          .batchSize(limit)
          .toArray();
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 50) return null;
        throw error;
      }
    },

    /** How the database would answer `having`. */
    explain: async (wanted: Having, limit: number) => {
      const { filter, index } = await plan(wanted);
      return candidates
        .find(filter)
        .hint(index as Record<string, 1 | -1>)
        .sort(orderOf(index))
        .limit(limit)
        .explain('queryPlanner');
    },

    byIds: (ids: readonly string[]): Promise<Profile[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : candidates.find({ _id: { $in: [...ids] } }, { projection: PROJECTION }).toArray(),
  };
}
