import type { Part } from '#platform/http/server.ts';

/**
 * The table shown at the start: which parts are real and which run on an embedded default.
 * @returns lines of plain text, columns aligned
 */
export function partsTable(parts: Part[]): string {
  const rows = [['Part', 'Runs on', ''], ...parts.map((part) => [part.name, part.kind, part.detail])];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1)];
  return rows
    .map((row) =>
      `  ${row[0]?.padEnd(widths[0] ?? 0)}   ${row[1]?.padEnd(widths[1] ?? 0)}   ${row[2]}`.trimEnd(),
    )
    .join('\n');
}
