import { engagementsAfter, writeEngagements } from '#candidates/engagement.ts';
import { type RecordDeps, recount } from './record.ts';
import { stageAfter, summarise } from './summary.ts';
import type { Touchpoint } from './touchpoint.ts';

export type RecountAllDeps = RecordDeps;

/**
 * Counts some candidates anew from their touchpoints, in the order of their ids.
 * @param after id behind which to begin; null for the first
 * @returns the last id and how many; `last` is null when there was nobody left
 */
export async function recountAfter(
  deps: RecountAllDeps,
  after: string | null,
  most: number,
): Promise<{ last: string | null; counted: number }> {
  const people = await engagementsAfter(deps, after, most);
  const touchpoints = new Map<string, Touchpoint[]>();
  for (const touchpoint of await deps.touchpoints.all(people.flatMap(({ ids }) => ids))) {
    const own = touchpoints.get(touchpoint.candidateId);
    if (own) own.push(touchpoint);
    else touchpoints.set(touchpoint.candidateId, [touchpoint]);
  }
  const missed = await writeEngagements(
    deps,
    people.map(({ id, ids, revision, stage }) => {
      const own = ids.flatMap((one) => touchpoints.get(one) ?? []);
      return {
        id,
        revision,
        engagement: summarise(own, deps.temperature),
        stage: { from: stage, to: stageAfter(stage, own) },
      };
    }),
  );
  // Something happened with them meanwhile: once more, one by one.
  for (const id of missed) await recount(deps, id);
  return { last: people.at(-1)?.id ?? null, counted: people.length };
}
