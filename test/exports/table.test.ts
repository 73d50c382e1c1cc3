import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { csvFile } from '../../src/exports/table.ts';

it('opens in a spreadsheet as it is, and no cell starts a formula', () => {
  const cells = [
    '=1+1',
    '+15125550100',
    '-2',
    '@SUM(A1)',
    '\tx',
    ' =HYPERLINK("x")',
    'Ana "A", Lee',
    'ü',
    'two\nlines',
  ];
  const file = csvFile(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], [cells]).toString();
  expect(file.startsWith('\ufeff')).toBe(true);
  const [, row = []] = parse(file, { bom: true }) as string[][];
  expect(row).toEqual([
    "'=1+1",
    "'+15125550100",
    "'-2",
    "'@SUM(A1)",
    "'\tx",
    '\' =HYPERLINK("x")',
    ...cells.slice(6),
  ]);
});
