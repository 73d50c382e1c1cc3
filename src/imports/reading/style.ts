import type { CsvStyle } from './csv.ts';

/** How the characters of a text file are written; `8-bit` is UTF-8, or else what older Windows programs write. */
export type Encoding = '8-bit' | 'utf-16le' | 'utf-16be';

/** How a file is written. `headerAt` is the number of records before the row of column names. */
export type TableStyle =
  | ({ kind: 'csv'; encoding: Encoding; headerAt: number } & CsvStyle)
  | { kind: 'xlsx'; headerAt: number };

/** One row behind the header. */
export interface Row {
  /** As a spreadsheet counts, from 1. */
  number: number;
  cells: string[];
  /** What is wrong with how it is written. */
  problem?: string;
}

/** A file that can be read from its beginning, more than once. */
export interface Source {
  stream(): AsyncIterable<Uint8Array>;
}
