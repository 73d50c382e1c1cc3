import type { CandidateStore } from './store.ts';
import { facetToken } from './tokens.ts';
import type { VocabularyStore } from './vocabulary-store.ts';

export interface TagDeps {
  candidates: CandidateStore;
  vocabulary: VocabularyStore;
}

/** Tags that are looked through; more than anybody keeps in mind. */
const LOOKED_THROUGH = 500;
const BY_TOKEN = { tokens: 1, 'engagement.heat': -1, _id: 1 } as const;

/** Tags that only one person has, in the order of the alphabet. */
export async function tagsUsedOnce(deps: TagDeps, most: number): Promise<string[]> {
  const tags = await deps.vocabulary.starting('tag', '', LOOKED_THROUGH);
  const once: string[] = [];
  for (const tag of tags) {
    const people = await deps.candidates.countBy(
      { filter: { tokens: facetToken('tag', tag) }, index: BY_TOKEN },
      2,
    );
    if (people === 1) once.push(tag);
    if (once.length >= most) break;
  }
  return once;
}
