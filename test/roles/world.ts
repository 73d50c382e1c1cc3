import type { Db } from 'mongodb';
import { capture } from '../../src/candidates/capture.ts';
import type { TypedProfile } from '../../src/candidates/profile.ts';
import { profileStore } from '../../src/candidates/profile-store.ts';
import { DEFAULT_WRITING } from '../../src/outreach/permission/permission.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { openRole, type RoleForm } from '../../src/roles/keep.ts';
import { matchIndexes, matchStore } from '../../src/roles/match-store.ts';
import { DEFAULT_RANKING } from '../../src/roles/ranking/weights.ts';
import type { Role } from '../../src/roles/role.ts';
import { roleIndexes, roleStore } from '../../src/roles/store.ts';
import { world as candidatesWorld, profile } from '../candidates/world.ts';

export const NOW = new Date('2026-11-20T12:00:00Z');

/** What roles work with, on the real engine; the clock is moved by `moveTo`. */
export async function world(db: Db) {
  await ensureIndexes(db, [roleIndexes, matchIndexes]);
  const base = await candidatesWorld(db);
  let now = NOW;
  return {
    ...base,
    clock: { now: () => now },
    moveTo(at: Date) {
      now = at;
    },
    roles: roleStore(db),
    matches: matchStore(db),
    profiles: profileStore(db),
    writing: { ...DEFAULT_WRITING },
    ranking: { enabled: true, weights: { ...DEFAULT_RANKING.weights } },
  };
}
export type World = Awaited<ReturnType<typeof world>>;

/** What stands in the form of a role that is opened here, unless told otherwise. */
export const FORM: RoleForm = {
  title: 'Backend Engineer',
  mustHave: ['Go', 'Kubernetes'],
  niceToHave: [],
  seniority: null,
  location: null,
  remote: false,
  hiringManager: null,
  channel: null,
  description: '',
  bonus: null,
  target: null,
  state: 'open',
};

let delivery = 0;
export async function opened(deps: World, form: Partial<RoleForm>): Promise<Role> {
  const role = await openRole(deps, { ...FORM, ...form }, { by: 'U0RILEY', deliveryId: `d${delivery++}` });
  if ('errors' in role) throw new Error(JSON.stringify(role.errors));
  return role;
}

let number = 0;
/** Adds somebody. @returns the id */
export async function added(deps: World, typed: Partial<TypedProfile>): Promise<string> {
  const result = await capture(deps, {
    profile: profile({ email: `person${number++}@example.com`, ...typed }),
    by: 'U0RILEY',
    surface: 'test',
  });
  if (result.outcome !== 'added') throw new Error(result.outcome);
  return result.candidate._id;
}
