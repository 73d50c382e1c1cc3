import type { Db, Filter } from 'mongodb';
import type { Draft, DraftState } from './draft.ts';

export type DraftLists = ReturnType<typeof draftLists>;

export interface Listed {
  /** Slack user id; null: of everybody. */
  sender: string | null;
  states: DraftState[];
  /** Only those that are in no batch. */
  alone: boolean;
}

/** More than anybody counts. */
const MOST_COUNTED = 10_000;

/** Long lists of drafts, for who goes through them page by page; what changes drafts is store.ts. */
export function draftLists(db: Db) {
  const drafts = db.collection<Draft>('drafts');
  const filterOf = ({ sender, states, alone }: Listed): Filter<Draft> => ({
    ...(sender !== null && { 'sender.id': sender }),
    state: { $in: states },
    ...(alone && { batchId: null }),
  });
  return {
    /** Oldest first. */
    page: (of: Listed, { skip, limit }: { skip: number; limit: number }) =>
      drafts
        .find(filterOf(of))
        .sort(of.sender === null ? { lapsesAt: 1 } : { createdAt: 1 })
        .skip(skip)
        .limit(limit)
        .toArray(),

    /** Up to 10,000. */
    count: (of: Listed) => drafts.countDocuments(filterOf(of), { limit: MOST_COUNTED }),

    /** Of everybody, up to 10,000. */
    countIn: (states: DraftState[]) =>
      drafts.countDocuments({ state: { $in: states } }, { limit: MOST_COUNTED }),

    /** Those of these people to whom a message is on its way: drafted, waiting or approved. */
    undecidedAmong: async (candidateIds: readonly string[]): Promise<string[]> =>
      (
        await drafts
          .find(
            {
              candidateId: { $in: [...candidateIds] },
              state: { $in: ['drafting', 'waiting', 'approved', 'sending'] },
            },
            { projection: { candidateId: 1 } },
          )
          .toArray()
      ).map(({ candidateId }) => candidateId),
  };
}
