import { readFileSync } from 'node:fs';

/**
 * `node scripts/check-lockfile.ts [FILE]`: the lock file serves every machine.
 *
 * - It names no address: npm takes each package from whatever registry the machine is set to, and its integrity hash
 *   still says that it is the right one.
 * - It has an entry for each optional dependency. npm leaves out a build for another platform that the registry at hand
 *   does not have, and then refuses `npm ci` everywhere (“Missing … from lock file”). Such an entry has a version, os
 *   and cpu and no hash; a machine of that platform gets it from its own registry.
 */
interface Entry {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  os?: string[];
  optionalDependencies?: Record<string, string>;
}

const file = process.argv[2] ?? 'package-lock.json';
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
const entries = Object.entries(packages).filter(([path]) => path !== '');
const wrong = entries.flatMap(([path, entry]) => problemsOf(path, entry));
for (const line of wrong) console.error(line);
console.log(`${entries.length} packages read, ${wrong.length} wrong`);
process.exit(wrong.length > 0 || entries.length === 0 ? 1 : 0);

function problemsOf(path: string, entry: Entry): string[] {
  const forOtherPlatform = entry.optional === true && entry.os !== undefined && entry.version !== undefined;
  const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isThere(path, name));
  return [
    ...(entry.resolved === undefined
      ? []
      : [`${path} has an address (.npmrc says omit-lockfile-registry-resolved)`]),
    ...(entry.integrity === undefined && !forOtherPlatform ? [`${path} has no integrity hash`] : []),
    ...missing.map((name) => `${path} asks for ${name}, which has no entry`),
  ];
}

/** Looks for a package as Node does: beside the one that asks, then in each folder above. */
function isThere(asking: string, name: string): boolean {
  for (let from = asking; ; from = from.slice(0, from.lastIndexOf('/node_modules/'))) {
    if (packages[`${from}/node_modules/${name}`]) return true;
    if (!from.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
  }
}
