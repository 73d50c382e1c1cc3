/**
 * Records of a CSV text. It is read here and not by a library because of broken quotes: a library that meets one
 * either gives up, or drops or merges every row up to the next quote. Here the line with the broken quote is handed
 * on as a problem and reading goes on in the next line, so that one bad row costs one row.
 */

/** Longest record, in characters. */
export const LONGEST_ROW = 1_000_000;

export interface CsvRecord {
  cells: string[];
  problem?: string;
  /** Where the next record starts, in characters from the start of the text. */
  end: number;
}

export interface CsvStyle {
  delimiter: string;
  newline: '\n' | '\r';
}

const QUOTE = 34;
const NEVER_CLOSED = 'has a quotation mark that is never closed';
const MISPLACED = 'has a quotation mark in the wrong place';
const TOO_LONG = 'is longer than 1 MB';
/** How much of a record that is too long is shown to people. */
const SHOWN = 200;

/**
 * Splits a text that comes in pieces into records. Quotes may stand around a cell and are doubled inside it; a lone
 * quote inside a quoted cell is taken as it is as long as the row has the right number of cells.
 * @param columns how many cells a record has; null: not known. A record over several lines that has another number
 * is a broken quote that swallowed lines
 */
export function csvScanner({ delimiter, newline }: CsvStyle, columns: number | null) {
  const newlineCode = newline.charCodeAt(0);
  const delimiterCode = delimiter.charCodeAt(0);
  let text = '';
  let at = 0;
  let offset = 0;
  let nextQuote = -1;
  let isLast = false;
  let isSkipping = false;

  const endOfLine = () => {
    const found = text.indexOf(newline, at);
    return found < 0 && isLast ? text.length : found;
  };
  /** Without the carriage return of a Windows line. */
  const lineTo = (end: number) =>
    text.slice(at, newline === '\n' && end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
  const take = (end: number, record: Omit<CsvRecord, 'end'>): CsvRecord => {
    at = Math.min(end + 1, text.length);
    return { ...record, end: offset + at };
  };

  /** Undefined: more text is needed. Null: a quote is broken. */
  const quotedRecord = ():
    | { cells: string[]; end: number; isOdd: boolean; isLong: boolean }
    | null
    | undefined => {
    const cells: string[] = [];
    let isOdd = false;
    let isLong = false;
    for (let i = at; ; i++) {
      if (text.charCodeAt(i) === QUOTE) {
        const cell = quotedCell(i + 1);
        if (!cell) return cell;
        cells.push(cell.value);
        isOdd ||= cell.isOdd;
        isLong ||= cell.value.includes(newline);
        i = cell.end;
      } else {
        const start = i;
        while (i < text.length && text.charCodeAt(i) !== delimiterCode && text.charCodeAt(i) !== newlineCode)
          i++;
        if (i >= text.length && !isLast) return undefined;
        const isWindows = newlineCode === 10 && i > start && text.charCodeAt(i - 1) === 13;
        cells.push(text.slice(start, isWindows && text.charCodeAt(i) !== delimiterCode ? i - 1 : i));
      }
      if (text.charCodeAt(i) !== delimiterCode) return { cells, end: i, isOdd, isLong };
      // A delimiter that ends the file has an empty cell after it.
      if (i + 1 >= text.length)
        return isLast ? { cells: [...cells, ''], end: i + 1, isOdd, isLong } : undefined;
    }
  };

  /** @param start behind the opening quote; `end` is where the delimiter or the end of the line is */
  const quotedCell = (start: number): { value: string; end: number; isOdd: boolean } | null | undefined => {
    let value = '';
    let isOdd = false;
    for (let from = start; ; ) {
      const quote = text.indexOf('"', from);
      if (quote < 0) return isLast ? null : undefined;
      if (quote + 2 >= text.length && !isLast) return undefined;
      const next = text.charCodeAt(quote + 1);
      if (next === QUOTE) {
        value += text.slice(from, quote + 1);
        from = quote + 2;
        continue;
      }
      value += text.slice(from, quote);
      if (quote + 1 >= text.length || next === delimiterCode || next === newlineCode)
        return { value, end: quote + 1, isOdd };
      if (next === 13 && (quote + 2 >= text.length || text.charCodeAt(quote + 2) === newlineCode))
        return { value, end: quote + 2, isOdd };
      // Over several lines, this is where the quotes of another row begin.
      if (value.includes(newline)) return null;
      value += '"';
      isOdd = true;
      from = quote + 1;
    }
  };

  const brokenLine = (): CsvRecord | null => {
    const end = endOfLine();
    if (end < 0 || end - at > LONGEST_ROW) return tooLong();
    return take(end, { cells: lineTo(end).split(delimiter), problem: NEVER_CLOSED });
  };

  const tooLong = (): CsvRecord | null => {
    if (text.length - at <= LONGEST_ROW) return null;
    const shown = text.slice(at, at + SHOWN).split(delimiter);
    isSkipping = true;
    return { cells: shown, problem: TOO_LONG, end: offset + at };
  };

  return {
    /** @param last whether nothing comes after this */
    add(more: string, last: boolean): void {
      text = text.slice(at) + more;
      offset += at;
      at = 0;
      nextQuote = -1;
      isLast = last;
    },

    /** The next record, blank ones included, or null when more text is needed or nothing is left. */
    next(): CsvRecord | null {
      if (isSkipping) {
        const end = endOfLine();
        at = end < 0 ? text.length : Math.min(end + 1, text.length);
        if (end < 0) return null;
        isSkipping = false;
      }
      if (at >= text.length) return null;
      if (nextQuote < at) {
        const found = text.indexOf('"', at);
        nextQuote = found < 0 ? text.length : found;
      }
      const end = endOfLine();
      if (end >= 0 && nextQuote >= end) {
        const line = lineTo(end);
        const isTooLong = line.length > LONGEST_ROW;
        return take(
          end,
          isTooLong ? { cells: [line.slice(0, SHOWN)], problem: TOO_LONG } : { cells: line.split(delimiter) },
        );
      }
      if (end < 0 && nextQuote >= text.length) return tooLong();
      const record = quotedRecord();
      if (record === undefined) return text.length - at > LONGEST_ROW ? brokenLine() : null;
      if (record === null || record.end - at > LONGEST_ROW) return brokenLine();
      const isRight = columns === null || record.cells.length === columns;
      if (!isRight && record.isLong) return brokenLine();
      return take(record.end, {
        cells: record.cells,
        ...(record.isOdd && !isRight ? { problem: MISPLACED } : {}),
      });
    },
  };
}

const DELIMITERS = [',', ';', '\t', '|'];
/** How many records tell the delimiter. */
const TELLING = 50;

/**
 * Finds out how a CSV is written, from its first characters.
 * @param isAll whether this is the whole text
 * @param isHeader whether some cells look like a row of column names
 */
export function detectStyle(head: string, isAll: boolean, isHeader: (cells: string[]) => boolean): CsvStyle {
  const newline = head.includes('\n') || !head.includes('\r') ? '\n' : '\r';
  const styles = DELIMITERS.map((delimiter): CsvStyle => ({ delimiter, newline }));
  const scored = styles.map((style) => ({
    style,
    score: fits(firstRecords(head, isAll, style, TELLING), isHeader),
  }));
  const [best] = scored.sort((a, b) => b.score - a.score);
  return best?.style ?? { delimiter: ',', newline };
}

/** Records of the first characters of a text, blank ones included. */
export function firstRecords(head: string, isAll: boolean, style: CsvStyle, most: number): CsvRecord[] {
  const scanner = csvScanner(style, null);
  scanner.add(head, isAll);
  const records: CsvRecord[] = [];
  for (let record = scanner.next(); record && records.length < most; record = scanner.next())
    records.push(record);
  return records;
}

/** The more records have the same number of cells, the better; a row of known column names says most. */
function fits(records: CsvRecord[], isHeader: (cells: string[]) => boolean): number {
  const counts = new Map<number, number>();
  for (const { cells } of records)
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const known = records.find(({ cells }) => isHeader(cells));
  const [[width, rows] = [0, 0]] = [...counts].sort(([a, x], [b, y]) => y - x || b - a);
  if (rows === 0) return 0;
  return (known ? 1_000 + known.cells.length * 10 : 0) + rows / records.length + Math.min(width, 200) / 1_000;
}
