import { DateTime } from 'luxon';
import type { Clock } from '#platform/clock.ts';
import { count, emptyMonth, type SelectionMonth } from './selection.ts';
import type { FairnessStore } from './store.ts';

export interface MonthDeps {
  fairness: FairnessStore;
  clock: Clock;
  /** Who was first proposed for a role between two moments, and whether they were selected; in pages of a few hundred. */
  proposals: (from: Date, before: Date) => AsyncIterable<{ candidateId: string; selected: boolean }[]>;
}

/** Months that are counted again: a decision may come weeks after the proposal. Older ones stay as they were counted. */
const COUNTED_AGAIN = 3;

/** Counts the last months; for a recurring job. Twice is the same as once. */
export async function countMonths(deps: MonthDeps, stopping?: AbortSignal): Promise<void> {
  for (let back = 0; back < COUNTED_AGAIN; back++) {
    if (stopping?.aborted) return;
    await deps.fairness.keepMonth(await countMonth(deps, monthBack(deps.clock.now(), back)));
  }
}

/** `2026-11`, or so many months before. */
export function monthBack(now: Date, back: number): string {
  return DateTime.fromJSDate(now, { zone: 'utc' }).minus({ months: back }).toFormat('yyyy-MM');
}

/** A month as it is now, or as it was kept when its people may have been erased since. */
export async function monthOf(deps: MonthDeps, month: string): Promise<SelectionMonth> {
  const isRecent = month > monthBack(deps.clock.now(), COUNTED_AGAIN);
  return (isRecent ? null : await deps.fairness.month(month)) ?? (await countMonth(deps, month));
}

async function countMonth(deps: MonthDeps, month: string): Promise<SelectionMonth> {
  const from = DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc' });
  const counted = emptyMonth(month, deps.clock.now());
  for await (const page of deps.proposals(from.toJSDate(), from.plus({ months: 1 }).toJSDate())) {
    const said = new Map(
      (await deps.fairness.said([...new Set(page.map(({ candidateId }) => candidateId))])).map((one) => [
        one._id,
        one,
      ]),
    );
    for (const { candidateId, selected } of page) count(counted, said.get(candidateId) ?? null, selected);
  }
  return counted;
}
