import type { Db } from 'mongodb';
import type { Role } from './role.ts';

/** One person who was given a role; `_id` is the Slack user id. Who isn't there is a member. */
export interface TeamMember {
  _id: string;
  role: Role;
}

export type TeamStore = ReturnType<typeof teamStore>;

/** The collection `team`, found by its `_id` only, so it needs no index. */
export function teamStore(db: Db) {
  const team = db.collection<TeamMember>('team');
  return {
    byId: (userId: string): Promise<TeamMember | null> => team.findOne({ _id: userId }),

    all: (): Promise<TeamMember[]> => team.find().sort({ role: 1, _id: 1 }).toArray(),

    /** @returns the role before, or null where there was none */
    async setRole(userId: string, role: Role): Promise<Role | null> {
      const before = await team.findOneAndUpdate(
        { _id: userId },
        { $set: { role } },
        { upsert: true, returnDocument: 'before' },
      );
      return before?.role ?? null;
    },
  };
}
