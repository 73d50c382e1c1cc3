import type { Draft, DraftRequest } from '../draft.ts';

/** Messages to several people, drafted at once and reviewed one after another: nothing is approved unseen. */
export interface Batch {
  _id: string;
  by: Draft['requester'];
  /** What was asked for, as typed: `pool:Runners-up`, a query. */
  what: string;
  request: DraftRequest;
  candidateIds: string[];
  /** Those who are not written to, and why; everybody else has a draft. */
  leftOut: { candidateId: string; why: string }[];
  /** `drafting` → `reviewing`; it is over when no draft of it waits any more. */
  state: 'drafting' | 'reviewing';
  message: { channelId: string; ts: string } | null;
  lease: { by: string; until: Date } | null;
  at: Date;
}

/** People in one batch. */
export const MOST_IN_BATCH = 50;

/** Where a review stands: which of its drafts is next, and how many are decided. */
export interface Review {
  /** The one that is shown; null: none waits. */
  current: Draft | null;
  /** From 1, of `of` drafts. */
  number: number;
  of: number;
  decided: Partial<Record<Draft['state'], number>>;
}

/** In the order in which the people were found. @param drafts of the batch, in any order */
export function reviewOf({ candidateIds }: Pick<Batch, 'candidateIds'>, drafts: readonly Draft[]): Review {
  const place = new Map(candidateIds.map((id, index) => [id, index]));
  const order = (draft: Draft) => place.get(draft.candidateId) ?? candidateIds.length;
  const sorted = drafts.toSorted((a, b) => order(a) - order(b));
  const current = sorted.find(({ state }) => state === 'waiting') ?? null;
  const decided: Review['decided'] = {};
  for (const { state } of sorted) if (state !== 'waiting') decided[state] = (decided[state] ?? 0) + 1;
  return {
    current,
    number: current ? sorted.indexOf(current) + 1 : sorted.length,
    of: sorted.length,
    decided,
  };
}
