import type { Document } from 'mongodb';
import { heatRange, type Temperature, type TemperatureSettings } from '#engagement/temperature.ts';
import { wordsOf } from '../search-words.ts';
import { facetToken, idToken, START, startToken } from '../tokens.ts';
import { parseQuery } from './parse.ts';
import {
  allOf,
  between,
  havingFacet,
  type Lead,
  noneOf,
  type Part,
  phrasePattern,
  type RangeField,
} from './parts.ts';
import type { Condition, QueryError, TimeFacet } from './query.ts';
import { momentsOf } from './times.ts';
import { type Lookups, tokensFor } from './values.ts';

/** Who asks and when: what `me`, `30d` and `hot` mean. */
export interface Asking {
  /** Slack user id. */
  userId: string;
  now: Date;
  /** IANA zone. */
  zone: string;
  temperature: TemperatureSettings;
}

/** Pools within pools that are followed. */
const DEEPEST = 5;

const TIME_FIELDS: Record<TimeFacet, RangeField> = {
  engaged: 'engagement.lastEngagedAt',
  contacted: 'engagement.lastContactedAt',
  answered: 'engagement.lastAnswer.at',
  added: 'createdAt',
};

/** Looks up what the conditions of a query mean. @returns the first value that means nothing, as an error */
export async function resolve(
  lookups: Lookups,
  conditions: readonly Condition[],
  asking: Asking,
  depth = 0,
): Promise<{ parts: Part[] } | { error: QueryError }> {
  const parts: Part[] = [];
  for (const condition of conditions) {
    const found =
      condition.kind === 'word facet' && condition.facet === 'pool'
        ? await poolParts(lookups, condition, asking, depth)
        : await partOf(lookups, condition, asking);
    if ('message' in found) return { error: found };
    const own = Array.isArray(found) ? found : [found];
    parts.push(...(condition.negated ? [noneOf(allOf(own))] : own));
  }
  return { parts };
}

async function partOf(lookups: Lookups, condition: Condition, asking: Asking): Promise<Part | QueryError> {
  switch (condition.kind) {
    case 'words':
      return wordsPart(condition.anyOf);
    case 'identity':
      return {
        filter: { keys: { $in: condition.anyOf } },
        leads: [{ kind: 'equal', field: 'keys', values: condition.anyOf, exact: true }],
      };
    case 'word facet': {
      if (condition.facet === 'role') return rolePart(lookups, condition.anyOf);
      const tokens = await tokensFor(lookups, condition.facet, condition.anyOf, asking.userId);
      return 'message' in tokens ? tokens : facetPart(tokens.tokens);
    }
    case 'choice':
      return choicePart(condition, asking);
    case 'time':
      return timePart(condition, asking);
    case 'interested':
      return interestedPart(condition.anyOf, asking);
  }
}

/** People with one of these facet tokens (derived.ts). */
export function facetPart(tokens: string[]): Part {
  return {
    filter: havingFacet(tokens),
    leads: [{ kind: 'equal', field: 'tokens', values: tokens, exact: true }],
  };
}

/** People who were chosen or referred for one of these roles. */
async function rolePart(lookups: Lookups, anyOf: readonly string[]): Promise<Part | QueryError> {
  const ids = new Set<string>();
  for (const title of anyOf) {
    const found = await lookups.peopleOfRole(title);
    if ('message' in found) return found;
    for (const id of found.ids) ids.add(id);
  }
  return {
    filter: { _id: { $in: [...ids] } },
    leads: [{ kind: 'equal', field: '_id', values: [...ids], exact: true }],
  };
}

/** @param anyOf normalised words; those of one alternative stand next to each other */
export function wordsPart(anyOf: readonly string[]): Part {
  const filter = { text: { $regex: phrasePattern(anyOf) } };
  const [only] = anyOf;
  if (anyOf.length === 1 && only !== undefined) {
    const words = only.split(' ');
    return {
      filter,
      leads: words.flatMap((word, index): Lead[] => [
        // Within a phrase only the last word may go on.
        index < words.length - 1
          ? { kind: 'equal', field: 'tokens', values: [word], exact: false }
          : { kind: 'start', word, exact: words.length === 1 },
      ]),
    };
  }
  const starts = anyOf.map((words) => words.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? '');
  return {
    filter,
    leads: starts.every((word) => word.length >= START)
      ? [{ kind: 'equal', field: 'tokens', values: [...new Set(starts.map(startToken))], exact: false }]
      : [],
  };
}

