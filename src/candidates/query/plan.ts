import type { Document } from 'mongodb';
import { ownersBy } from '../engagement-times.ts';
import { ownersOf, START, startToken } from '../tokens.ts';
import type { Lead, Part } from './parts.ts';
import type { Sort } from './query.ts';

/** How a question is asked: which index is entered where, and what is checked of the people who come by. */
export interface Plan {
  filter: Document;
  /** Key of the index that is used. */
  index: Record<string, 1 | -1>;
}

/** The order of each sort; the last field makes it the same every time. */
export const ORDERS: Record<Sort, Record<string, 1 | -1>> = {
  hot: { 'engagement.heat': -1, _id: 1 },
  recent: { 'engagement.lastAt': -1, _id: 1 },
  name: { nameKey: 1, _id: 1 },
  added: { createdAt: -1, _id: 1 },
};

/** Beginnings of words that more people have than this are entered by their first three letters. */
const RANGE_MOST = 2_000;
/** More people than this are not sorted in memory if there is another way. */
const SORTED_MOST = 10_000;
/** People wanted for one page, and for a total. */
const WANTED = { page: 12, total: 1_001 } as const;

/** A lead and about how many people it brings. */
export interface Counted {
  lead: Lead;
  count: number;
}

interface Option {
  /** Documents looked at, about. */
  cost: number;
  plan: Plan;
}

/**
 * The cheapest way to ask, by estimates: the cost of a way is the number of people who come by until enough fit. Ways
 * that come in the right order stop early; the others bring everybody who has the lead, to be sorted.
 * @param counted each part's leads with their frequencies; a part without leads may be true of anybody
 * @param everybody how many candidates there are, about
 */
export function planFor(
  parts: readonly Part[],
  counted: readonly (readonly Counted[])[],
  everybody: number,
  sort: Sort,
  purpose: keyof typeof WANTED,
): Plan {
  const share = (index: number) => {
    const least = Math.min(...(counted[index] ?? []).map(({ count }) => count));
    return Number.isFinite(least) ? Math.min(1, Math.max(least, 0.5) / Math.max(1, everybody)) : 0.5;
  };
  const shares = parts.map((_, index) => share(index));
  const shareOfAll = shares.reduce((product, one) => product * one, 1);
  const inOrder = (count: number) =>
    Math.min(count, (WANTED[purpose] * count) / Math.max(1, everybody * shareOfAll));
  const costOf = (sorted: boolean, brings: number) => {
    if (purpose === 'total' || (sorted && sort === 'hot')) return inOrder(brings);
    return brings > SORTED_MOST ? Number.POSITIVE_INFINITY : brings;
  };
  const walk: Option = {
    cost: inOrder(Math.max(everybody, 1)),
    plan: { filter: and(parts.map(({ filter }) => filter)), index: ORDERS[sort] },
  };
  const options = parts.flatMap((part, index) =>
    (counted[index] ?? []).flatMap(({ lead, count }) => {
      const others = parts.filter((_, other) => other !== index).map(({ filter }) => filter);
      return entries(lead, count).map(({ filter, index: key, sorted, exact, brings }): Option => {
        return {
          cost: costOf(sorted, brings),
          plan: { filter: and([filter, ...(exact ? [] : [part.filter]), ...others]), index: key },
        };
      });
    }),
  );
  const both = counted.flatMap((leads, index) =>
    leads.flatMap((one) =>
      counted.flatMap((others, other): Option[] => {
        const [range] = others;
        const entry = range && other !== index ? together(one, range, share(other)) : null;
        if (!entry) return [];
        const { filter, index: key, sorted, exact, brings } = entry;
        const rest = parts
          .filter((_, at) => at !== other && (at !== index || !exact))
          .map((part) => part.filter);
        return [{ cost: costOf(sorted, brings), plan: { filter: and([filter, ...rest]), index: key } }];
      }),
    ),
  );
  return [walk, ...options, ...both].reduce((best, one) => (one.cost < best.cost ? one : best)).plan;
}

