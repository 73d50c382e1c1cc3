import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import { learnWords, type VocabularyDeps } from './vocabulary.ts';

/**
 * Sets a person's tags to what the form says, keeping those that a colleague added while it was open.
 * @param change.shown the tags that the form showed
 */
export async function tagCandidate(
  deps: ChangeDeps & VocabularyDeps,
  change: { id: string; tags: string[]; shown: string[]; by: string },
): Promise<Candidate> {
  const { id, tags, shown, by } = change;
  const { candidate } = await changeCandidate(
    deps,
    id,
    { by, action: 'candidate tagged', surface: 'modal Tag' },
    (current) => ({ tags: [...new Set([...tags, ...current.tags.filter((tag) => !shown.includes(tag))])] }),
  );
  await learnWords(deps, candidate);
  return candidate;
}
