import type { Draft, DraftTouchpoint } from './draft.ts';

/** A transition either happened, or tells what was found instead. */
export type Moved = { moved: true; draft: Draft } | { moved: false; found: Draft | null };

/** Who decided, when, and what it leaves in the history. */
export interface Decision {
  by: string;
  at: Date;
  touchpoints: DraftTouchpoint[];
}

export interface Approval extends Decision {
  /** The address that it was approved for; null: on another channel. */
  to: string | null;
  confirmed: string[];
  measured: { editDistance: number; decidedAfterMs: number };
}

/** What a draft keeps of its approval. @param version that was approved */
export function approvalOf(version: number, { by, at, confirmed, measured }: Omit<Approval, 'to'>) {
  return { by, at, version, confirmed, measured };
}

export interface End extends Decision {
  problem: string | null;
}
