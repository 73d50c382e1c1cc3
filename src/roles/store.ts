import type { Db } from 'mongodb';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { named } from '#platform/database/named.ts';
import { type Role, type RoleState, roleKey } from './role.ts';

export const roleIndexes: CollectionIndexes = {
  collection: 'roles',
  indexes: [
    { key: { key: 1 }, unique: true, partialFilterExpression: { closedAt: null } },
    { key: { key: 1, closedAt: -1 } },
    { key: { state: 1, createdAt: -1 } },
    { key: { hiringManager: 1, state: 1 } },
    { key: { pool: 1 }, sparse: true },
    { key: { 'closing.at': 1 }, partialFilterExpression: { 'closing.at': { $type: 'date' } } },
  ],
};

/** More roles than a company has open at a time. */
const MOST = 500;

export type RoleStore = ReturnType<typeof roleStore>;

export function roleStore(db: Db) {
  const roles = db.collection<Role>('roles');
  return {
    byId: (id: string) => roles.findOne({ _id: id }),
    byIds: (ids: readonly string[]) => roles.find({ _id: { $in: [...ids] } }).toArray(),

    /** One that isn't closed, by its title. */
    byKey: (key: string) => roles.findOne({ key, closedAt: null }),

    /** The last one of this title that was closed. */
    async lastClosed(title: string): Promise<Role | null> {
      const found = roles.find({ key: roleKey(title), closedAt: { $type: 'date' } });
      return (await found.sort({ closedAt: -1 }).limit(1).toArray())[0] ?? null;
    },

    /** Newest first. */
    inStates: (states: readonly RoleState[], limit = MOST) =>
      roles
        .find({ state: { $in: [...states] } })
        .sort({ createdAt: -1 })
        .limit(limit)
        .toArray(),

    /** Newest first. */
    ofHiringManager: (userId: string, limit: number) =>
      roles.find({ hiringManager: userId }).sort({ createdAt: -1 }).limit(limit).toArray(),

    ...named(roles),

    /**
     * Takes it to post matches for its newest criteria.
     * @returns false when somebody else has, or the criteria have changed again
     */
    async claimRanking(id: string, criteriaRevision: number, before: number | null): Promise<boolean> {
      const claimed = await roles.updateOne(
        { _id: id, criteriaRevision, rankedRevision: before },
        { $set: { rankedRevision: criteriaRevision } },
      );
      return claimed.modifiedCount === 1;
    },

    /** Those whose closing is still to be worked off. */
    closing: (before: Date, limit: number) =>
      roles
        .find({ 'closing.at': { $type: 'date', $lte: before } })
        .limit(limit)
        .toArray(),

    /** @returns false when somebody else has finished it */
    async closed(id: string, at: Date): Promise<boolean> {
      const done = await roles.updateOne({ _id: id, 'closing.at': at }, { $set: { closing: null } });
      return done.modifiedCount === 1;
    },

    /** The pool of an expected role. @returns false when it has one */
    async setPool(id: string, pool: string): Promise<boolean> {
      return (await roles.updateOne({ _id: id, pool: null }, { $set: { pool } })).modifiedCount === 1;
    },

    /** Enough people are ready: matches are looked for anew, once. */
    async gathered(id: string, at: Date): Promise<void> {
      await roles.updateOne(
        { _id: id, state: 'expected', gatheredAt: { $exists: false } },
        { $set: { gatheredAt: at }, $inc: { criteriaRevision: 1, revision: 1 } },
      );
    },

    /** Puts down how far was looked; a process that looked less far changes nothing. */
    async looked(id: string, look: 'lookedAt' | 'nightAt', to: Date): Promise<void> {
      await roles.updateOne({ _id: id, [look]: { $lt: to } }, { $set: { [look]: to } });
    },
  };
}
