import { ObjectId } from 'mongodb';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { type ChangeDeps, changeCandidate } from '#candidates/change.ts';
import { namesInQuery } from '#candidates/query/names.ts';
import { type Asker, type QueryDeps, searchPage, understand } from '#candidates/search.ts';
import { nearestKey } from '#platform/nearest.ts';
import { PersonError } from '#platform/person-error.ts';
import { keepDay, membersQuery, type PoolDeps } from './figures.ts';
import { coldRuleAfter, type Pool, type PoolForm, poolKey } from './pool.ts';

export type PoolChangeDeps = PoolDeps & ChangeDeps & AuditDeps;

const LONGEST = { name: 80, query: 1_000, purpose: 500 } as const;
const LARGEST_TARGET = 100_000;
/** Pools within pools that are followed; query/resolve.ts follows no more. */
const DEEPEST = 5;
/** People let go of at once. */
const AT_ONCE = 100;

/** What is wrong with a form, by field. */
export type FormErrors = Partial<Record<keyof PoolForm, string>>;

/**
 * Checks a pool's form: the query is read as a person's would be, and may not lead back to the pool itself.
 * @param own the pool that is edited; null for a new one
 */
export async function checkForm(
  deps: PoolDeps,
  form: PoolForm,
  own: Pool | null,
): Promise<FormErrors | null> {
  const errors: FormErrors = {};
  if (poolKey(form.name) === '') errors.name = 'Please give it a name with letters or digits.';
  else if (form.name.length > LONGEST.name) errors.name = `${LONGEST.name} characters are the most.`;
  if (form.targetSize !== null && !(form.targetSize >= 1 && form.targetSize <= LARGEST_TARGET))
    errors.targetSize = `Please give a whole number from 1 to ${LARGEST_TARGET.toLocaleString('en')}.`;
  if ((form.purpose?.length ?? 0) > LONGEST.purpose)
    errors.purpose = `${LONGEST.purpose} characters are the most.`;
  if (own && (own.query === null) !== (form.query === null))
    errors.query =
      own.query === null
        ? 'This pool is filled by hand. For a query, please make a new pool.'
        : 'This pool lives from its query. For one that is filled by hand, please make a new pool.';
  else if (form.query !== null) {
    const wrong = await wrongQuery(deps, form, own);
    if (wrong) errors.query = wrong;
  }
  return Object.keys(errors).length > 0 ? errors : null;
}

async function wrongQuery(deps: PoolDeps, form: PoolForm, own: Pool | null): Promise<string | null> {
  const query = form.query ?? '';
  if (query.length > LONGEST.query) return `${LONGEST.query.toLocaleString('en')} characters are the most.`;
  const keys = new Set([poolKey(form.name), ...(own ? [own.key, own._id] : [])]);
  if (await leadsTo(deps, query, keys, 0))
    return 'This query asks for the pool itself, so nobody could say who is in it.';
  const understood = await understand(deps, query, { id: form.owner, timeZone: 'UTC' });
  if ('error' in understood) return understood.error.message;
  if (understood.parts.length === 0) return 'Please say who belongs to it, e.g. skill:python city:austin.';
  return null;
}

async function leadsTo(
  deps: PoolDeps,
  query: string,
  keys: ReadonlySet<string>,
  depth: number,
): Promise<boolean> {
  for (const name of namesInQuery(query, 'pool')) {
    if (keys.has(poolKey(name)) || keys.has(name)) return true;
    const pool = await poolByName(deps, name);
    if (pool?.query && depth < DEEPEST && (await leadsTo(deps, pool.query, keys, depth + 1))) return true;
  }
  return false;
}

/** @returns the pool, or what is wrong by field */
export async function createPool(
  deps: PoolChangeDeps,
  form: PoolForm,
  by: string,
): Promise<Pool | { errors: FormErrors }> {
  const errors = await checkForm(deps, form, null);
  if (errors) return { errors };
  const pool: Pool = {
    _id: new ObjectId().toHexString(),
    ...fieldsOf(deps, form, null),
    askedAt: null,
    deletedAt: null,
    createdAt: deps.clock.now(),
    revision: 0,
  };
  if (!(await deps.pools.insert(pool))) return { errors: { name: NAME_TAKEN } };
  await recordAudit(deps, {
    by,
    action: 'pool created',
    subject: `pool:${pool._id}`,
    before: null,
    after: form,
    surface: 'modal New pool',
  });
  await keepDay(deps, pool);
  return pool;
}

function fieldsOf(deps: Pick<PoolDeps, 'clock'>, { coldSequence, ...form }: PoolForm, before: Pool | null) {
  const whenCold = coldRuleAfter(
    before,
    { ...form, ...(coldSequence !== undefined && { coldSequence }) },
    deps.clock.now(),
  );
  return { ...form, key: poolKey(form.name), whenCold };
}

const NAME_TAKEN = 'There is a pool of this name already.';

/** @returns the pool, or what is wrong by field */
export async function editPool(
  deps: PoolChangeDeps,
  id: string,
  form: PoolForm,
  by: string,
): Promise<Pool | { errors: FormErrors }> {
  const before = await deps.pools.byId(id);
  if (!before) return { errors: { name: 'This pool is not there any more.' } };
  const errors = await checkForm(deps, form, before);
  if (errors) return { errors };
  const updated = await deps.pools.update(id, fieldsOf(deps, form, before));
  if (updated === 'name taken') return { errors: { name: NAME_TAKEN } };
  if (!updated) return { errors: { name: 'This pool is not there any more.' } };
  const { name, query, purpose, owner, targetSize, cadenceDays } = before;
  const coldSequence = before.whenCold?.sequence ?? null;
  await recordAudit(deps, {
    by,
    action: 'pool edited',
    subject: `pool:${id}`,
    before: { name, query, purpose, owner, targetSize, cadenceDays, coldSequence },
    after: form,
    surface: 'modal Edit pool',
  });
  return updated;
}

