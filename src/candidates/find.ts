import type { Candidate } from './candidate.ts';
import { keyOf } from './identity.ts';
import { wordsOf } from './search-words.ts';
import type { CandidateStore, Position } from './store.ts';

export interface FindDeps {
  candidates: CandidateStore;
}

/** Counting stops here: “more than 1,000” is all that a person wants to know. */
export const MOST_COUNTED = 1_000;
const MOST_WORDS = 20;

export interface Page {
  candidates: Candidate[];
  /** Counted up to MOST_COUNTED + 1, which means “more”. */
  total: number;
  /** Where the next page begins; null on the last one. */
  next: Position | null;
}

export function candidateById(deps: FindDeps, id: string): Promise<Candidate | null> {
  return deps.candidates.byId(id);
}

/** @param email in any case */
export async function candidateByEmail(deps: FindDeps, email: string): Promise<Candidate | null> {
  const key = keyOf(email);
  return key ? ((await deps.candidates.byKeys([key]))[0] ?? null) : null;
}

/**
 * Everybody all of whose words start a word of the name, headline, company, place, skills or tags; hottest first.
 * No words find everybody.
 * @param after where the page before ended; null for the first
 */
export async function searchPage(
  deps: FindDeps,
  text: string,
  after: Position | null,
  size: number,
): Promise<Page> {
  const words = wordsOf(text).slice(0, MOST_WORDS);
  const [found, total] = await Promise.all([
    deps.candidates.hottest(words, after, size + 1),
    deps.candidates.count(words, MOST_COUNTED + 1),
  ]);
  const candidates = found.slice(0, size);
  const last = candidates.at(-1);
  return {
    candidates,
    total,
    next: found.length > size && last ? { heat: last.engagement.heat, id: last._id } : null,
  };
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
  const found = await deps.candidates.hottest(words, null, Math.max(limit, 50));
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

/** The hottest people of all, hottest first. */
export function hottest(deps: FindDeps, limit: number): Promise<Candidate[]> {
  return deps.candidates.hottest([], null, limit);
}
