import { searchPage } from '#candidates/search.ts';
import { PersonError } from '#platform/person-error.ts';
import { type Addition, MOST_ADDED } from './addition.ts';
import type { AdditionStore } from './addition-store.ts';
import { addToPool, type PoolChangeDeps } from './pools.ts';

export interface AddingDeps extends PoolChangeDeps {
  additions: AdditionStore;
  /** Names this process in leases. */
  processId: string;
  /** Tells who asked that it is done. @param done.problem why nobody else was added; null: nothing went wrong */
  tellAdded: (
    addition: Addition,
    done: { pool: string; isCut: boolean; problem: string | null },
  ) => Promise<void>;
}

const AT_ONCE = 50;
const LEASE_MS = 30_000;

/** Notes that everybody of a query is to be put into a pool; `workOffAdditions` does it. */
export function planAddition(
  deps: AddingDeps,
  asked: Pick<Addition, '_id' | 'pool' | 'query' | 'by' | 'timeZone'>,
): Promise<void> {
  return deps.additions.insert({ ...asked, after: null, seen: 0, added: 0, lease: null });
}

/** Works off what was planned, also what a process which died has left. */
export async function workOffAdditions(deps: AddingDeps, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const addition = await deps.additions.claim(deps.processId, deps.clock.now(), until(deps));
    if (!addition) return;
    await workOff(deps, addition, stopping);
  }
}

async function workOff(deps: AddingDeps, addition: Addition, stopping?: AbortSignal): Promise<void> {
  const pool = await deps.pools.byId(addition.pool);
  const asker = { id: addition.by, timeZone: addition.timeZone };
  let { after, seen, added } = addition;
  let isMore = pool !== null;
  let problem = pool === null ? 'The pool was deleted meanwhile.' : null;
  while (pool && isMore && seen < MOST_ADDED) {
    if (stopping?.aborted) return;
    const size = Math.min(AT_ONCE, MOST_ADDED - seen);
    const page = await searchPage(deps, addition.query, asker, after, size).catch((error: unknown) => {
      // What it asks for is not there any more; a second time it would not be there either.
      if (error instanceof PersonError) return error;
      throw error;
    });
    if (page instanceof PersonError) {
      problem = page.message;
      break;
    }
    const ids = page.candidates.map(({ _id }) => _id);
    added += await addToPool(deps, pool, ids, addition.by);
    seen += ids.length;
    after = page.next;
    isMore = page.next !== null;
    if (!(await deps.additions.progress(addition, { after, seen, added }, until(deps)))) return;
  }
  const done = { pool: pool?.name ?? '', isCut: isMore && problem === null, problem };
  await deps.tellAdded({ ...addition, seen, added }, done);
  await deps.additions.finish(addition._id);
}

function until(deps: AddingDeps): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
