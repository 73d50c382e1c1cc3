import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvScanner, detectStyle } from '../../../src/imports/reading/csv.ts';

/** Records of a text that comes in pieces of so many characters. */
function read(text: string, delimiter = ',', columns: number | null = null, piece = text.length || 1) {
  const scanner = csvScanner({ delimiter, newline: '\n' }, columns);
  const records = [];
  for (let at = 0; at < text.length || at === 0; at += piece) {
    scanner.add(text.slice(at, at + piece), at + piece >= text.length);
    for (let record = scanner.next(); record; record = scanner.next()) records.push(record);
  }
  return records;
}
const cellsOf = (text: string, ...more: [string?, (number | null)?, number?]) =>
  read(text, ...more).map(({ cells, problem }) => (problem === undefined ? cells : problem));

describe('a CSV', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('', 'a,b', 'say "hi"', 'two\nlines', '"', ' x ', 'ü', ';'),
  );
  it('that is well-formed is read as csv-parse reads it, whatever its pieces', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((width) =>
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
          ),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        (rows, delimiter, newline, piece) => {
          const clean = rows.map((row) => row.map((one) => one.replaceAll('\r', '')));
          const text = stringify(clean, { delimiter, record_delimiter: newline, quoted: true });
          const known = parse(text, { delimiter, record_delimiter: ['\n', '\r\n'] }) as string[][];
          expect(cellsOf(text, delimiter, rows[0]?.length ?? 0, piece)).toEqual(known);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never fails on any text, and never loses its place', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'ä'), maxLength: 60 }),
        (text) => {
          const records = read(text, ',', 2);
          const ends = records.map(({ end }) => end);
          expect(ends).toEqual(ends.toSorted((a, b) => a - b));
          if (records.length > 0) expect(ends.at(-1)).toBe(text.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('with a quotation mark that is never closed loses one row', () => {
    expect(cellsOf('a,b\n1,"2\n3,4\n5,6\n', ',', 2)).toEqual([
      ['a', 'b'],
      'has a quotation mark that is never closed',
      ['3', '4'],
      ['5', '6'],
    ]);
  });

  it('takes a lone quotation mark inside a cell as it is', () => {
    expect(cellsOf('a,b\n5" pipe,"Jo "the rock" Doe"\n', ',', 2)).toEqual([
      ['a', 'b'],
      ['5" pipe', 'Jo "the rock" Doe'],
    ]);
  });
});

it.each([
  ['a,b;c,d\n1,2,3\n4,5,6\n', ','],
  ['a;b;c\n1,5;2;3\n4;5,1;6\n', ';'],
  ['a\tb\n1,2\t3\n', '\t'],
  ['a|b\n1|2\n', '|'],
])('the delimiter of %j', (text, delimiter) => {
  expect(detectStyle(text, true, () => false).delimiter).toBe(delimiter);
});
