import { on } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SaxesParser } from 'saxes';
import { type Entry, open, type ZipFile } from 'yauzl';
import { PersonError } from '#platform/person-error.ts';
import type { Source } from './style.ts';

/** Bytes that the parts of a workbook may have when they are unpacked: more is an attack, or no list of people. */
const LARGEST_INFLATED = 300_000_000;
const MOST_ENTRIES = 5_000;
/** Characters of all shared strings together. */
const MOST_STRINGS = 60_000_000;
const MOST_CELLS_IN_ROW = 1_200;
/** Built-in number formats that are dates (ECMA-376 part 1, 18.8.30). */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet; 1900 is taken for a leap year, which this sets right for every day after February 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

const BROKEN =
  'This Excel file can’t be read: it is damaged, or protected by a password. Please save it again as .xlsx or as .csv.';
const TOO_LARGE =
  'This Excel file is far larger inside than a list of people is. Please save the one table as .csv and upload that.';

/** Rows of the first sheet of a workbook (ECMA-376), with empty cells in between filled in. */
export async function* xlsxRows(source: Source): AsyncGenerator<{ cells: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'rekindle-xlsx-'));
  try {
    // A zip is read from its end, so it has to be a file.
    const path = join(folder, 'table.xlsx');
    await pipeline(Readable.from(source.stream()), createWriteStream(path, { mode: 0o600 }));
    const zip = await opened(path);
    try {
      yield* sheetRows(zip);
    } finally {
      zip.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* sheetRows(zip: ZipFile): AsyncGenerator<{ cells: string[] }> {
  const entries = await entriesOf(zip);
  const sheet =
    entries.get('xl/worksheets/sheet1.xml') ??
    [...entries.values()].find(({ fileName }) => /^xl\/worksheets\/[^/]+\.xml$/.test(fileName));
  if (!sheet)
    throw new PersonError('This file has no Excel table in it. Please save the table as .xlsx or .csv.');
  const budget = { left: LARGEST_INFLATED };
  const strings = await sharedStrings(zip, entries.get('xl/sharedStrings.xml'), budget);
  const dates = await dateStyles(zip, entries.get('xl/styles.xml'), budget);
  const rows: { cells: string[] }[] = [];
  const parser = rowParser(strings, dates, (cells) => rows.push({ cells }));
  for await (const text of textOf(zip, sheet, budget)) {
    parser.write(text);
    yield* rows.splice(0);
  }
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, { autoClose: false }, (error, zip) => {
      if (error) reject(new PersonError(BROKEN));
      else resolve(zip);
    });
  });
}

function readStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const [entry] of on(zip, 'entry', { close: ['end'] }) as AsyncIterable<[Entry]>) {
      entries.set(entry.fileName, entry);
      if (entries.size > MOST_ENTRIES) throw new PersonError(TOO_LARGE);
    }
  } catch (error) {
    if (error instanceof PersonError) throw error;
    throw new PersonError(BROKEN);
  }
  return entries;
}

/** An entry's text, unpacked piece by piece, as long as the budget of bytes lasts. */
async function* textOf(zip: ZipFile, entry: Entry, budget: { left: number }): AsyncGenerator<string> {
  if (entry.uncompressedSize > budget.left) throw new PersonError(TOO_LARGE);
  const decoder = new TextDecoder();
  try {
    const stream = await readStream(zip, entry);
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        budget.left -= chunk.length;
        done(budget.left < 0 ? new PersonError(TOO_LARGE) : null, chunk);
      },
    });
    stream.on('error', (error) => counted.destroy(error));
    for await (const chunk of stream.pipe(counted)) yield decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (error instanceof PersonError) throw error;
    throw new PersonError(BROKEN);
  }
  yield decoder.decode();
}

function parserOf(): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw new PersonError(BROKEN);
  });
  return parser;
}

async function sharedStrings(
  zip: ZipFile,
  entry: Entry | undefined,
  budget: { left: number },
): Promise<string[]> {
  const strings: string[] = [];
  if (!entry) return strings;
  let text = '';
  let inText = false;
  let inPhonetic = false;
  let characters = 0;
  const parser = parserOf();
  parser.on('opentag', ({ name }) => {
    if (name === 'si') text = '';
    if (name === 'rPh') inPhonetic = true;
    inText = name === 't' && !inPhonetic;
  });
  parser.on('text', (piece) => {
    if (inText) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'rPh') inPhonetic = false;
    if (name === 't') inText = false;
    if (name !== 'si') return;
    characters += text.length;
    if (characters > MOST_STRINGS) throw new PersonError(TOO_LARGE);
    strings.push(text);
  });
  for await (const piece of textOf(zip, entry, budget)) parser.write(piece);
  return strings;
}

/** Numbers of the cell styles that show a number as a date. */
async function dateStyles(
  zip: ZipFile,
  entry: Entry | undefined,
  budget: { left: number },
): Promise<Set<number>> {
  const dates = new Set<number>();
  if (!entry) return dates;
  const custom = new Set<number>();
  let inCells = false;
  let style = 0;
  const parser = parserOf();
  parser.on('opentag', ({ name, attributes }) => {
    const id = Number(attributes['numFmtId']);
    if (
      name === 'numFmt' &&
      /[dy]/i.test(String(attributes['formatCode']).replace(/"[^"]*"|\[[^\]]*\]/g, ''))
    )
      custom.add(id);
    if (name === 'cellXfs') inCells = true;
    if (name === 'xf' && inCells) {
      if (DATE_FORMATS.has(id) || custom.has(id)) dates.add(style);
      style++;
    }
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'cellXfs') inCells = false;
  });
  for await (const piece of textOf(zip, entry, budget)) parser.write(piece);
  return dates;
}

function rowParser(
  strings: readonly string[],
  dates: ReadonlySet<number>,
  done: (cells: string[]) => void,
): SaxesParser {
  const parser = parserOf();
  let cells: string[] = [];
  let rowNumber = 0;
  let at = 0;
  let type = 'n';
  let isDate = false;
  let inValue = false;
  let value = '';
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') {
      cells = [];
      at = 0;
      // Rows with nothing in them may be left out of the file; they count all the same.
      const number = Number(attributes['r'] ?? rowNumber + 1);
      for (rowNumber++; rowNumber < number && number - rowNumber < 100_000; rowNumber++) done([]);
    } else if (name === 'c') {
      at = columnOf(String(attributes['r'] ?? '')) ?? at + 1;
      type = String(attributes['t'] ?? 'n');
      isDate = dates.has(Number(attributes['s'] ?? -1));
      value = '';
    } else inValue = name === 'v' || name === 't';
  });
  parser.on('text', (piece) => {
    if (inValue) value += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') inValue = false;
    if (name === 'c' && at >= 1 && at <= MOST_CELLS_IN_ROW) {
      while (cells.length < at - 1) cells.push('');
      cells[at - 1] = cellText(value, type, isDate, strings);
    }
    if (name === 'row') done(cells);
  });
  return parser;
}

function cellText(value: string, type: string, isDate: boolean, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'yes' : 'no';
  if (type === 'n' && isDate && value !== '') {
    const date = new Date(EPOCH + Math.round(Number(value) * DAY_MS));
    return Number.isNaN(date.getTime()) ? value : date.toISOString().slice(0, 10);
  }
  return value;
}

/** `AB12` -> 28 */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]+/.exec(reference)?.[0];
  if (letters === undefined) return null;
  return Array.from(letters, (letter) => letter.charCodeAt(0) - 64).reduce(
    (sum, digit) => sum * 26 + digit,
    0,
  );
}
