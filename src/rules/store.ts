import type { Db, Filter } from 'mongodb';
import { insertUntaken } from '#platform/database/duplicate-key.ts';
import type { CollectionIndexes } from '#platform/database/indexes.ts';
import { named } from '#platform/database/named.ts';
import { type Did, type Member, MOST_RULES, type Rule, type Run } from './rule.ts';

export const ruleIndexes: CollectionIndexes = {
  collection: 'rules',
  indexes: [{ key: { key: 1 }, unique: true, partialFilterExpression: { deletedAt: null } }],
};
export const runIndexes: CollectionIndexes = {
  collection: 'rule_runs',
  indexes: [
    { key: { rule: 1, at: -1, _id: 1 } },
    { key: { candidateId: 1, endedAt: -1 } },
    { key: { dueAt: 1 }, partialFilterExpression: { state: 'due' } },
    { key: { 'lease.by': 1 }, sparse: true },
  ],
};
export const memberIndexes: CollectionIndexes = {
  collection: 'rule_members',
  indexes: [
    { key: { rule: 1, at: 1 } },
    { key: { isNew: 1, rule: 1 }, partialFilterExpression: { isNew: true } },
    { key: { candidateId: 1 } },
  ],
};

export type RuleStore = ReturnType<typeof ruleStore>;

export function ruleStore(db: Db) {
  const rules = db.collection<Rule>('rules');
  return {
    /** Deleted ones too: the history names them. */
    byId: (id: string) => rules.findOne({ _id: id }),

    /** By name. */
    all: () => rules.find({ deletedAt: null }).sort({ key: 1 }).limit(MOST_RULES).toArray(),

    ...named(rules, { deletedAt: null }),

    /** Takes the next look. @returns false when another process has; twice in one millisecond does no harm */
    async claimLook({ _id, revision, lookedAt }: Rule, now: Date): Promise<boolean> {
      const claimed = await rules.updateOne({ _id, revision, lookedAt }, { $set: { lookedAt: now } });
      return claimed.matchedCount === 1;
    },

    /** It has looked up to here; never back. */
    async looked({ _id, revision }: Rule, lookedAt: Date): Promise<void> {
      await rules.updateOne({ _id, revision }, { $max: { lookedAt } });
    },

    async note(
      { _id, revision }: Rule,
      set: Partial<Pick<Rule, 'isSeeded' | 'problem' | 'lookedAt'>>,
    ): Promise<void> {
      await rules.updateOne({ _id, revision }, { $set: set });
    },
  };
}

export type RunStore = ReturnType<typeof runStore>;

/** What rules did: one rule, one cause, one person. Their ids are derived, so a cause makes each run once. */
export function runStore(db: Db) {
  const runs = db.collection<Run>('rule_runs');
  const free = (now: Date): Filter<Run> => ({ $or: [{ lease: null }, { 'lease.until': { $lte: now } }] });
  return {
    /** Those that are there already stay as they are. */
    insertAll: (made: readonly Run[]) => insertUntaken(runs, made),

    /**
     * Takes what is due; until the lease ends nobody else works on it.
     * @param by names this very claim
     */
    async claimDue(by: string, now: Date, until: Date, limit: number): Promise<Run[]> {
      const due: Filter<Run> = { state: 'due', dueAt: { $lte: now }, ...free(now) };
      const found = await runs
        .find(due, { projection: { _id: 1 } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray();
      if (found.length === 0) return [];
      await runs.updateMany(
        { ...due, _id: { $in: found.map(({ _id }) => _id) } },
        { $set: { lease: { by, until } } },
      );
      return runs.find({ 'lease.by': by }).toArray();
    },

    /** Notes what became of an action. */
    async did(id: string, by: string, did: Did): Promise<void> {
      await runs.updateOne({ _id: id, 'lease.by': by }, { $push: { did } });
    },

    /** @returns false when it was claimed before: nobody knows whether it came */
    async claimPost(id: string, at: Date): Promise<boolean> {
      return (
        (await runs.updateOne({ _id: id, postedAt: null }, { $set: { postedAt: at } })).modifiedCount === 1
      );
    },

    /** It could not be posted after all. */
    async releasePost(id: string, at: Date): Promise<void> {
      await runs.updateOne({ _id: id, postedAt: at }, { $set: { postedAt: null } });
    },

    /** @param did what became of the last action, if it isn't noted yet */
    async finish(
      id: string,
      by: string,
      { held, at, did }: { held: string | null; at: Date; did: Did | null },
    ): Promise<void> {
      await runs.updateOne(
        { _id: id, 'lease.by': by },
        { $set: { state: 'done', held, endedAt: at, lease: null }, ...(did && { $push: { did } }) },
      );
    },

    async putOff(id: string, by: string, dueAt: Date): Promise<void> {
      await runs.updateOne(
        { _id: id, 'lease.by': by },
        { $set: { dueAt, lease: null }, $inc: { attempts: 1 } },
      );
    },

    /** Newest first, behind a place in that order. */
    page: (rule: string, after: { at: Date; id: string } | null, limit: number) =>
      runs
        .find({
          rule,
          ...(after && { $or: [{ at: { $lt: after.at } }, { at: after.at, _id: { $gt: after.id } }] }),
        })
        .sort({ at: -1, _id: 1 })
        .limit(limit)
        .toArray(),

    count: (rule: string, limit: number) => runs.countDocuments({ rule }, { limit }),

    /** What rules did with somebody, or are about to. */
    lately: (candidateIds: readonly string[], since: Date) =>
      runs
        .find({
          candidateId: { $in: [...candidateIds] },
          $or: [{ endedAt: null }, { endedAt: { $gte: since } }],
        })
        .toArray(),

    about: (candidateIds: readonly string[]) =>
      runs.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await runs.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}

export type MemberStore = ReturnType<typeof memberStore>;

/** Who is in the pools by query that rules look at, to tell who is new in one. */
export function memberStore(db: Db) {
  const members = db.collection<Member>('rule_members');
  const ids = (rule: string, people: readonly string[]) => people.map((id) => `${rule}:${id}`);
  return {
    /** Who is there already stays as they were; all of them were seen at this moment. */
    async seen(added: readonly Member[]): Promise<void> {
      const [one] = added;
      if (!one) return;
      await insertUntaken(members, added);
      await members.updateMany({ _id: { $in: added.map(({ _id }) => _id) } }, { $set: { at: one.at } });
    },

    /** Those who came in and may have no run yet. */
    fresh: (rule: string, limit: number) => members.find({ isNew: true, rule }).limit(limit).toArray(),

    async settled(rule: string, people: readonly string[]): Promise<void> {
      await members.updateMany({ _id: { $in: ids(rule, people) } }, { $unset: { isNew: true } });
    },

    /** Those who weren't seen since a moment: they have left, or the page turned under them. */
    missed: (rule: string, before: Date, limit: number) =>
      members
        .find({ rule, at: { $lt: before } })
        .limit(limit)
        .toArray(),

    async left(rule: string, people: readonly string[]): Promise<void> {
      await members.deleteMany({ _id: { $in: ids(rule, people) } });
    },

    about: (candidateIds: readonly string[]) =>
      members.find({ candidateId: { $in: [...candidateIds] } }).toArray(),

    /** For erasing a person only. */
    async forget(candidateIds: readonly string[]): Promise<void> {
      await members.deleteMany({ candidateId: { $in: [...candidateIds] } });
    },
  };
}
