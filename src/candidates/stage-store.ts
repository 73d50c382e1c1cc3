import type { Db } from 'mongodb';
import { type Candidate, idsOf, type Stage } from './candidate.ts';

export type StageStore = ReturnType<typeof stageStore>;

/** Where many people stand, without reading the rest of their records. */
export function stageStore(db: Db) {
  const candidates = db.collection<Candidate>('candidates');
  return {
    /** By each of the ids that stands for somebody who is there: their own, or one that was merged into theirs. */
    async of(ids: readonly string[]): Promise<Map<string, Stage>> {
      const projection = { stage: 1, aliases: 1 } as const;
      const own = await candidates.find({ _id: { $in: [...ids] } }, { projection }).toArray();
      const found = new Map(own.map(({ _id, stage }) => [_id, stage]));
      const merged = ids.filter((id) => !found.has(id));
      if (merged.length === 0) return found;
      const survivors = await candidates
        .find({ aliases: { $in: merged }, 'aliases.0': { $exists: true } }, { projection })
        .toArray();
      for (const one of survivors) for (const id of idsOf(one)) found.set(id, one.stage);
      return found;
    },
  };
}