interface Entry {
  filter: Document;
  index: Record<string, 1 | -1>;
  /** Whether people come by in the order of their heat. */
  sorted: boolean;
  exact: boolean;
  brings: number;
}

/** Fields whose index doesn't go on in the order of heat. */
function isAlone(field: string): boolean {
  return field === 'keys' || field === '_id';
}

/** Where an index can be entered for a lead. */
function entries(lead: Lead, count: number): Entry[] {
  if (lead.kind === 'equal') {
    const [only] = lead.values;
    return [
      {
        filter: {
          [lead.field]: lead.values.length === 1 ? only : { $in: lead.values },
          // The index over keys leaves out who has none, and is used only by a query that says so too.
          ...(lead.field === 'keys' && { 'keys.0': { $exists: true } }),
        },
        index: isAlone(lead.field) ? { [lead.field]: 1 } : { [lead.field]: 1, ...ORDERS.hot },
        sorted: !isAlone(lead.field),
        exact: lead.exact,
        brings: count,
      },
    ];
  }
  if (lead.kind === 'range') {
    const index = lead.field === 'engagement.heat' ? ORDERS.hot : indexOf(lead.field);
    return [
      {
        filter: rangeFilter(lead),
        index,
        sorted: lead.field === 'engagement.heat',
        exact: true,
        brings: count,
      },
    ];
  }
  const index = { tokens: 1, ...ORDERS.hot } as const;
  const range: Entry = {
    filter: startFilter(lead.word),
    index,
    sorted: false,
    exact: lead.exact,
    brings: count,
  };
  if (lead.word.length < START || count <= RANGE_MOST) return count <= SORTED_MOST ? [range] : [];
  const first: Entry = {
    filter: { tokens: startToken(lead.word) },
    index,
    sorted: true,
    exact: false,
    brings: count * 2,
  };
  return [first];
}

/**
 * Where an index can be entered for two leads at once: a word or facet with a range of heat, an owner with a range of
 * time. @param share of everybody whom the range lets through
 */
function together({ lead, count }: Counted, { lead: range }: Counted, share: number): Entry | null {
  if (lead.kind !== 'equal' || lead.field !== 'tokens' || range.kind !== 'range') return null;
  const brings = Math.max(1, count * share);
  const { field } = range;
  if (field === 'engagement.heat') {
    const [entry] = entries(lead, count);
    return entry ? { ...entry, filter: { ...entry.filter, ...rangeFilter(range) }, brings } : null;
  }
  const owners = field === 'createdAt' ? null : ownersOf(lead.values);
  if (owners === null || field === 'createdAt') return null;
  return {
    filter: { owner: owners.length === 1 ? owners[0] : { $in: owners }, ...rangeFilter(range) },
    index: ownersBy(field),
    sorted: false,
    exact: true,
    brings,
  };
}

/** The filter by which a lead is counted; each uses an index alone. */
export function countFilter(lead: Lead): Plan {
  const [entry] = entries(lead, 0);
  return { filter: entry?.filter ?? {}, index: entry?.index ?? ORDERS.hot };
}

function startFilter(word: string): Document {
  return { tokens: { $elemMatch: { $gte: word, $lt: `${word}\uffff` } } };
}

function rangeFilter({ field, from, before }: Lead & { kind: 'range' }): Document {
  return { [field]: { ...(from !== null && { $gte: from }), ...(before !== null && { $lt: before }) } };
}

function indexOf(field: string): Record<string, 1 | -1> {
  return field === 'createdAt' ? ORDERS.added : { [field]: -1 };
}

function and(filters: readonly Document[]): Document {
  const some = filters.filter((filter) => Object.keys(filter).length > 0);
  if (some.length <= 1) return some[0] ?? {};
  return { $and: [...some] };
}
