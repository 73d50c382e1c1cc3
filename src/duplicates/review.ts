import type { Candidate } from '#candidates/candidate.ts';
import { candidateById, type FindDeps } from '#candidates/find.ts';
import type { QueuePosition } from './pair.ts';
import { duplicatesOf, type Found, type ScanDeps } from './scan.ts';

export interface ReviewDeps extends ScanDeps, FindDeps {}

/** A pair with both records, the one that would stay first. */
export interface Doubt {
  pair: Found;
  people: [Candidate, Candidate];
}

export interface QueuePage {
  doubts: Doubt[];
  /** Pairs that wait, counted up to 1,000. */
  open: number;
  /** Where the next page begins; null on the last one. */
  next: QueuePosition | null;
}

const MOST_COUNTED = 1_000;

/**
 * One page of the review queue, most certain first. Pairs of whom one has gone meanwhile are forgotten.
 * @param after the last pair of the page before
 */
export async function queuePage(
  deps: ReviewDeps,
  after: QueuePosition | null,
  size: number,
): Promise<QueuePage> {
  const [pairs, open] = await Promise.all([
    deps.pairs.queue(after, size + 1),
    deps.pairs.countOpen(MOST_COUNTED),
  ]);
  const shown = pairs.slice(0, size);
  const doubts = await withPeople(deps, shown);
  const known = new Set(doubts.map(({ pair }) => pair._id));
  await deps.pairs.forget(shown.map(({ _id }) => _id).filter((id) => !known.has(id)));
  const last = shown.at(-1);
  return { doubts, open, next: pairs.length > size && last ? { score: last.score, id: last._id } : null };
}

/** Who may be the same as one person, weaker doubts too. */
export async function doubtsAbout(deps: ReviewDeps, candidateId: string, most: number): Promise<Doubt[]> {
  return withPeople(deps, (await duplicatesOf(deps, candidateId)).slice(0, most));
}

async function withPeople(deps: ReviewDeps, pairs: readonly Found[]): Promise<Doubt[]> {
  const doubts = await Promise.all(
    pairs.map(async (pair): Promise<Doubt[]> => {
      const [a, b] = await Promise.all(pair.people.map((id) => candidateById(deps, id)));
      // An alias leads to the record that stayed: then both are one already.
      if (!a || !b || a._id === b._id) return [];
      return [{ pair, people: a.createdAt <= b.createdAt ? [a, b] : [b, a] }];
    }),
  );
  return doubts.flat();
}
