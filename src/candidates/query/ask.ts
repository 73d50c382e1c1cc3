import type { Document } from 'mongodb';
import { PersonError } from '#platform/person-error.ts';
import type { Candidate } from '../candidate.ts';
import type { CandidateStore } from '../store.ts';
import type { Lead, Part } from './parts.ts';
import { type Counted, countFilter, ORDERS, type Plan, planFor } from './plan.ts';
import type { Sort } from './query.ts';

/** Where a page ends: the value that the list is sorted by, and the id. */
export interface Position {
  value: number | string | Date | null;
  id: string;
}

export interface Page {
  candidates: Candidate[];
  /** Counted up to MOST_COUNTED + 1, which means “more”; null when counting took too long. */
  total: number | null;
  /** Where the next page begins; null on the last one. */
  next: Position | null;
}

export interface AskDeps {
  candidates: CandidateStore;
}

/** Counting stops here: “more than 1,000” is all that a person wants to know. */
export const MOST_COUNTED = 1_000;
/** Among more people than this a total is worth so many milliseconds and no more: the page must not wait for it. */
const MANY = 100_000;
const TOTAL_MS = 50;
const HOUR_MS = 3_600_000;
/** With a half-life of 45 days an hour is a thousandth of heat. */
const HEATS_AN_HOUR = 1_000;
/** Frequencies are counted this far. */
const COUNTED_FAR = 10_000;

/**
 * One page of the people of whom every part is true.
 * @param after where the page before ended; null for the first
 * @throws PersonError when the question takes longer than 5 seconds
 */
export async function askPage(
  deps: AskDeps,
  parts: readonly Part[],
  sort: Sort,
  after: Position | null,
  size: number,
): Promise<Page> {
  const { plans, everybody } = await prepare(deps, parts, sort);
  const [found, counted] = await Promise.all([
    inTime(
      deps.candidates.ask({
        ...afterPosition(plans.page, sort, after),
        order: ORDERS[sort],
        limit: size + 1,
      }),
    ),
    parts.length === 0
      ? Math.min(everybody, MOST_COUNTED + 1)
      : deps.candidates.countBy(plans.total, MOST_COUNTED + 1, everybody > MANY ? TOTAL_MS : undefined),
  ]);
  const candidates = found.slice(0, size);
  const last = candidates.at(-1);
  const isWhole = after === null && found.length <= size;
  return {
    candidates,
    total: isWhole ? found.length : counted,
    next: found.length > size && last ? { value: sortValue(last, sort), id: last._id } : null,
  };
}

/** How the database is asked for a page and for the total: for the test that explains every shape. */
export async function prepare(
  deps: AskDeps,
  parts: readonly Part[],
  sort: Sort,
): Promise<{ plans: { page: Plan; total: Plan }; everybody: number }> {
  const [everybody, counted] = await Promise.all([
    deps.candidates.everybody(),
    Promise.all(parts.map(({ leads }) => Promise.all(leads.map((lead) => frequency(deps, lead))))),
  ]);
  const guessed = counted.map((part) =>
    part.map(({ lead, count }) => ({
      lead,
      // Beyond what was counted: somewhere between that and everybody.
      count: count >= COUNTED_FAR ? Math.max(count, Math.sqrt(count * everybody)) : count,
    })),
  );
  return {
    plans: {
      page: planFor(parts, guessed, everybody, sort, 'page'),
      total: planFor(parts, guessed, everybody, sort, 'total'),
    },
    everybody,
  };
}

async function frequency(deps: AskDeps, lead: Lead): Promise<Counted> {
  const { filter, index } = countFilter(coarse(lead));
  return { lead, count: await deps.candidates.frequency({ filter, index }, COUNTED_FAR) };
}

/** Ranges that move with the clock, to about an hour: so that two hundred digests count them once. */
function coarse(lead: Lead): Lead {
  if (lead.kind !== 'range') return lead;
  const round = (value: Date | number | null) =>
    value instanceof Date
      ? new Date(Math.floor(value.getTime() / HOUR_MS) * HOUR_MS)
      : value && Math.floor(value * HEATS_AN_HOUR) / HEATS_AN_HOUR;
  return { ...lead, from: round(lead.from), before: round(lead.before) };
}

/** The rest of the list: a bound of the index, and the id where the value is the same. */
function afterPosition(plan: Plan, sort: Sort, after: Position | null): Plan {
  if (!after) return plan;
  const [[field, direction] = ['_id', 1]] = Object.entries(ORDERS[sort]);
  const { value, id } = after;
  const later: Document =
    value === null
      ? { [field]: null, _id: { $gt: id } }
      : {
          $and: [
            direction === 1 ? { [field]: { $gte: value } } : atMost(field, value),
            { $or: [{ [field]: { $ne: value } }, { _id: { $gt: id } }] },
          ],
        };
  return { ...plan, filter: { $and: [plan.filter, later] } };
}

/** Somebody with whom nothing ever happened has no time, and comes last. */
function atMost(field: string, value: unknown): Document {
  return field === 'engagement.lastAt'
    ? { $or: [{ [field]: { $lte: value } }, { [field]: null }] }
    : { [field]: { $lte: value } };
}

function sortValue(candidate: Candidate, sort: Sort): Position['value'] {
  switch (sort) {
    case 'hot':
      return candidate.engagement.heat;
    case 'recent':
      return candidate.engagement.lastAt;
    case 'name':
      return candidate.nameKey;
    case 'added':
      return candidate.createdAt;
  }
}

async function inTime(found: Promise<Candidate[] | null>): Promise<Candidate[]> {
  const candidates = await found;
  if (candidates) return candidates;
  throw new PersonError(
    'This question takes too long to answer. Please narrow it, e.g. with `city:` or `skill:`.',
  );
}
