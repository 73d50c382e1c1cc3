import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Nothing of it may leave the machine, and it runs as whoever runs the tests, in containers as root too. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/**
 * Starts a headless Chromium: the one at CHROME_PATH, else the one that comes inside its npm package, with the fonts
 * and the libraries that a plain machine lacks. Close it after use.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env['CHROME_PATH'];
  if (installed) return chromium.launch({ executablePath: installed, args: FLAGS });
  const folder = await unpackedChromium();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: FLAGS,
    env: {
      ...process.env,
      // Its own libraries even where the machine has some, so that it is the same browser everywhere.
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/**
 * The folder of the unpacked browser in the user's cache, by version; unpacked when it is not there yet. Test files
 * that start at once do not disturb each other: each unpacks aside, and the first one to move it into place wins.
 */
async function unpackedChromium(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rekindle');
  const folder = join(cache, `chromium-${await packageVersion()}`);
  if (existsSync(folder)) return folder;
  const aside = `${folder}.${process.pid}-${Date.now().toString(36)}`;
  await mkdir(aside, { recursive: true });
  try {
    await unpackInto(aside);
    await writeFile(join(aside, 'fonts.conf'), fontsIn(folder));
    await rename(aside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}

/** The package's own file looks for its fonts in folders of Amazon's machines. Those of this machine come after. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;
}

async function packageVersion(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const text = await readFile(join(dirname(main), '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function unpackInto(folder: string): Promise<void> {
  const program = join(import.meta.dirname, 'unpack-chromium.ts');
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, TMPDIR: folder },
    stdio: 'inherit',
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error('Chromium could not be unpacked.')),
    );
  });
}
