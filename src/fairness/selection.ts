import { ASKED, DIMENSIONS, type Dimension, type Said } from './self-description.ts';

/** How many of a group were proposed for roles, and how many of them were selected. */
export interface Tally {
  proposed: number;
  selected: number;
}

/** One month of proposals, in the collection `selection_months`; kept when people are erased, since it names nobody. */
export interface SelectionMonth {
  /** `2026-11`: the month in which people were first proposed. */
  _id: string;
  groups: Record<Dimension, Record<string, Tally>>;
  /** Proposals of people who haven't said. */
  notSaid: Record<Dimension, Tally>;
  countedAt: Date;
}

/** A row of the table. */
export interface SelectionRow extends Tally {
  label: string;
  /** Share that was selected; null: too few to say. */
  rate: number | null;
  /** To the highest rate; null: too few to say. */
  impact: number | null;
  /** Below four fifths of the highest rate. */
  isLow: boolean;
}

/** Groups with fewer proposals than this say nothing: one decision more would turn them round. */
export const FEWEST = 10;
/** “Uniform Guidelines on Employee Selection Procedures”, 29 CFR 1607.4 D: less than four fifths is evidence of adverse impact. */
const FOUR_FIFTHS = 0.8;

/** A month in which nobody was proposed, with every answer of every question. @param month `2026-11` */
export function emptyMonth(month: string, at: Date): SelectionMonth {
  const none = () => ({ proposed: 0, selected: 0 });
  return {
    _id: month,
    groups: Object.fromEntries(
      DIMENSIONS.map((dimension) => [
        dimension,
        Object.fromEntries(Object.keys(ASKED[dimension].answers).map((answer) => [answer, none()])),
      ]),
    ) as SelectionMonth['groups'],
    notSaid: Object.fromEntries(
      DIMENSIONS.map((dimension) => [dimension, none()]),
    ) as SelectionMonth['notSaid'],
    countedAt: at,
  };
}

/** Counts one proposal. */
export function count(month: SelectionMonth, said: Said | null, selected: boolean): void {
  for (const dimension of DIMENSIONS) {
    const answer = said?.[dimension];
    const tally = (answer && month.groups[dimension][answer]) || month.notSaid[dimension];
    tally.proposed++;
    if (selected) tally.selected++;
  }
}

/** The table of one question. */
export function selectionTable(month: SelectionMonth, dimension: Dimension): SelectionRow[] {
  const answers: Record<string, string> = ASKED[dimension].answers;
  const rows = Object.entries(month.groups[dimension]).map(([answer, tally]) => ({
    label: answers[answer] ?? answer,
    ...tally,
    rate: tally.proposed >= FEWEST ? tally.selected / tally.proposed : null,
  }));
  const highest = Math.max(0, ...rows.map(({ rate }) => rate ?? 0));
  return rows.map((row) => {
    const impact = row.rate === null || highest === 0 ? null : row.rate / highest;
    // The smallest step away from 0.8 that a rounding makes is no finding.
    return { ...row, impact, isLow: impact !== null && impact < FOUR_FIFTHS - 1e-9 };
  });
}
