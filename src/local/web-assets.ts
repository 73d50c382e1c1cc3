import { join, normalize, sep } from 'node:path';

/** A file of an installed package that the page may load; `name` is the bare word by which modules import it. */
export interface VendorRow {
  address: string;
  file: string;
  name: string | null;
}

/**
 * What the page may load besides its own files. It is served as it is, so each module is one that runs in a browser
 * unbuilt; only the bare names in it are turned into addresses, since a browser knows no packages.
 */
export const VENDOR: readonly VendorRow[] = [
  { address: '/vendor/preact.js', file: 'preact/dist/preact.mjs', name: 'preact' },
  { address: '/vendor/preact-hooks.js', file: 'preact/hooks/dist/hooks.mjs', name: 'preact/hooks' },
  { address: '/vendor/htm.js', file: 'htm/dist/htm.mjs', name: 'htm' },
  { address: '/vendor/gemoji.js', file: 'gemoji/index.js', name: 'gemoji' },
];

/** A picture for each emoji, since a plain machine has no font for them. */
const EMOJI = { address: '/vendor/emoji/', folder: '@twemoji/svg', names: /^[0-9a-f-]+\.svg$/ };

const WEB = join(import.meta.dirname, 'web');
const PACKAGES = join(import.meta.dirname, '..', '..', 'node_modules');

/** The file behind an address of the page, or null when the page has none there. */
export function assetPath(path: string): string | null {
  if (path === '/') return join(WEB, 'index.html');
  const vendor = VENDOR.find(({ address }) => address === path);
  if (vendor) return join(PACKAGES, vendor.file);
  const picture = path.startsWith(EMOJI.address) ? path.slice(EMOJI.address.length) : '';
  if (EMOJI.names.test(picture)) return join(PACKAGES, EMOJI.folder, picture);
  return path.startsWith('/web/') ? inFolder(WEB, path.slice('/web/'.length)) : null;
}

/** A file below a folder, or null for one that would be outside of it. */
function inFolder(folder: string, path: string): string | null {
  const file = normalize(join(folder, decoded(path)));
  return file.startsWith(folder + sep) ? file : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** A vendor's module with `from "preact"` turned into the address of that module. */
export function withAddresses(module: string): string {
  return module.replace(/\b(from|import)(\s*)(["'])([^"'./][^"']*)\3/g, (all, word, space, quote, name) => {
    const row = VENDOR.find((it) => it.name === name);
    return row ? `${word}${space}${quote}${row.address}${quote}` : all;
  });
}
