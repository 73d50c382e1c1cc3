import { DateTime } from 'luxon';
import { heatRange } from '#engagement/temperature.ts';
import { askPage, type Page, type Position } from './query/ask.ts';
import type { Part } from './query/parts.ts';
import { type Asker, type QueryDeps, understand } from './search.ts';

/** Months without a word of theirs after which somebody is offered again (product.md section 10). */
const SILENT_MONTHS = 6;
const DAY_MS = 86_400_000;

/** Whose people are asked about, since when, and which of them. */
export interface Cooling {
  /** In the query language: `owner:me`, `pool:…`; empty for everybody. */
  query: string;
  since: Date;
  /** Behind whom the page begins; null for the first one. */
  after?: Position | null;
  limit: number;
}

/**
 * People of whom nothing has happened for so long that they crossed from hot to warm, or from warm to cold, since a
 * moment: heat stays the same and the limits rise past it, so this is a range of one index and needs no nightly job.
 * Whoever is snoozed is left out. Hottest first.
 */
export async function crossedDown(
  deps: QueryDeps,
  asker: Asker,
  { query, since, after = null, limit }: Cooling,
): Promise<Page> {
  const asked = await understand(deps, query, asker);
  if ('error' in asked) return NOBODY;
  const now = deps.clock.now();
  // Each limit is a range of its own: a range that leads a question is taken at its word.
  const [fromHot, fromWarm] = await Promise.all(
    (['hot', 'warm'] as const).map((temperature) => {
      const from = heatRange(temperature, since, deps.temperature).from;
      const before = heatRange(temperature, now, deps.temperature).from;
      const crossed: Part = {
        filter: { 'engagement.heat': { $gte: from, $lt: before } },
        leads: [{ kind: 'range', field: 'engagement.heat', from, before }],
      };
      const parts = [...asked.parts, crossed, hadReached(temperature, deps.temperature), awake(now)];
      return askPage(deps, parts, 'hot', after, limit);
    }),
  );
  const pages = [fromHot, fromWarm].filter((page) => page !== undefined);
  const all = pages.flatMap(({ candidates }) => candidates);
  const candidates = all.slice(0, limit);
  const last = candidates.at(-1);
  const isMore = all.length > limit || pages.some(({ next }) => next !== null);
  return {
    candidates,
    total: pages.some(({ total }) => total === null)
      ? null
      : pages.reduce((sum, { total }) => sum + (total ?? 0), 0),
    next: isMore && last ? { value: last.engagement.heat, id: last._id } : null,
  };
}

/** People whose last word became six months old since a moment, and who aren't snoozed. Hottest first. */
export async function fellSilent(
  deps: QueryDeps,
  asker: Asker,
  { query, since, after = null, limit }: Cooling,
): Promise<Page> {
  const asked = await understand(deps, query, asker);
  if ('error' in asked) return NOBODY;
  const now = deps.clock.now();
  const [from, before] = [since, now].map((at) =>
    DateTime.fromJSDate(at, { zone: asker.timeZone }).minus({ months: SILENT_MONTHS }).toJSDate(),
  );
  if (!from || !before) return NOBODY;
  const silent: Part = {
    filter: { 'engagement.lastEngagedAt': { $gte: from, $lt: before } },
    leads: [{ kind: 'range', field: 'engagement.lastEngagedAt', from, before }],
  };
  return askPage(deps, [...asked.parts, silent, awake(now)], 'hot', after, limit);
}

const NOBODY: Page = { candidates: [], total: 0, next: null };

/**
 * Whoever came up to just below a limit has not crossed it downwards: they were at it when they last did something. Both
 * sides are on the scale of heat, which is days divided by the half-life (engagement/temperature.ts).
 */
function hadReached(temperature: 'hot' | 'warm', settings: QueryDeps['temperature']): Part {
  const limit = heatRange(temperature, new Date(0), settings).from ?? 0;
  const then = { $divide: [{ $toLong: '$engagement.lastEngagedAt' }, settings.halfLifeDays * DAY_MS] };
  return { filter: { $expr: { $gte: ['$engagement.heat', { $add: [limit, then] }] } }, leads: [] };
}

function awake(now: Date): Part {
  return { filter: { $or: [{ snoozedUntil: null }, { snoozedUntil: { $lte: now } }] }, leads: [] };
}
