import { readFileSync } from 'node:fs';

/**
 * `node scripts/check-lockfile.ts [FILE]`: the lock file names no address. npm then takes each package from whatever
 * registry the machine is set to, and its integrity hash still says that it is the right one.
 */
const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8')) as {
  packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
};
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const wrong = packages.flatMap(([path, { resolved, integrity, link }]) => [
  ...(resolved === undefined || link
    ? []
    : [`${path} has an address (.npmrc says omit-lockfile-registry-resolved)`]),
  ...(integrity === undefined && !link ? [`${path} has no integrity hash`] : []),
]);
for (const line of wrong) console.error(line);
console.log(`${packages.length} packages read, ${wrong.length} wrong`);
process.exit(wrong.length > 0 || packages.length === 0 ? 1 : 0);
