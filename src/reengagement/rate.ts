import { survivorsOf } from '#candidates/joining.ts';
import { answersSince } from '#engagement/history.ts';
import { wilson } from '#nurture/results.ts';
import type { ReengageDeps } from './note.ts';
import { COUNTS_FOR_DAYS, isInTime, RATE_DAYS, type Reengagement } from './reengagement.ts';
import type { Of } from './store.ts';

export type RateDeps = ReengageDeps & Parameters<typeof survivorsOf>[0];

export interface Rate {
  /** People who were re-engaged in the last 180 days. */
  of: number;
  /** Those who answered within 60 days. */
  recovered: number;
}

const DAY_MS = 86_400_000;
/** More than a team turns to in half a year. */
const MOST = 50_000;
const AT_ONCE = 500;
/** With fewer, chance says more than the rate does. */
const FEW = 30;

/** How many of those who had gone cold came back, by what they did until now. */
export async function recoveredRate(deps: RateDeps, of: Of): Promise<Rate> {
  const since = new Date(deps.clock.now().getTime() - RATE_DAYS * DAY_MS);
  const all = await deps.reengagements.since(of, since, MOST);
  const answered = await answeredAmong(
    deps,
    all.filter(({ settled }) => !settled),
  );
  return {
    of: all.length,
    recovered: all.filter(({ _id, settled, recovered }) => (settled ? recovered : answered.has(_id))).length,
  };
}

/** The rate as a sentence; null when nobody was re-engaged. With few people it says how little that tells. */
export function rateInWords({ of, recovered }: Rate): string | null {
  if (of === 0) return null;
  const people = of === 1 ? '1 person' : `${of.toLocaleString('en')} people`;
  const rate = `Of ${people} re-engaged in the last ${RATE_DAYS} days ${recovered.toLocaleString('en')} answered: ${Math.round((100 * recovered) / of)}% recovered.`;
  if (of >= FEW) return rate;
  const { low, high } = wilson(recovered, of);
  return `${rate} So few say little yet: it may be anything from ${Math.round(low * 100)} to ${Math.round(high * 100)}%.`;
}

/** Puts down what came of those whose 60 days are over; for a recurring job. Two processes put down the same. */
export async function settleReengagements(deps: RateDeps, stopping?: AbortSignal): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - COUNTS_FOR_DAYS * DAY_MS);
  for (;;) {
    const over = await deps.reengagements.unsettled(before, AT_ONCE);
    if (over.length === 0 || stopping?.aborted) return;
    await settle(deps, over);
  }
}

/** For erasing a person: the count stays, with what is known of it until now, and the person goes. */
export async function forgetReengaged(deps: RateDeps, candidateIds: readonly string[]): Promise<void> {
  await settle(deps, await deps.reengagements.unsettledOf(candidateIds));
  await deps.reengagements.forget(candidateIds);
}

async function settle(deps: RateDeps, some: readonly Reengagement[]): Promise<void> {
  const answered = await answeredAmong(deps, some);
  const ids = some.map(({ _id }) => _id);
  await deps.reengagements.settle(
    ids.filter((id) => answered.has(id)),
    true,
  );
  await deps.reengagements.settle(
    ids.filter((id) => !answered.has(id)),
    false,
  );
}

/** Ids of those that were answered in time, told by the touchpoints of the person they are about. */
async function answeredAmong(deps: RateDeps, some: readonly Reengagement[]): Promise<ReadonlySet<string>> {
  const answered = new Set<string>();
  for (let from = 0; from < some.length; from += AT_ONCE) {
    const page = some.slice(from, from + AT_ONCE);
    const ids = page.flatMap(({ candidateId }) => candidateId ?? []);
    // Who was merged since answers under another id.
    const survivors = await survivorsOf(deps, ids);
    const oldest = page.reduce((least, { at }) => (at < least ? at : least), page[0]?.at ?? new Date(0));
    const answers = Map.groupBy(
      await answersSince(deps, [...new Set([...ids, ...survivors.values()])], oldest),
      ({ candidateId }) => candidateId,
    );
    for (const { _id, candidateId, at } of page) {
      if (candidateId === null) continue;
      const own = [candidateId, survivors.get(candidateId) ?? candidateId].flatMap(
        (id) => answers.get(id) ?? [],
      );
      if (own.some((answer) => isInTime(at, answer.at))) answered.add(_id);
    }
  }
  return answered;
}
