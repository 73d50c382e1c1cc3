import { heatRange } from '#engagement/temperature.ts';
import type { Candidate } from './candidate.ts';
import { askPage } from './query/ask.ts';
import type { Part } from './query/parts.ts';
import { type Asker, type QueryDeps, understand } from './search.ts';

/**
 * People of whom nothing has happened for so long that they crossed from hot to warm, or from warm to cold, since a
 * moment: heat stays the same and the limits rise past it, so this is a range of one index and needs no nightly job.
 */
export async function crossedDown(
  deps: QueryDeps,
  asker: Asker,
  since: Date,
  limit: number,
): Promise<{ candidates: Candidate[]; total: number | null }> {
  const owned = await understand(deps, 'owner:me', asker);
  if ('error' in owned) return { candidates: [], total: 0 };
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
      return askPage(deps, [...owned.parts, crossed], 'hot', null, limit);
    }),
  );
  const pages = [fromHot, fromWarm].filter((page) => page !== undefined);
  return {
    candidates: pages.flatMap(({ candidates }) => candidates).slice(0, limit),
    total: pages.some(({ total }) => total === null)
      ? null
      : pages.reduce((sum, { total }) => sum + (total ?? 0), 0),
  };
}
