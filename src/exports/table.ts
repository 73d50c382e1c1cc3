import { stringify } from 'csv-stringify/sync';

/**
 * A CSV that spreadsheets open as it is: UTF-8 with byte order mark, CRLF. A cell that starts a formula is made
 * harmless by an apostrophe in front (OWASP, “CSV Injection”): `=`, `+`, `-`, `@`, tab and carriage return, also
 * behind spaces. Phone numbers begin with `+` and get one too.
 */
export function csvFile(header: readonly string[], rows: readonly (readonly string[])[]): Buffer {
  const text = stringify(
    [header, ...rows].map((row) => row.map(harmless)),
    { record_delimiter: 'windows' },
  );
  return Buffer.from(`\ufeff${text}`);
}

function harmless(cell: string): string {
  return /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
