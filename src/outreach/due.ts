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
    toLapse: { state: 'waiting' as const, lapsesAt: { $lte: now } },
    toShow: { stale: true, updatedAt: { $lte: quietSince } },
    toRecord: { 'unrecorded._id': { $gte: '' }, updatedAt: { $lte: quietSince } },
  };
}
