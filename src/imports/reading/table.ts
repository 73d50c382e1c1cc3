import { PersonError } from '#platform/person-error.ts';
import { csvScanner, detectStyle, firstRecords } from './csv.ts';
import type { Row, Source, TableStyle } from './style.ts';
import { decode, detectEncoding } from './text.ts';
import { xlsxRows } from './xlsx.ts';

/** Columns that fit. */
const MOST_COLUMNS = 200;
/** Rows at the beginning among which the column names are looked for: LinkedIn writes some lines of text first. */
const PREAMBLE = 25;
/** Bytes that tell how a file is written. */
const HEAD = 256 * 1_024;
const ZIP = 0x04034b50;

/**
 * Looks into a file: how it is written and what its columns are called.
 * @param isKnown whether a cell looks like a column's name
 * @throws PersonError for what is no table
 */
export async function lookInto(
  source: Source,
  isKnown: (cell: string) => boolean,
): Promise<{ style: TableStyle; header: string[] }> {
  const { head, isAll } = await headOf(source);
  if (head.length === 0) throw new PersonError('This file is empty.');
  const isHeader = (cells: string[]) => cells.filter(isKnown).length >= 2;
  if (head.length >= 4 && head.readUInt32LE(0) === ZIP) {
    const rows: string[][] = [];
    for await (const { cells } of xlsxRows(source)) {
      rows.push(cells);
      if (rows.length >= PREAMBLE) break;
    }
    const headerAt = headerIn(rows, isHeader);
    return { style: { kind: 'xlsx', headerAt }, header: checked(rows[headerAt] ?? []) };
  }
  const encoding = detectEncoding(head);
  let text = '';
  for await (const part of decode(only(head), encoding)) text += part;
  const csv = detectStyle(text, isAll, isHeader);
  const records = firstRecords(text, isAll, csv, PREAMBLE).map(({ cells }) => cells);
  const headerAt = headerIn(records, isHeader);
  return { style: { kind: 'csv', encoding, headerAt, ...csv }, header: checked(records[headerAt] ?? []) };
}

/** Rows behind the header, blank ones left out, in order; numbers as a spreadsheet counts them. */
export async function* rowsOf(source: Source, style: TableStyle, columns: number): AsyncGenerator<Row> {
  let number = 0;
  const records: AsyncGenerator<{ cells: string[]; problem?: string }> =
    style.kind === 'xlsx' ? xlsxRows(source) : csvRecords(source, style, columns);
  for await (const { cells, problem } of records) {
    number++;
    if (number <= style.headerAt + 1 || cells.every((cell) => cell.trim() === '')) continue;
    yield { number, cells, ...(problem !== undefined && { problem }) };
  }
}

async function* csvRecords(
  source: Source,
  style: TableStyle & { kind: 'csv' },
  columns: number,
): AsyncGenerator<{ cells: string[]; problem?: string }> {
  const scanner = csvScanner(style, columns);
  for await (const text of decode(source.stream(), style.encoding)) {
    scanner.add(text, false);
    for (let record = scanner.next(); record; record = scanner.next()) yield record;
  }
  scanner.add('', true);
  for (let record = scanner.next(); record; record = scanner.next()) yield record;
}

async function headOf(source: Source): Promise<{ head: Buffer; isAll: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source.stream()) {
    parts.push(part);
    length += part.length;
    if (length >= HEAD) return { head: Buffer.concat(parts), isAll: false };
  }
  return { head: Buffer.concat(parts), isAll: true };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function headerIn(rows: readonly string[][], isHeader: (cells: string[]) => boolean): number {
  const known = rows.findIndex(isHeader);
  if (known >= 0) return known;
  const first = rows.findIndex((cells) => cells.filter((cell) => cell.trim() !== '').length >= 2);
  if (first >= 0) return first;
  throw new PersonError(
    'I find no table in this file: no row has two columns. Please save the table as .csv or .xlsx and upload that.',
  );
}

function checked(header: string[]): string[] {
  const width = header.findLastIndex((cell) => cell.trim() !== '') + 1;
  if (width > MOST_COLUMNS)
    throw new PersonError(
      `This table has ${width.toLocaleString('en')} columns; ${MOST_COLUMNS} fit. Please delete those that say nothing about a person.`,
    );
  return header.slice(0, width).map((cell) => cell.trim());
}
