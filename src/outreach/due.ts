/** What a sweep has to look at: which drafts, by what was left to do. */
export function dueFilters(now: Date, quietSince: Date) {
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
    abandoned: { state: 'sending' as const, 'lease.until': { $lte: now } },
    toLapse: { state: 'waiting' as const, lapsesAt: { $lte: now } },
    toShow: { stale: true, updatedAt: { $lte: quietSince } },
    toRecord: { 'unrecorded._id': { $gte: '' }, updatedAt: { $lte: quietSince } },
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
