import type { Candidate } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';
import { learnWords, type VocabularyDeps } from './vocabulary.ts';

/** Adds tags to those that somebody has. @returns whether one of them was new */
export async function addTags(
  deps: ChangeDeps & VocabularyDeps,
  change: { id: string; tags: readonly string[]; by: string; surface: string; chain: readonly string[] },
): Promise<boolean> {
  const { id, tags, ...entry } = change;
  const { candidate, changed } = await changeCandidate(
    deps,
    id,
    { ...entry, action: 'candidate tagged' },
    (current) => ({ tags: [...new Set([...current.tags, ...tags])] }),
  );
  if (changed) await learnWords(deps, candidate);
  return changed;
}

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
