import type { Candidate } from './candidate.ts';
import { keyOf } from './identity.ts';
import { type AskDeps, askPage } from './query/ask.ts';
import { wordsPart } from './query/resolve.ts';
import { wordsOf } from './search-words.ts';

export type FindDeps = AskDeps;

const MOST_WORDS = 20;
/** People among whom a name is looked for before words anywhere count. */
const LOOKED_AT = 50;

/** By their own id, or by that of a record that was merged into them. */
export function candidateById(deps: FindDeps, id: string): Promise<Candidate | null> {
  return deps.candidates.byId(id);
}

/** @param email in any case */
export async function candidateByEmail(deps: FindDeps, email: string): Promise<Candidate | null> {
  const key = keyOf(email);
  return key ? ((await deps.candidates.byKeys([key]))[0] ?? null) : null;
}

/**
 * Whom a name, an e-mail address, a phone number or a link means, hottest first. Those whose name alone has all the
 * words come before those who have them anywhere.
 */
export async function whoIs(deps: FindDeps, text: string, limit: number): Promise<Candidate[]> {
  const key = keyOf(text);
  const byKey = key ? await deps.candidates.byKeys([key]) : [];
  if (byKey.length > 0) return byKey.slice(0, limit);
  const words = wordsOf(text).slice(0, MOST_WORDS);
  if (words.length === 0) return [];
  const parts = words.map((word) => wordsPart([word]));
  const { candidates: found } = await askPage(deps, parts, 'hot', null, Math.max(limit, LOOKED_AT));
  const named = found.filter(({ name }) => {
    const own = wordsOf(name);
    return words.every((word) => own.some((mine) => mine.startsWith(word)));
  });
  return (named.length > 0 ? named : found).slice(0, limit);
}

/** Whether nobody has been added yet. */
export function isEmpty(deps: FindDeps): Promise<boolean> {
  return deps.candidates.isEmpty();
}

/** Several at once, by id; those who were merged into somebody are found by `candidateById` only. */
export function candidatesByIds(deps: FindDeps, ids: readonly string[]): Promise<Candidate[]> {
  return deps.candidates.byIds(ids);
}

/** The hottest people of all, hottest first. */
export async function hottest(deps: FindDeps, limit: number): Promise<Candidate[]> {
  return (await askPage(deps, [], 'hot', null, limit)).candidates;
}
