import type { Candidate } from './candidate.ts';
import type { KeepingStore } from './keeping-store.ts';

/** What privacy/ asks of candidates' records. */
export interface KeepingDeps {
  keeping: KeepingStore;
}

/** People by lawful basis. */
export function basisFigures(deps: KeepingDeps): Promise<Record<Candidate['lawfulBasis']['basis'], number>> {
  return deps.keeping.bases();
}

/** How many lawful bases end between two moments. */
export function consentsEndingBetween(deps: KeepingDeps, from: Date, before: Date): Promise<number> {
  return deps.keeping.countEnding(from, before);
}

/** Ids of people who were added, and with whom something happened last, before a moment; not of hired ones. */
export function quietSince(deps: KeepingDeps, before: Date, limit: number): Promise<string[]> {
  return deps.keeping.quietSince(before, limit);
}

/** Removes a record for good. */
export function removeRecord(deps: KeepingDeps, ids: readonly string[]): Promise<void> {
  return deps.keeping.remove(ids);
}

/** Forgets words that nobody is described by any more. @param words tokens' facet and word */
export async function forgetUnusedWords(deps: KeepingDeps, record: Candidate): Promise<void> {
  await deps.keeping.forgetUnused([
    ...record.skills.map((word) => ({ kind: 'skill' as const, word })),
    ...record.tags.map((word) => ({ kind: 'tag' as const, word })),
    ...record.interests.map(({ what }) => ({ kind: 'interest' as const, word: what })),
  ]);
}

/** Forgets searches in whose text somebody stands. */
export function forgetSearches(deps: KeepingDeps, names: readonly string[]): Promise<void> {
  return deps.keeping.forgetSearches(names);
}
