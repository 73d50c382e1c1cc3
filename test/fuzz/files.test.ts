import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect } from 'vitest';
import { csvScanner } from '../../src/imports/reading/csv.ts';
import { lookInto, rowsOf } from '../../src/imports/reading/table.ts';
import { xlsx, zip } from '../imports/files.ts';
import { fuzz, texts } from './fuzz.ts';

const isKnown = (cell: string) => /^(?:name|email)$/i.test(cell);
const source = (bytes: Uint8Array) => ({ stream: () => Readable.from([Buffer.from(bytes)]) });
const read = async (bytes: Uint8Array) => {
  const { style, header } = await lookInto(source(bytes), isKnown);
  const rows: string[][] = [];
  for await (const { cells } of rowsOf(source(bytes), style, header.length)) rows.push(cells);
  return { header, rows };
};

const CSV = ['Name', 'Email', ',', ';', '\t', '"', '""', '\r\n', '\r', 'ana@example.org', '|'];

fuzz('CSV of any kind: rows, or a sentence', texts(CSV, 200_000), async (text) => {
  const { header, rows } = await read(Buffer.from(text));
  expect(header.length).toBeLessThanOrEqual(200);
  expect(rows.length).toBeLessThanOrEqual(text.length);
});

fuzz('any bytes: rows, or a sentence', fc.uint8Array({ maxLength: 3_000 }), (bytes) => read(bytes));

const cells = fc.array(
  fc.array(
    texts(['a', ',', '"', '\n'], 100).map((cell) => cell.replace(/\r/g, '').toWellFormed()),
    { minLength: 3, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 10 },
);
fuzz(
  'CSV as others write it is read as it was meant, in whatever pieces it comes',
  fc.tuple(cells, fc.nat()),
  ([rows, cut]) => {
    const text = stringify(rows, { quoted: true });
    const scanner = csvScanner({ delimiter: ',', newline: '\n' }, 3);
    const taken: string[][] = [];
    const take = () => {
      for (let record = scanner.next(); record; record = scanner.next()) taken.push(record.cells);
    };
    scanner.add(text.slice(0, cut % text.length), false);
    take();
    scanner.add(text.slice(cut % text.length), true);
    take();
    expect(taken).toEqual(rows);
  },
);

const plainCell = texts(['a', '=1+1', '<', '&', ']]>'], 200).map((cell) =>
  cell.replace(/[^\p{L}\p{N} =+&<]/gu, '').slice(0, 200),
);
fuzz(
  'Excel: what stands in the cells, formulas as text',
  fc.array(fc.tuple(plainCell, plainCell), { maxLength: 8 }),
  async (rows) => {
    const file = await xlsx([['Name', 'Email'], ...rows.map(([a, b]) => [`n${a}`, `e${b}`])]);
    const found = await read(file);
    expect(found.rows.map(([a, b]) => [a, b])).toEqual(rows.map(([a, b]) => [`n${a}`, `e${b}`]));
  },
);

const XML = [
  '<worksheet>',
  '<sheetData>',
  '<row r="1">',
  '<c r="A1" t="s">',
  '<v>',
  '0',
  '</v>',
  '</c>',
  '</row>',
  '</sheetData>',
  '<!DOCTYPE x [<!ENTITY a "aaaa">]>',
  '&a;',
  '<c r="ZZZZ1">',
  's="1"',
  '<row r="99999999">',
  '<is><t>',
  '</t></is>',
  '<![CDATA[',
];
fuzz('workbooks with anything inside: rows, or a sentence', texts(XML, 20_000), async (inside) => {
  const file = await zip([
    ['xl/worksheets/sheet1.xml', Buffer.from(inside)],
    ['xl/sharedStrings.xml', Buffer.from(inside)],
    ['xl/styles.xml', Buffer.from(inside)],
  ]);
  await read(file);
});

fuzz(
  'damaged workbooks: rows, or a sentence',
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }),
  async (bites) => {
    const file = await xlsx([
      ['Name', 'Email'],
      ['Ana', 'ana@example.org'],
    ]);
    for (const [at, byte] of bites) file[at % file.length] = byte;
    await read(file);
  },
);
