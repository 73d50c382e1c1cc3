import { createRequire } from 'node:module';
import { dirname, join, normalize, sep } from 'node:path';

/**
 * What the page may load besides its own files: the address under /vendor/, and the file of an installed package.
 * The page is served as it is, so each row is a module that runs in a browser unbuilt.
 */
const VENDOR: Record<string, { package: string; file: string }> = {
  'preact.js': { package: 'preact', file: 'dist/preact.mjs' },
  'preact-hooks.js': { package: 'preact', file: 'hooks/dist/hooks.mjs' },
  'htm.js': { package: 'htm', file: 'dist/htm.mjs' },
};

const WEB = join(import.meta.dirname, 'web');
const require = createRequire(import.meta.url);

/** The file behind an address of the page, or null when the page has none there. */
export function assetPath(path: string): string | null {
  if (path === '/') return join(WEB, 'index.html');
  if (path.startsWith('/vendor/')) {
    const row = VENDOR[path.slice('/vendor/'.length)];
    return row ? join(packageFolder(row.package), row.file) : null;
  }
  if (!path.startsWith('/web/')) return null;
  const file = normalize(join(WEB, decodeURIComponent(path.slice('/web/'.length))));
  return file.startsWith(WEB + sep) ? file : null;
}

function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}
