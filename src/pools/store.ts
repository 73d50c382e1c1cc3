import type { Db } from 'mongodb';
import { insertUntaken, isDuplicateKey } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import type { ColdRule, Pool, PoolDay, PoolForm } from './pool.ts';

export const poolIndexes: CollectionIndexes = {
  collection: 'pools',
  indexes: [
    { key: { key: 1 }, unique: true, partialFilterExpression: { deletedAt: null } },
    { key: { owner: 1 } },
    { key: { deletedAt: 1 } },
    { key: { 'whenCold.state': 1 }, sparse: true },
  ],
};
export const poolDayIndexes: CollectionIndexes = {
  collection: 'pool_days',
  indexes: [{ key: { pool: 1, day: 1 } }],
};

/** More pools than a company keeps in sight. */
const MOST = 1_000;

export type PoolStore = ReturnType<typeof poolStore>;

export function poolStore(db: Db) {
  const pools = db.collection<Pool>('pools');
  const days = db.collection<PoolDay>('pool_days');
  return {
    byId: (id: string) => pools.findOne({ _id: id, deletedAt: null }),
    byKey: (key: string) => pools.findOne({ key, deletedAt: null }),
    byIds: (ids: readonly string[]) => pools.find({ _id: { $in: [...ids] }, deletedAt: null }).toArray(),

    /** By name. */
    all: () => pools.find({ deletedAt: null }).sort({ key: 1 }).limit(MOST).toArray(),

    /** By name. */
    ownedBy: (owner: string, limit: number) =>
      pools.find({ owner, deletedAt: null }).sort({ key: 1 }).limit(limit).toArray(),

    /** False when there is one of this name. */
    async insert(pool: Pool): Promise<boolean> {
      try {
        await pools.insertOne(pool);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async update(
      id: string,
      change: Omit<PoolForm, 'coldSequence'> & Pick<Pool, 'key' | 'whenCold'>,
    ): Promise<Pool | 'name taken' | null> {
      try {
        return await pools.findOneAndUpdate(
          { _id: id, deletedAt: null },
          { $set: change, $inc: { revision: 1 } },
          { returnDocument: 'after' },
        );
      } catch (error) {
        if (isDuplicateKey(error)) return 'name taken';
        throw error;
      }
    },

    /** @returns false when somebody else has asked meanwhile */
    async claimAsking({ _id, askedAt }: Pool, at: Date): Promise<boolean> {
      return (await pools.updateOne({ _id, askedAt }, { $set: { askedAt: at } })).modifiedCount === 1;
    },

    async asked(id: string, at: Date | null): Promise<void> {
      await pools.updateOne({ _id: id }, { $set: { askedAt: at } });
    },

    /** Those with a rule for who goes cold that is not switched off, a few hundred at most. */
    withColdRule: () =>
      pools
        .find({ 'whenCold.state': { $in: ['new', 'asked', 'yes'] }, deletedAt: null })
        .limit(MOST)
        .toArray(),

    /**
     * From one state of the rule to another, while it is about the same sequence.
     * @returns null when somebody else was first, or the rule is another one
     */
    decideCold: (id: string, sequence: string, from: ColdRule['state'][], to: ColdRule['state']) =>
      pools.findOneAndUpdate(
        { _id: id, deletedAt: null, 'whenCold.sequence': sequence, 'whenCold.state': { $in: from } },
        { $set: { 'whenCold.state': to, 'whenCold.lease': null } },
        { returnDocument: 'after' },
      ),

    /**
     * Takes the look at who has gone cold since then; one that a process which died has left goes on until the same moment.
     * @returns null when somebody is at it or it is done
     */
    claimCold: (id: string, rule: ColdRule, lease: NonNullable<ColdRule['lease']>, now: Date) =>
      pools.findOneAndUpdate(
        {
          _id: id,
          deletedAt: null,
          'whenCold.state': 'yes',
          'whenCold.sequence': rule.sequence,
          'whenCold.since': rule.since,
          $or: [{ 'whenCold.lease': null }, { 'whenCold.lease.until': { $lt: now } }],
        },
        { $set: { 'whenCold.lease': lease, 'whenCold.until': rule.until ?? now } },
        { returnDocument: 'after' },
      ),

    /** @returns false when it isn't ours any more */
    async keepCold(id: string, by: string, change: { leaseUntil: Date } | { since: Date }): Promise<boolean> {
      const { matchedCount } = await pools.updateOne(
        { _id: id, 'whenCold.lease.by': by },
        'since' in change
          ? { $set: { 'whenCold.since': change.since, 'whenCold.until': null, 'whenCold.lease': null } }
          : { $set: { 'whenCold.lease.until': change.leaseUntil } },
      );
      return matchedCount === 1;
    },

    async markDeleted(id: string, at: Date): Promise<void> {
      await pools.updateOne({ _id: id }, { $set: { deletedAt: at } });
    },

    /** Pools whose members are still to be let go of. */
    beingDeleted: () => pools.find({ deletedAt: { $type: 'date' } }).toArray(),

    async remove(id: string): Promise<void> {
      await days.deleteMany({ pool: id });
      await pools.deleteOne({ _id: id });
    },

    /** A second one for a day replaces the first. */
    async keepDay({ _id, ...day }: PoolDay): Promise<void> {
      await days.updateOne({ _id }, { $set: day }, { upsert: true });
    },

    /** Adds many; days that are there stay as they are. */
    keepDays: (many: readonly PoolDay[]) => insertUntaken(days, many),

    hasDay: async (pool: string, day: string) => (await days.findOne({ _id: `${pool}:${day}` })) !== null,

    /** Oldest first. */
    daysSince: (pool: string, day: string): Promise<PoolDay[]> =>
      days
        .find({ pool, day: { $gte: day } })
        .sort({ day: 1 })
        .toArray(),
  };
}
