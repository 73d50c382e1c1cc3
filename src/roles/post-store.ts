import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { movedMessage } from '#platform/database/moved-message.ts';
import type { Place, RankingRun, RolePost } from './post.ts';

export const postIndexes: CollectionIndexes = {
  collection: 'role_posts',
  indexes: [
    { key: { role: 1, at: -1 } },
    { key: { due: 1 }, partialFilterExpression: { due: { $type: 'date' } } },
    { key: { shown: 1 } },
    { key: { 'blocked.candidateId': 1 } },
  ],
};
export const rankingIndexes: CollectionIndexes = {
  collection: 'rankings',
  indexes: [{ key: { role: 1, at: -1 } }],
};

/** Posts of one role that are kept up to date. */
const LATEST = 50;

export type PostStore = ReturnType<typeof postStore>;

/** Lists of matches in Slack, and the rankings behind them. */
export function postStore(db: Db) {
  const posts = db.collection<RolePost>('role_posts');
  const rankings = db.collection<RankingRun>('rankings');
  const changedAt = (at: Date) => ({ $set: { due: at }, $inc: { revision: 1 } });
  return {
    byId: (id: string) => posts.findOne({ _id: id }),
    byIds: (ids: readonly string[]) => posts.find({ _id: { $in: [...ids] } }).toArray(),

    /** Newest first. */
    ofRole: (role: string) => posts.find({ role }).sort({ at: -1 }).limit(LATEST).toArray(),

    /** A second time changes nothing. */
    async insert(post: RolePost): Promise<void> {
      await posts.updateOne({ _id: post._id }, { $setOnInsert: post }, { upsert: true });
    },

    /** Takes one that is behind and that nobody is at. @param id this one only */
    claim: (by: string, now: Date, until: Date, id?: string) =>
      posts.findOneAndUpdate(
        {
          due: { $type: 'date', $lte: now },
          $or: [{ lease: null }, { 'lease.until': { $lte: now } }],
          ...(id !== undefined && { _id: id }),
        },
        { $set: { lease: { by, until } } },
        { returnDocument: 'after', sort: { due: 1 } },
      ),

    /** @returns null when it isn't ours any more */
    ranked: (
      { _id, lease }: RolePost,
      found: Pick<RolePost, 'blocked' | 'considered' | 'isMore' | 'hasMore'> & { shown: string[] },
    ) =>
      posts.findOneAndUpdate(
        { _id, 'lease.by': lease?.by ?? '', shown: null },
        { $set: found },
        { returnDocument: 'after' },
      ),

    /** Where it stands from now on. @returns false when it stands elsewhere already: somebody else posted it, too */
    moved: (post: RolePost, to: Place) => movedMessage(posts, post, to),

    /** @returns false when something has changed since it was read: it is shown once more */
    async shownAsItStands({ _id, revision, lease }: RolePost): Promise<boolean> {
      const done = await posts.updateOne(
        { _id, revision, 'lease.by': lease?.by ?? '' },
        { $set: { due: null, lease: null } },
      );
      return done.matchedCount === 1;
    },

    /** Their messages are behind now. @returns their ids */
    async touch(ids: readonly string[], at: Date): Promise<void> {
      await posts.updateMany({ _id: { $in: [...ids] } }, changedAt(at));
    },

    /** The next page is there: **More** goes. */
    async noMore(id: string, at: Date): Promise<void> {
      await posts.updateOne(
        { _id: id, hasMore: true },
        { $set: { hasMore: false, due: at }, $inc: { revision: 1 } },
      );
    },

    /** For erasing a person only: their lines are left out from now on. @returns ids of the posts, which are behind now */
    async leaveOut(candidateIds: readonly string[], at: Date): Promise<string[]> {
      const ids = [...candidateIds];
      const about = await posts
        .find({ $or: [{ shown: { $in: ids } }, { 'blocked.candidateId': { $in: ids } }] })
        .project<{ _id: string }>({ _id: 1 })
        .toArray();
      const found = about.map(({ _id }) => _id);
      await posts.updateMany(
        { _id: { $in: found } },
        { $addToSet: { leftOut: { $each: ids } }, ...changedAt(at) },
      );
      return found;
    },

    /** For erasing a person only, once no message names them any more. */
    async forgetPeople(postIds: readonly string[], candidateIds: readonly string[]): Promise<void> {
      const ids = [...candidateIds];
      await posts.updateMany(
        { _id: { $in: [...postIds] } },
        { $pull: { shown: { $in: ids }, blocked: { candidateId: { $in: ids } }, leftOut: { $in: ids } } },
      );
    },

    /** A second time changes nothing. */
    async keepRun(run: RankingRun): Promise<void> {
      await rankings.updateOne({ _id: run._id }, { $setOnInsert: run }, { upsert: true });
    },

    runsOf: (role: string, limit: number) => rankings.find({ role }).sort({ at: -1 }).limit(limit).toArray(),
  };
}