/** By its id, or by its name in any case and accents. */
export async function poolByName(deps: Pick<PoolDeps, 'pools'>, typed: string): Promise<Pool | null> {
  const key = poolKey(typed);
  return (await deps.pools.byId(typed)) ?? (key === '' ? null : deps.pools.byKey(key));
}

/** The id of the pool whose members a query asks for and nothing else; null for any other query. */
export async function poolAsked(deps: Pick<PoolDeps, 'pools'>, query: string): Promise<string | null> {
  const [, quoted, plain] = /^pool:(?:"([^"]+)"|([^\s",]+))$/.exec(query.trim()) ?? [];
  const name = quoted ?? plain;
  return name === undefined ? null : ((await poolByName(deps, name))?._id ?? null);
}

/** Pools whose name begins with what was typed, or contains it; by name. */
export async function poolsNamed(deps: PoolDeps, typed: string): Promise<Pool[]> {
  const key = poolKey(typed);
  const all = await deps.pools.all();
  const beginning = all.filter((pool) => pool.key.startsWith(key));
  return beginning.length > 0 ? beginning : all.filter((pool) => pool.key.includes(key));
}

/** The name of a pool that is like what was typed; null when none is. */
export async function nearestPool(deps: Pick<PoolDeps, 'pools'>, typed: string): Promise<string | null> {
  const all = await deps.pools.all();
  const key = poolKey(typed);
  const near = nearestKey(
    key,
    all.map((pool) => pool.key),
  );
  // Who typed a part of a name meant it, however much is missing.
  const meant = near ?? all.find((pool) => key !== '' && pool.key.includes(key))?.key;
  return all.find((pool) => pool.key === meant)?.name ?? null;
}

/** What `pool:` in a query means (candidates/query/values.ts). */
export function poolLookup(deps: Pick<PoolDeps, 'pools'>): QueryDeps['poolNamed'] {
  return async (typed) => {
    const pool = await poolByName(deps, typed);
    if (pool) return { id: pool._id, query: pool.query, owner: pool.owner };
    const near = await nearestPool(deps, typed);
    return {
      word: typed,
      message: `There is no pool called “${typed}”.${near ? ` Did you mean \`pool:"${near}"\`?` : ''}`,
    };
  };
}

/** Names of pools by hand that somebody is in, by id; those that are gone are left out. */
export async function poolNames(deps: Pick<PoolDeps, 'pools'>, ids: readonly string[]): Promise<string[]> {
  return ids.length === 0 ? [] : (await deps.pools.byIds(ids)).map(({ name }) => name);
}

/**
 * Puts people into a pool by hand; who is in it already stays in it.
 * @param chain workflow rules whose doing this is
 * @returns how many are new in it
 */
export async function addToPool(
  deps: PoolChangeDeps,
  pool: Pick<Pool, '_id'>,
  candidateIds: readonly string[],
  by: string,
  chain: readonly string[] = [],
): Promise<number> {
  const at = deps.clock.now();
  const added = await Promise.all(
    candidateIds.map((id) =>
      changeCandidate(deps, id, { by, action: 'added to pool', surface: 'pools', chain }, ({ pools }) =>
        pools.some((one) => one.id === pool._id) ? null : { pools: [...pools, { id: pool._id, at, by }] },
      ).then(
        ({ changed }) => changed,
        // Somebody was deleted meanwhile: the others go on.
        (error: unknown) => {
          if (error instanceof PersonError) return false;
          throw error;
        },
      ),
    ),
  );
  return added.filter(Boolean).length;
}

/** Takes people out of a pool by hand. */
export async function removeFromPool(
  deps: PoolChangeDeps,
  pool: Pick<Pool, '_id'>,
  candidateIds: readonly string[],
  by: string,
): Promise<void> {
  await Promise.all(
    candidateIds.map((id) =>
      changeCandidate(deps, id, { by, action: 'removed from pool', surface: 'pools' }, ({ pools }) => ({
        pools: pools.filter((one) => one.id !== pool._id),
      })),
    ),
  );
}

/**
 * Deletes a pool; its people stay. It is in no list from now on, and its members are let go of by the sweep.
 * @throws PersonError for somebody who is neither its owner nor an admin
 */
export async function deletePool(
  deps: PoolChangeDeps,
  pool: Pool,
  actor: { id: string; role: string },
): Promise<void> {
  if (actor.id !== pool.owner && actor.role !== 'admin')
    throw new PersonError(`Only <@${pool.owner}>, who owns this pool, and admins can delete it.`);
  await deps.pools.markDeleted(pool._id, deps.clock.now());
  await recordAudit(deps, {
    by: actor.id,
    action: 'pool deleted',
    subject: `pool:${pool._id}`,
    before: { name: pool.name, query: pool.query },
    after: null,
    surface: 'slack',
  });
}

/** Lets go of the members of deleted pools; for a recurring job. */
export async function finishDeleting(deps: PoolChangeDeps, stopping?: AbortSignal): Promise<void> {
  for (const pool of await deps.pools.beingDeleted()) {
    while (pool.query === null) {
      if (stopping?.aborted) return;
      const members = await deps.candidates.inPool(pool._id, AT_ONCE);
      if (members.length === 0) break;
      await removeFromPool(deps, pool, members, 'rekindle');
    }
    await deps.pools.remove(pool._id);
  }
}

/** One page of a pool's members by a further query. */
export function membersLike(deps: PoolDeps, pool: Pool, query: string, asker: Asker, size: number) {
  return searchPage(deps, `${membersQuery(pool)} ${query}`, asker, null, size);
}
