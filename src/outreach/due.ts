import type { Collection, Filter } from 'mongodb';
import type { Draft } from './draft.ts';

/** What a sweep has to look at: which drafts, by what was left to do. */
function dueFilters(now: Date, quietSince: Date) {
  return {
    toDraft: {
      state: 'drafting' as const,
      $or: [{ lease: null, updatedAt: { $lte: quietSince } }, { 'lease.until': { $lte: now } }],
    },
    toSend: {
      state: 'approved' as const,
      updatedAt: { $lte: quietSince },
      $or: [{ sendAt: null }, { sendAt: { $lte: now } }],
    },
    toLapse: { state: 'waiting' as const, lapsesAt: { $lte: now } },
    toShow: { stale: true, updatedAt: { $lte: quietSince } },
    toRecord: { 'unrecorded._id': { $gte: '' }, updatedAt: { $lte: quietSince } },
  };
}

/** What a sweep has to look at; at most `limit` ids of each. */
export async function dueOf(drafts: Collection<Draft>, now: Date, quietSince: Date, limit: number) {
  const due = dueFilters(now, quietSince);
  const ids = async (filter: Filter<Draft>) =>
    (await drafts.find(filter, { projection: { _id: 1 }, limit }).toArray()).map(({ _id }) => _id);
  const abandoned = { state: 'sending' as const, 'lease.until': { $lte: now } };
  return {
    toDraft: await ids(due.toDraft),
    toSend: await ids(due.toSend),
    abandoned: await drafts.find(abandoned, { projection: { attempt: 1 }, limit }).toArray(),
    toLapse: await ids(due.toLapse),
    toShow: await ids(due.toShow),
    toRecord: await ids(due.toRecord),
  };
}

/** Batches of which something waits for a person, with how much. */
export function batchesWaiting(senderId: string, limit: number) {
  return [
    { $match: { 'sender.id': senderId, state: 'waiting', batchId: { $type: 'string' } } },
    {
      $group: {
        _id: '$batchId',
        waiting: { $sum: 1 },
        draft: { $first: '$_id' },
        version: { $first: '$version' },
      },
    },
    { $sort: { _id: 1 } },
    { $limit: limit },
  ];
}
