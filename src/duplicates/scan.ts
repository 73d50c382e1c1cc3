import type { Compared, JoiningDeps } from '#candidates/joining.ts';
import { comparedRecord, dueForDoubles, lookedForDoubles, sharingBlocks } from '#candidates/joining.ts';
import type { Clock } from '#platform/clock.ts';
import { LIKELY, likeness } from './likeness.ts';
import { type Pair, pairOf } from './pair.ts';
import type { PairStore } from './store.ts';

export interface ScanDeps extends JoiningDeps {
  pairs: PairStore;
  clock: Clock;
}

/** Records looked at at once. */
const AT_ONCE = 500;
/**
 * A block with more people than this tells nothing about anybody in it and is left out, so that what one record costs
 * has a limit.
 */
const MOST_IN_BLOCK = 200;
/** People who share a block with one of the records at once; where there are more, fewer records are looked at. */
const MOST_MATES = 50_000;
/** Asked for one person, weaker pairs are shown too. */
const WORTH_A_LOOK = 60;

/** A pair that a look has found. */
export type Found = Pick<Pair, '_id' | 'people' | 'score' | 'reasons'>;

/**
 * Looks for the doubles of everybody who has changed since the last look, in batches. Safe to stop at any point and
 * to run on several processes: a record stays due until its pairs are written.
 * @returns how many records were looked at
 */
export async function scanForDuplicates(deps: ScanDeps, stopping?: AbortSignal): Promise<number> {
  let looked = 0;
  while (!stopping?.aborted) {
    const due = await dueForDoubles(deps, AT_ONCE);
    if (due.length === 0) break;
    const likely = (await compare(deps, due)).filter(({ score }) => score >= LIKELY);
    const now = new Set(likely.map(({ _id }) => _id));
    const before = await deps.pairs.openOf(due.map(({ _id }) => _id));
    await deps.pairs.found(likely, deps.clock.now());
    await deps.pairs.forget(before.filter((id) => !now.has(id)));
    await lookedForDoubles(deps, due);
    looked += due.length;
  }
  return looked;
}

/** The doubles of one person, weaker ones too, most certain first. */
export async function duplicatesOf(deps: ScanDeps, candidateId: string): Promise<Found[]> {
  const person = await comparedRecord(deps, candidateId);
  if (!person) return [];
  const found = await compare(deps, [person]);
  return found.filter(({ score }) => score >= WORTH_A_LOOK).sort((a, b) => b.score - a.score);
}

async function compare(deps: ScanDeps, people: readonly Compared[]): Promise<Found[]> {
  const mates = await sharingBlocks(deps, [...new Set(people.flatMap(({ blocks }) => blocks))], MOST_MATES);
  if (mates.length === MOST_MATES && people.length > 1) {
    const half = Math.ceil(people.length / 2);
    return [...(await compare(deps, people.slice(0, half))), ...(await compare(deps, people.slice(half)))];
  }
  const byBlock = new Map<string, Compared[]>();
  for (const mate of mates)
    for (const block of mate.blocks) {
      const there = byBlock.get(block);
      if (there) there.push(mate);
      else byBlock.set(block, [mate]);
    }
  const found = new Map<string, Found>();
  for (const person of people)
    for (const block of person.blocks) {
      const there = byBlock.get(block) ?? [];
      if (there.length > MOST_IN_BLOCK) continue;
      for (const mate of there) {
        const pair = pairOf(person._id, mate._id);
        if (mate._id === person._id || found.has(pair._id)) continue;
        const alike = likeness(person, mate);
        if (alike) found.set(pair._id, { ...pair, ...alike });
      }
    }
  return [...found.values()];
}
