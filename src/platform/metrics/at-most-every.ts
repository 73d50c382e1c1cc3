import { setTimeout } from 'node:timers/promises';

/**
 * A question that may be asked at any rate and is put at most once in so many milliseconds; in between the answer from
 * before is given.
 * @param limits.within who asks waits no longer than this, in milliseconds, and then hears null
 * @returns null, too, when the question failed
 */
export function atMostEvery<T>(
  question: () => Promise<T>,
  limits: { every: number; within: number },
): () => Promise<T | null> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<T | null> = Promise.resolve(null);
  let underWay = false;
  return async () => {
    if (!underWay && performance.now() - askedAt >= limits.every) {
      askedAt = performance.now();
      underWay = true;
      answer = question()
        .catch(() => null)
        .finally(() => {
          underWay = false;
        });
    }
    const enough = new AbortController();
    const limit = setTimeout(limits.within, null, { signal: enough.signal }).catch(() => null);
    const first = await Promise.race([answer, limit]);
    enough.abort();
    return first;
  };
}