function choicePart({ facet, anyOf }: Condition & { kind: 'choice' }, asking: Asking): Part {
  switch (facet) {
    case 'temp': {
      const ranges = anyOf.map((one) => heatRange(one as Temperature, asking.now, asking.temperature));
      const [only] = ranges;
      return {
        filter: {
          $or: ranges.map(({ from, before }) => ({
            'engagement.heat': {
              ...(from !== null && { $gte: from }),
              ...(before !== null && { $lt: before }),
            },
          })),
        },
        leads: ranges.length === 1 && only ? [{ kind: 'range', field: 'engagement.heat', ...only }] : [],
      };
    }
    case 'stage':
      return {
        filter: { stage: { $in: anyOf } },
        leads: [{ kind: 'equal', field: 'stage', values: anyOf, exact: true }],
      };
    case 'has':
      return { filter: havingFacet(anyOf.map((one) => `:has:${one}`)), leads: [] };
    case 'is':
      return isPart(anyOf, asking.now);
    default:
      return facetPart(anyOf.map((one) => facetToken(facet, one)));
  }
}

function isPart(anyOf: readonly string[], now: Date): Part {
  const snoozed = { snoozedUntil: { $gt: now } };
  const leading = anyOf.filter((one) => one !== 'reachable' && one !== 'snoozed');
  const tokens = leading.map((one) => facetToken('is', one));
  const filters: Document[] = [
    ...(tokens.length > 0 ? [havingFacet(tokens)] : []),
    ...(anyOf.includes('snoozed') ? [snoozed] : []),
    ...(anyOf.includes('reachable')
      ? [{ $and: [havingFacet([':has:email']), { $nor: [havingFacet([':is:suppressed']), snoozed] }] }]
      : []),
  ];
  return {
    filter: { $or: filters },
    leads:
      leading.length === anyOf.length
        ? [{ kind: 'equal', field: 'tokens', values: tokens, exact: true }]
        : [],
  };
}

function timePart({ facet, anyOf }: Condition & { kind: 'time' }, { now, zone }: Asking): Part {
  const field = TIME_FIELDS[facet];
  const ranges = anyOf.map((span) => momentsOf(span, now, zone));
  const [only] = ranges;
  return {
    filter: { $or: ranges.map((moments) => (moments ? between(field, moments) : { [field]: null })) },
    leads:
      ranges.length === 1 && only && (only.from || only.before) ? [{ kind: 'range', field, ...only }] : [],
  };
}

function interestedPart(anyOf: (Condition & { kind: 'interested' })['anyOf'], { now, zone }: Asking): Part {
  const keys = anyOf.map(({ what }) => wordsOf(what).join(' '));
  const filters = anyOf.map(({ when }, index) => {
    const key = keys[index] ?? '';
    if (!when) return havingFacet([`:interested:${key}`]);
    const moments = momentsOf(when, now, zone);
    if (!moments) return { $nor: [havingFacet([`:interested:${key}`])] };
    return { interestedAt: { $elemMatch: { key, ...between('at', moments) } } };
  });
  const possible = anyOf.every(({ when }) => when?.kind !== 'never');
  return {
    filter: filters.length === 1 ? (filters[0] ?? {}) : { $or: filters },
    leads: possible
      ? [
          {
            kind: 'equal',
            field: 'tokens',
            values: [...new Set(keys.map((key) => `:interested:${key}`))],
            exact: false,
          },
        ]
      : [],
  };
}

/** A pool by hand is a token; a pool by query is its query, whose conditions can lead as if they stood there. */
async function poolParts(
  lookups: Lookups,
  { anyOf }: Condition & { kind: 'word facet' },
  asking: Asking,
  depth: number,
): Promise<Part[] | QueryError> {
  const filters: Document[] = [];
  for (const name of anyOf) {
    const pool = await lookups.poolNamed(name);
    if ('message' in pool) return pool;
    const own = pool.query === null ? [facetPart([idToken('pool', pool.id)])] : null;
    const parts =
      own ??
      (await queryPoolParts(lookups, name, pool.query ?? '', { ...asking, userId: pool.owner }, depth));
    if ('message' in parts) return parts;
    if (anyOf.length === 1) return parts;
    filters.push(allOf(parts));
  }
  return [{ filter: { $or: filters }, leads: [] }];
}

async function queryPoolParts(
  lookups: Lookups,
  name: string,
  query: string,
  asking: Asking,
  depth: number,
): Promise<Part[] | QueryError> {
  if (depth >= DEEPEST)
    return { word: name, message: `The pool “${name}” leads through too many other pools, or in a circle.` };
  const parsed = parseQuery(query);
  if ('error' in parsed)
    return { word: name, message: `The query of the pool “${name}” can’t be read: ${parsed.error.message}` };
  const resolved = await resolve(lookups, parsed.query.conditions, asking, depth + 1);
  if ('error' in resolved)
    return {
      word: name,
      message: `The query of the pool “${name}” can’t be asked: ${resolved.error.message}`,
    };
  return resolved.parts;
}
