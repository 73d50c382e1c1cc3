import type { Db, Filter, UpdateFilter } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { movedMessage } from '#platform/database/moved-message.ts';
import type { Draft, DraftState, DraftTouchpoint, Version } from './draft.ts';
import { mailsTo, reachedAt, reaching, sentBy, sentOfSequence, unsentOfSequences } from './draft-filters.ts';
import { batchesWaiting, dueFilters } from './due.ts';
import { type Approval, approvalOf, type Decision, type End, type Moved } from './transition.ts';

export const draftIndexes: CollectionIndexes = {
  collection: 'drafts',
  indexes: [
    { key: { state: 1, 'lease.until': 1 } },
    { key: { state: 1, lapsesAt: 1 } },
    { key: { 'sender.id': 1, state: 1, createdAt: -1 } },
    { key: { 'sender.id': 1, 'approval.at': -1 } },
    { key: { candidateId: 1, createdAt: -1 } },
    { key: { 'sequence.id': 1 }, partialFilterExpression: { 'sequence.id': { $type: 'string' } } },
    { key: { batchId: 1 }, partialFilterExpression: { batchId: { $type: 'string' } } },
    { key: { messageIds: 1 }, unique: true, sparse: true },
    { key: { updatedAt: 1 }, partialFilterExpression: { stale: true }, name: 'stale' },
    { key: { 'unrecorded._id': 1 }, sparse: true },
  ],
};

export type DraftStore = ReturnType<typeof draftStore>;

