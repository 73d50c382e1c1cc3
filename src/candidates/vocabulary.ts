import type { Candidate } from './candidate.ts';
import { canonicalSkill, skillsStarting } from './skills.ts';
import type { VocabularyStore, WordKind } from './vocabulary-store.ts';

export interface VocabularyDeps {
  vocabulary: VocabularyStore;
}

/** A word in a list to pick from. */
export interface Suggestion {
  word: string;
  isNew: boolean;
}

const MOST = 20;

/** Remembers the words that are used for a candidate, so that they are offered for the next one. */
export async function learnWords(
  deps: VocabularyDeps,
  candidate: Pick<Candidate, 'skills' | 'interests' | 'tags'>,
): Promise<void> {
  const entries = (kind: WordKind, words: readonly string[]) => words.map((word) => ({ kind, word }));
  await deps.vocabulary.learn([
    ...entries('skill', candidate.skills),
    ...entries(
      'interest',
      candidate.interests.map(({ what }) => what),
    ),
    ...entries('tag', candidate.tags),
  ]);
}

/**
 * Words to offer for what was typed so far: known ones that start with it, then the typed word itself as a new one
 * if nobody has used it yet.
 */
export async function suggestWords(
  deps: VocabularyDeps,
  kind: WordKind,
  typed: string,
): Promise<Suggestion[]> {
  const start = typed.trim().toLowerCase();
  const used = await deps.vocabulary.starting(kind, start, MOST);
  const known = kind === 'skill' ? [...used, ...skillsStarting(start)] : used;
  const words = [...new Map(known.map((word) => [word.toLowerCase(), word])).values()].slice(0, MOST);
  const suggestions = words
    .sort((a, b) => a.localeCompare(b, 'en'))
    .map((word): Suggestion => ({ word, isNew: false }));
  const own = canonicalWord(kind, typed);
  const isKnown = own === '' || words.some((word) => word.toLowerCase() === own.toLowerCase());
  return isKnown ? suggestions : [...suggestions, { word: own, isNew: true }];
}

/** Words as they are stored: skills by their canonical name, tags and interests in lower case. */
export function canonicalWord(kind: WordKind, typed: string): string {
  const word = typed.replace(/^#/, '').replace(/\s+/g, ' ').trim();
  return kind === 'skill' ? canonicalSkill(word) : word.toLowerCase();
}

/** The same for a list: each word once, and none that is empty. */
export function canonicalWords(kind: WordKind, typed: readonly string[]): string[] {
  return [...new Set(typed.map((word) => canonicalWord(kind, word)).filter((word) => word !== ''))];
}
