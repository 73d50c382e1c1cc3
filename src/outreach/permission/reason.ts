/** Why a candidate may not be written to, with an id to record and words to show. */
export interface Reason {
  id: string;
  words: string;
}

/** Reasons as one text. */
export function inWords(reasons: readonly Reason[]): string {
  return reasons.map(({ words }) => words).join(' ');
}
