/** Share of the first `k` whose grade is at least `good`. */
export function precisionAt(k: number, grades: readonly number[], good: number): number {
  return grades.slice(0, k).filter((grade) => grade >= good).length / k;
}

/**
 * Normalised discounted cumulative gain of the first `k`: Σ (2^grade − 1) / log2(place + 1), over the same of the best
 * order there is (Järvelin and Kekäläinen, “Cumulated gain-based evaluation of IR techniques”, ACM TOIS 2002; gain as in
 * Burges et al., ICML 2005).
 * @param all grades of everybody, in any order
 */
export function ndcgAt(k: number, grades: readonly number[], all: readonly number[]): number {
  const gain = (list: readonly number[]) =>
    list.slice(0, k).reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
  const best = gain(all.toSorted((a, b) => b - a));
  return best === 0 ? 1 : gain(grades) / best;
}
