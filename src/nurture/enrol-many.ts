import { randomUUID } from 'node:crypto';
import { type QueryDeps, searchPage } from '#candidates/search.ts';
import { PersonError } from '#platform/person-error.ts';
import { type BulkCounts, type BulkEnrolment, MOST_ENROLLED } from './bulk-enrolment.ts';
import type { BulkEnrolmentStore } from './bulk-enrolment-store.ts';
import type { NurtureDeps } from './deps.ts';
import { type Enrolled, enrol } from './enrol.ts';

export interface BulkDeps extends NurtureDeps, QueryDeps {
  bulks: BulkEnrolmentStore;
  /** The pool whose members a query asks for and nothing else; null for any other query. */
  poolAsked: (query: string) => Promise<string | null>;
  /** Tells who asked what came of it. @param done.problem why nobody else was enrolled; null: nothing went wrong */
  tellBulk: (
    bulk: BulkEnrolment,
    done: { sequence: string; isCut: boolean; problem: string | null },
  ) => Promise<void>;
}

const AT_ONCE = 50;
const LEASE_MS = 60_000;
const SEQUENCE_GONE = 'The sequence was deleted meanwhile.';

/** Notes that everybody of a query is to be enrolled, at most 500; `workOffBulks` does it. Nothing is lost from here on. */
export function planBulk(
  deps: Pick<BulkDeps, 'bulks'>,
  asked: Pick<BulkEnrolment, '_id' | 'sequence' | 'query' | 'by' | 'timeZone'>,
): Promise<void> {
  const counts = { enrolled: 0, already: 0, refused: 0 };
  return deps.bulks.insert({ ...asked, after: null, seen: 0, counts, lease: null });
}

/** Enrols whom was planned, also what a process which died has left. */
export async function workOffBulks(deps: BulkDeps, stopping?: AbortSignal): Promise<void> {
  while (!stopping?.aborted) {
    const claim = `${deps.outreach.processId}:${randomUUID()}`;
    const bulk = await deps.bulks.claim(claim, deps.clock.now(), until(deps));
    if (!bulk) return;
    await workOff(deps, bulk, stopping);
  }
}

async function workOff(deps: BulkDeps, bulk: BulkEnrolment, stopping?: AbortSignal): Promise<void> {
  const sequence = await deps.sequences.byId(bulk.sequence);
  if (!sequence) {
    await deps.tellBulk(bulk, { sequence: '', isCut: false, problem: SEQUENCE_GONE });
    return deps.bulks.finish(bulk._id);
  }
  let { after, seen, counts } = bulk;
  let isMore = true;
  let problem: string | null = null;
  const origin = { cause: `bulk:${bulk._id}`, pool: await deps.poolAsked(bulk.query) };
  while (isMore && seen < MOST_ENROLLED) {
    if (stopping?.aborted) return;
    const page = await pageOf(deps, bulk, after, Math.min(AT_ONCE, MOST_ENROLLED - seen));
    if ('problem' in page) {
      problem = page.problem;
      break;
    }
    counts = { ...counts };
    for (const { _id } of page.candidates)
      counts[outcomeOf(await enrol(deps, sequence, _id, bulk.by, [], origin))]++;
    seen += page.candidates.length;
    after = page.next;
    isMore = page.next !== null;
    if (!(await deps.bulks.progress(bulk, { after, seen, counts }, until(deps)))) return;
  }
  const done = { sequence: sequence.name, isCut: isMore && problem === null, problem };
  await deps.tellBulk({ ...bulk, seen, counts }, done);
  await deps.bulks.finish(bulk._id);
}

/** Whom the query finds next; a query that makes no sense any more (its pool was deleted) says so. */
async function pageOf(deps: BulkDeps, bulk: BulkEnrolment, after: BulkEnrolment['after'], size: number) {
  try {
    return await searchPage(deps, bulk.query, { id: bulk.by, timeZone: bulk.timeZone }, after, size);
  } catch (error) {
    if (error instanceof PersonError) return { problem: error.message };
    throw error;
  }
}

function outcomeOf(enrolled: Enrolled): keyof BulkCounts {
  return typeof enrolled === 'string' ? enrolled : 'refused';
}

function until(deps: BulkDeps): Date {
  return new Date(deps.clock.now().getTime() + LEASE_MS);
}
