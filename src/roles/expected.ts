import { placeOf } from '#candidates/place.ts';
import { understand } from '#candidates/search.ts';
import { figuresOf } from '#pools/figures.ts';
import type { Pool, PoolForm } from '#pools/pool.ts';
import { createPool, editPool, poolByName } from '#pools/pools.ts';
import type { RolesDeps } from './deps.ts';
import type { Role } from './role.ts';

/** Names that are tried for the pool of one role. */
const TRIES = 5;
const LONGEST_NAME = 80;

/**
 * The pool in which people gather for an expected role: made once, when it is saved with a target, and kept as the role
 * says. Safe to call at any time.
 */
export async function keepPool(deps: RolesDeps, role: Role): Promise<void> {
  if (role.target === null || (role.state !== 'expected' && !role.pool)) return;
  if (role.pool) {
    const pool = await poolByName(deps, role.pool);
    if (!pool) return;
    const form = await formFor(deps, role, pool.name);
    if (pool.query !== form.query || pool.targetSize !== form.targetSize)
      await editPool(deps, pool._id, { ...form, owner: pool.owner, purpose: pool.purpose }, role.owner);
    return;
  }
  const pool = await makePool(deps, role);
  if (pool) await deps.roles.setPool(role._id, pool._id);
}

async function makePool(deps: RolesDeps, role: Role): Promise<Pool | null> {
  const name = `Ready for ${role.title}`.slice(0, LONGEST_NAME - 4);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const form = await formFor(deps, role, attempt === 1 ? name : `${name} ${attempt}`);
    // Made by a process that died before it could note it.
    const there = await poolByName(deps, form.name);
    if (there?.purpose === form.purpose) return there;
    if (there) continue;
    const made = await createPool(deps, form, role.owner);
    if (!('errors' in made)) return made;
    if (!made.errors.name) {
      deps.logger.warn({ roleId: role._id, fields: Object.keys(made.errors) }, 'a role’s pool can’t be made');
      return null;
    }
  }
  return null;
}

async function formFor(deps: RolesDeps, role: Role, name: string): Promise<PoolForm> {
  return {
    name,
    query: await queryFor(deps, role),
    purpose: `People for the expected role ${role._id}`,
    owner: role.owner,
    targetSize: role.target,
    cadenceDays: null,
  };
}

/**
 * Must-haves and place as a query. A skill that nobody has yet can't be asked for: it is left out until the role is
 * saved again.
 */
async function queryFor(deps: RolesDeps, role: Role): Promise<string> {
  const quoted = (text: string) => `"${text.replaceAll('"', ' ').trim()}"`;
  const { city, country } = role.remote ? { city: null, country: null } : placeOf(role.location);
  const wanted = [
    ...role.mustHave.map((skill) => `skill:${quoted(skill)}`),
    ...(city ? [`city:${quoted(city)}`] : country ? [`country:${country.toLowerCase()}`] : []),
  ];
  const asker = { id: role.owner, timeZone: 'UTC' };
  const parts: string[] = [];
  for (const part of wanted) if (!('error' in (await understand(deps, part, asker)))) parts.push(part);
  return parts.length > 0 ? parts.join(' ') : quoted(role.key);
}

/** Whether enough people are ready for an expected role; null where nobody counts. */
export async function gapOf(deps: RolesDeps, role: Role): Promise<{ needs: number; has: number } | null> {
  const pool = role.pool && role.target !== null ? await poolByName(deps, role.pool) : null;
  const figures = pool && (await figuresOf(deps, pool));
  return figures && role.target !== null ? { needs: role.target, has: figures.ready } : null;
}

/** Looks after the pools of expected roles; when enough are ready, matches are posted. For a recurring job. */
export async function tendExpected(deps: RolesDeps, stopping?: AbortSignal): Promise<void> {
  for (const role of await deps.roles.inStates(['expected'])) {
    if (stopping?.aborted) return;
    if (!role.pool) await keepPool(deps, role);
    const gap = role.gatheredAt ? null : await gapOf(deps, role);
    if (gap && gap.has >= gap.needs) await deps.roles.gathered(role._id, deps.clock.now());
  }
}