/** The queries on drafts. Every transition is one update that names the state and the version it starts from. */
export function draftStore(db: Db) {
  const drafts = db.collection<Draft>('drafts');

  async function move(
    filter: Filter<Draft> & { _id: string },
    at: Date,
    change: { set: Partial<Draft>; version?: Version; touchpoints?: DraftTouchpoint[]; attempt?: string },
  ): Promise<Moved> {
    const push: Record<string, unknown> = {};
    if (change.version) push['versions'] = change.version;
    if (change.touchpoints?.length) push['unrecorded'] = { $each: change.touchpoints };
    if (change.attempt) push['attempts'] = change.attempt;
    const update = {
      $set: { ...change.set, stale: true, updatedAt: at },
      $inc: { revision: 1 },
      ...(Object.keys(push).length > 0 && { $push: push }),
    } as UpdateFilter<Draft>;
    const draft = await drafts.findOneAndUpdate(filter, update, { returnDocument: 'after' });
    return draft
      ? { moved: true, draft }
      : { moved: false, found: await drafts.findOne({ _id: filter._id }) };
  }

  return {
    byId: (id: string) => drafts.findOne({ _id: id }),
    /** The draft whose e-mail carries one of these Message-IDs. */
    byMessageIds: (messageIds: string[]) => drafts.findOne({ messageIds: { $in: messageIds } }),

    /** Batches of which something waits for this person, with how much. */
    waitingInBatches: (senderId: string, limit: number) =>
      drafts
        .aggregate<{ _id: string; waiting: number; draft: string; version: number }>(
          batchesWaiting(senderId, limit),
        )
        .toArray(),

    ofBatch: (batchId: string) => drafts.find({ batchId }).toArray(),

    /** Those that went out, with which step they are. */
    sentOfSequence: (id: string) => drafts.find(...sentOfSequence(id)).toArray(),

    ofBatchAbout: (batchId: string, candidateId: string) => drafts.findOne({ batchId, candidateId }),

    /** False when a draft with this id is there already: the same submission came twice. */
    async insert(draft: Draft): Promise<boolean> {
      const result = await drafts.updateOne({ _id: draft._id }, { $setOnInsert: draft }, { upsert: true });
      return result.upsertedCount === 1;
    },

    /** Takes a draft to be written, if nobody else is writing it. */
    leaseDrafting: (id: string, by: string, now: Date, until: Date) =>
      drafts.findOneAndUpdate(
        {
          _id: id,
          state: 'drafting',
          $or: [{ lease: null }, { 'lease.until': { $lte: now } }, { 'lease.by': by }],
        },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after' },
      ),

    finishDrafting: (id: string, by: string, version: Version) =>
      move({ _id: id, state: 'drafting', 'lease.by': by, version: version.number - 1 }, version.at, {
        set: { state: 'waiting', lease: null, rewrite: null, problem: null, version: version.number },
        version,
      }),

    /** Ends a draft that cannot be written or sent any more, whoever works on it. */
    discard: (id: string, from: DraftState[], version: number | null, change: End) =>
      move({ _id: id, state: { $in: from }, ...(version !== null && { version }) }, change.at, {
        set: {
          state: 'discarded',
          lease: null,
          ended: { by: change.by, at: change.at },
          problem: change.problem,
        },
        touchpoints: change.touchpoints,
      }),

    askRewrite: (id: string, version: number, change: Decision & { instruction: string }) =>
      move({ _id: id, state: 'waiting', version }, change.at, {
        set: { state: 'drafting', lease: null, rewrite: { instruction: change.instruction, by: change.by } },
        touchpoints: change.touchpoints,
      }),

    edit: (id: string, version: Version, touchpoints: DraftTouchpoint[]) =>
      move({ _id: id, state: 'waiting', version: version.number - 1 }, version.at, {
        set: { version: version.number, problem: null },
        version,
        touchpoints,
      }),

    /** @param change.sendAt null: at once */
    approve: (id: string, version: number, change: Approval & { sendAt: Date | null }) =>
      move({ _id: id, state: 'waiting', version, 'request.channel': 'email' }, change.at, {
        set: {
          state: 'approved',
          putOff: 0,
          sendAt: change.sendAt,
          approval: approvalOf(version, change),
          approvedTo: change.to,
          problem: null,
        },
        touchpoints: change.touchpoints,
      }),

    /** A person copied the text and sent it themselves. */
    markSent: (id: string, version: number, change: Omit<Approval, 'to'>) =>
      move({ _id: id, state: 'waiting', version, 'request.channel': { $ne: 'email' } }, change.at, {
        set: {
          state: 'sent',
          approval: approvalOf(version, change),
          ended: { by: change.by, at: change.at },
          problem: null,
        },
        touchpoints: change.touchpoints,
      }),

    /** Nobody but who gets the document back may send it, and only once. */
    claimSending: (id: string, attempt: string, by: string, now: Date, until: Date) =>
      move({ _id: id, state: 'approved', $or: [{ sendAt: null }, { sendAt: { $lte: now } }] }, now, {
        set: { state: 'sending', lease: { by, until }, attempt },
        attempt,
      }),

    /** @returns false when this attempt was given up meanwhile: then it must not be made any more */
    async keepSending(id: string, attempt: string, until: Date): Promise<boolean> {
      const held = { _id: id, state: 'sending' as const, attempt };
      return (await drafts.updateOne(held, { $set: { 'lease.until': until } })).matchedCount === 1;
    },

    /** Something came up in the moment before sending; a person has to look again. */
    backToWaiting: (id: string, attempt: string, at: Date, problem: string) =>
      move({ _id: id, state: 'sending', attempt }, at, {
        set: { state: 'waiting', lease: null, approval: null, problem },
      }),

    /**
     * The message was taken. Counts however late it comes: an attempt that was given up as unclear, or that a
     * person has meanwhile asked to be repeated, is then known to have arrived.
     */
    finishSent: (id: string, attempt: string, at: Date, touchpoints: DraftTouchpoint[]) =>
      move(
        {
          _id: id,
          $or: [
            { state: 'sending', attempt },
            { state: { $in: ['unclear', 'approved', 'failed'] }, attempts: attempt },
          ],
        },
        at,
        {
          set: { state: 'sent', lease: null, ended: { by: 'rekindle', at }, problem: null },
          touchpoints,
        },
      ),

    finishFailed: (id: string, attempt: string, at: Date, problem: string, touchpoints: DraftTouchpoint[]) =>
      move({ _id: id, state: { $in: ['sending', 'unclear'] }, attempt }, at, {
        set: { state: 'failed', lease: null, problem },
        touchpoints,
      }),

    /** Not now: it is tried again by itself then. Only what has certainly not gone out is put off. */
    putOff: (id: string, attempt: string, at: Date, change: { sendAt: Date; putOff: number }) =>
      move({ _id: id, state: { $in: ['sending', 'unclear'] }, attempt }, at, {
        set: { state: 'approved', lease: null, problem: null, ...change },
      }),

    finishUnclear: (id: string, attempt: string, at: Date, problem: string) =>
      move({ _id: id, state: 'sending', attempt }, at, { set: { state: 'unclear', lease: null, problem } }),

    /** Somebody knows that an unclear message arrived: a person, or the answer to it. */
    arrived: (id: string, change: Decision) =>
      move({ _id: id, state: 'unclear' }, change.at, {
        set: { state: 'sent', ended: { by: change.by, at: change.at }, problem: null },
        touchpoints: change.touchpoints,
      }),

    sendAgain: (id: string, version: number, change: Approval) =>
      move({ _id: id, state: { $in: ['unclear', 'failed'] }, version }, change.at, {
        set: {
          state: 'approved',
          putOff: 0,
          sendAt: null,
          approval: approvalOf(version, change),
          approvedTo: change.to,
          problem: null,
        },
        touchpoints: change.touchpoints,
      }),

    lapse: (id: string, now: Date, touchpoints: DraftTouchpoint[]) =>
      move({ _id: id, state: 'waiting', lapsesAt: { $lte: now } }, now, {
        set: { state: 'lapsed', ended: { by: 'rekindle', at: now } },
        touchpoints,
      }),

    moved: (draft: Draft, to: NonNullable<Draft['message']>) => movedMessage(drafts, draft, to),

    /** The next time it is shown, it is posted anew. */
    forgetMessage: (id: string) => drafts.updateOne({ _id: id }, { $set: { message: null, stale: true } }),

    /** Says that the approval message shows this revision; a newer one stays stale. */
    shown: (id: string, revision: number) =>
      drafts.updateOne({ _id: id, revision }, { $set: { stale: false } }),

    recorded: (id: string, touchpointId: string) =>
      drafts.updateOne({ _id: id }, { $pull: { unrecorded: { _id: touchpointId } } }),

    /** What a sweep has to look at; at most `limit` of each. */
    async due(now: Date, quietSince: Date, limit: number) {
      const due = dueFilters(now, quietSince);
      const found = (filter: Filter<Draft>) =>
        drafts.find(filter, { projection: { attempt: 1 }, limit }).toArray();
      const ids = async (filter: Filter<Draft>) => (await found(filter)).map(({ _id }) => _id);
      return {
        toDraft: await ids(due.toDraft),
        toSend: await ids(due.toSend),
        abandoned: await found(due.abandoned),
        toLapse: await ids(due.toLapse),
        toShow: await ids(due.toShow),
        toRecord: await ids(due.toRecord),
      };
    },

    /** Messages of sequences to a person that are not on their way yet. */
    unsentOfSequences: (candidateIds: readonly string[]) =>
      drafts.find(unsentOfSequences(candidateIds)).hint({ candidateId: 1, createdAt: -1 }).toArray(),

    /** Message-IDs of what was sent to a person, oldest first: what the next message is threaded under. */
    async sentMessageIds(candidateIds: readonly string[], limit: number): Promise<string[]> {
      const sent = await drafts
        .find(mailsTo(candidateIds), { projection: { messageIds: 1 } })
        .sort({ createdAt: -1 })
        .limit(limit)
        .toArray();
      return sent.reverse().flatMap(({ messageIds }) => messageIds);
    },

    /** The newest message to a person that was sent, or may have been. */
    lastSentTo: (candidateIds: readonly string[]) =>
      drafts
        .find({ candidateId: { $in: [...candidateIds] }, state: { $in: ['sent', 'unclear'] } })
        .sort({ createdAt: -1 })
        .limit(1)
        .next(),

    /** When messages went to a person, or may have: see `reaching`. */
    reached: async (...asked: Parameters<typeof reaching>) =>
      (await drafts.find(reaching(...asked), { projection: { versions: 0 } }).toArray()).map(reachedAt),

    about: (candidateIds: readonly string[]) =>
      drafts.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await drafts.deleteMany({ candidateId: { $in: [...candidateIds] }, state: { $ne: 'sending' } });
    },

    /** Messages of a person that were approved since a moment and not stopped, but for one draft. */
    countSentBy: (senderId: string, since: Date, except: string | null, most: number) =>
      drafts.countDocuments(sentBy(senderId, since, except), { limit: most }),

    /** What a person has to decide about, oldest first; what waits in batches is `waitingInBatches`. */
    waitingFor: (senderId: string, limit: number) =>
      drafts
        .find({ 'sender.id': senderId, batchId: null, state: { $in: ['waiting', 'unclear', 'failed'] } })
        .sort({ createdAt: 1 })
        .limit(limit)
        .toArray(),
  };
}
