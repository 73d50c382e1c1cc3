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
  const ranges = (['hot', 'warm'] as const).map((temperature) => ({
    $gte: heatRange(temperature, since, deps.temperature).from ?? 0,
    $lt: heatRange(temperature, now, deps.temperature).from ?? 0,
  }));
  const [hot, warm] = ranges;
  const crossed: Part = {
    filter: { $or: ranges.map((range) => ({ 'engagement.heat': range })) },
    leads: [{ kind: 'range', field: 'engagement.heat', from: warm?.$gte ?? null, before: hot?.$lt ?? null }],
  };
  const { candidates, total } = await askPage(deps, [...owned.parts, crossed], 'hot', null, limit);
  return { candidates, total };
}
