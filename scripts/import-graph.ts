import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';

/** One import, export-from or import() in a file; imports of types count like the others. */
export interface Import {
  /** As written, e.g. `#platform/clock.ts`. */
  specifier: string;
  /** The file below `src` that it leads to, e.g. `platform/clock.ts`; null for a package or a builtin. */
  file: string | null;
  line: number;
}

/** Files below `src`, each with what it imports. */
export type ImportGraph = Map<string, Import[]>;

/**
 * Reads every TypeScript and JavaScript file below `root`/src.
 * @throws Error for a file that cannot be parsed: what is not read is not checked
 */
export function readImportGraph(root: string): ImportGraph {
  const files = globSync('src/**/*.{ts,js}', { cwd: root }).toSorted();
  return new Map(
    files.map((file) => [inSource(file), importsIn(inSource(file), readFileSync(join(root, file), 'utf8'))]),
  );
}

function importsIn(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new Error(`src/${file}: ${error.message}`);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest ?? []),
    ),
    // Of an import() only the place of its argument is known, quotes included.
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      start,
      value: source.slice(start, end).replace(/^['"`]|['"`]$/g, ''),
    })),
  ];
  return requests.map(({ value, start }) => ({
    specifier: value,
    file: resolveInSource(file, value),
    line: source.slice(0, start).split('\n').length,
  }));
}

function resolveInSource(from: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return normalize(specifier.slice(1));
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  return null;
}

function inSource(file: string): string {
  return file.replace(/^src\//, '');
}
