import { distance } from 'fastest-levenshtein';

/**
 * The known word that a person most likely meant: the one with the smallest edit distance (Levenshtein), if no more
 * than a third of its letters, rounded up, would have to change.
 * @returns null when none is near
 */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  let best: { word: string; changes: number } | null = null;
  for (const word of known) {
    const changes = distance(typed.toLowerCase(), word.toLowerCase());
    if (changes <= Math.ceil(word.length / 3) && (best === null || changes < best.changes))
      best = { word, changes };
  }
  return best?.word ?? null;
}
