/** More questions than this are forgotten together. */
const MOST_KEPT = 10_000;

/**
 * Keeps answers for so many milliseconds, each from the moment in which it is asked for, so that many who ask for the same at
 * once share it. A question that fails is asked anew. For answers on which nothing depends but the way to ask.
 */
export function keptFor<Answer>(ms: number): (key: string, ask: () => Promise<Answer>) => Promise<Answer> {
  const answers = new Map<string, { until: number; answer: Promise<Answer> }>();
  return (key, ask) => {
    const known = answers.get(key);
    if (known && known.until > performance.now()) return known.answer;
    const answer = ask();
    if (answers.size >= MOST_KEPT) answers.clear();
    answers.set(key, { until: performance.now() + ms, answer });
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
