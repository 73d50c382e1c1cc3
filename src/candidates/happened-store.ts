import type { Db } from 'mongodb';
import type { Candidate } from './candidate.ts';
import type { Happened } from './happened.ts';

export type HappenedStore = ReturnType<typeof happenedStore>;

const BY_TOKEN = { tokens: 1, 'engagement.heat': -1, _id: 1 } as const;
const BY_STAGE = { stage: 1, 'engagement.heat': -1, _id: 1 } as const;

/** What workflow rules ask of candidates' records; the collection's indexes are in store.ts. */
export function happenedStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  return {
    /** People of whom rules have still something to look at. */
    waiting: async (limit: number): Promise<{ _id: string; happened: Happened[] }[]> => {
      const found = await candidates
        .find(
          { 'happened.at': { $gt: new Date(0) }, 'happened.0': { $exists: true } },
          { projection: { happened: 1 } },
        )
        .limit(limit)
        .toArray();
      return found.map(({ _id, happened = [] }) => ({ _id, happened }));
    },

    /** Rules have looked at these. */
    async seen(people: readonly { _id: string; happened: readonly Happened[] }[]): Promise<void> {
      if (people.length === 0) return;
      await candidates.bulkWrite(
        people.map(({ _id, happened }) => ({
          updateOne: {
            filter: { _id },
            update: { $pull: { happened: { id: { $in: happened.map(({ id }) => id) } } } },
          },
        })),
        { ordered: false },
      );
    },

    /** Who engaged last between two moments (the first left out), the longest ago first. */
    lastEngaged: (from: Date, to: Date, limit: number) => lastEngaged({ $gt: from, $lte: to }, limit),

    /** Everybody who engaged last at this very moment: an import may bring thousands of one day. */
    lastEngagedAt: (at: Date) =>
      candidates.find({ 'engagement.lastEngagedAt': at }, { projection: { _id: 1 } }).map(({ _id }) => _id),

    /** Who has a token or a stage now, hottest first. */
    having: (what: { token: string } | { stage: string }, limit: number) =>
      candidates
        .find('token' in what ? { tokens: what.token } : { stage: what.stage as Candidate['stage'] }, {
          projection: { name: 1, createdAt: 1, aliases: 1, pools: 1 },
        })
        .hint('token' in what ? BY_TOKEN : BY_STAGE)
        .limit(limit)
        .toArray(),

    /** Which of these people a filter lets through. */
    among: async (ids: readonly string[], filter: object): Promise<string[]> => {
      const found = await candidates
        .find({ $and: [{ _id: { $in: [...ids] } }, filter] }, { projection: { _id: 1 } })
        .hint({ _id: 1 })
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };

  async function lastEngaged(range: { $gt: Date; $lte: Date }, limit: number) {
    const found = await candidates
      .find({ 'engagement.lastEngagedAt': range }, { projection: { 'engagement.lastEngagedAt': 1 } })
      .sort({ 'engagement.lastEngagedAt': 1 })
      .limit(limit)
      .toArray();
    return found.flatMap(({ _id, engagement: { lastEngagedAt: at } }) => (at ? [{ _id, at }] : []));
  }
}
