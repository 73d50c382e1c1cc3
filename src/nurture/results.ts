import type { NurtureDeps } from './deps.ts';
import type { Sequence } from './sequence.ts';

/** How a variant of a step does. */
export interface VariantResult {
  step: string;
  variant: number;
  sent: number;
  clicked: number;
  opened: number;
  answered: number;
  positive: number;
}

/** Between what the true share lies, with 95% certainty. */
export interface Interval {
  low: number;
  high: number;
}

const Z = 1.959_964;

/**
 * Wilson's score interval for a share (Wilson 1927): right for small numbers and for shares near 0 and 1, where the usual
 * one is not.
 * @returns from 0 to 1; all of it when there is nothing yet
 */
export function wilson(successes: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const p = successes / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Which of two variants is answered more; null: the intervals overlap, so nobody knows yet. */
export function betterOf(results: readonly VariantResult[]): number | null {
  const [a, b] = results;
  if (!a || !b) return null;
  const [one, two] = [wilson(a.answered, a.sent), wilson(b.answered, b.sent)];
  if (one.low > two.high) return a.variant;
  return two.low > one.high ? b.variant : null;
}

/** Sent, opened, clicked, answered and positive by step and variant; each person counts once a step. */
export async function resultsOf(
  deps: Pick<NurtureDeps, 'outreach'> & {
    /** What happened to drafts: kind and sentiment by draft. */
    touchpointsOfDrafts: (
      ids: readonly string[],
    ) => Promise<{ draftId: string | null; kind: string; sentiment: string | null }[]>;
  },
  sequence: Sequence,
): Promise<VariantResult[]> {
  const drafts = await deps.outreach.drafts.sentOfSequence(sequence._id);
  const happened = await deps.touchpointsOfDrafts(drafts.map(({ _id }) => _id));
  const of = (kind: string, sentiment?: string) =>
    new Set(
      happened
        .filter((one) => one.kind === kind && (sentiment === undefined || one.sentiment === sentiment))
        .map(({ draftId }) => draftId),
    );
  const [opened, clicked, answered, positive] = [
    of('opened'),
    of('clicked'),
    of('replied'),
    of('replied', 'positive'),
  ];
  const results = new Map<string, VariantResult>();
  for (const { _id, sequence: mark } of drafts) {
    if (!mark) continue;
    const key = `${mark.step}:${mark.variant}`;
    const result = results.get(key) ?? {
      step: mark.step,
      variant: mark.variant,
      sent: 0,
      clicked: 0,
      opened: 0,
      answered: 0,
      positive: 0,
    };
    result.sent++;
    result.opened += Number(opened.has(_id));
    result.clicked += Number(clicked.has(_id));
    result.answered += Number(answered.has(_id));
    result.positive += Number(positive.has(_id));
    results.set(key, result);
  }
  return [...results.values()].toSorted((a, b) => a.variant - b.variant);
}
