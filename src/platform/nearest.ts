import { closest, distance } from 'fastest-levenshtein';

/**
 * The key that was most likely meant: the nearest one (Levenshtein), if a third of its characters, or two of a short
 * one, are mistyped at most; null when none is so near.
 */
export function nearestKey(typed: string, keys: readonly string[]): string | null {
  if (keys.length === 0) return null;
  const nearest = closest(typed, keys);
  return distance(typed, nearest) <= Math.max(2, nearest.length / 3) ? nearest : null;
}
