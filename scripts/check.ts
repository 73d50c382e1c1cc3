import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * `node scripts/check.ts`: everything that can be said about the code without running it, two checks at a time. A
 * check that fails shows what it printed; the last line then is `N passed, N failed`.
 */
const CHECKS: [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['format', 'biome', 'check', '--error-on-warnings'],
  ['imports', 'node', 'scripts/check-imports.ts'],
  ['unused code', 'knip', '--no-progress'],
  ['lock file', 'node', 'scripts/check-lockfile.ts'],
];
if (existsSync('src/local/web')) CHECKS.push(['types of the web page', 'tsc', '-p', 'tsconfig.web.json']);

const AT_ONCE = 2;
const results: boolean[] = [];
const waiting = [...CHECKS];
await Promise.all(Array.from({ length: AT_ONCE }, worker));
const failed = results.filter((passed) => !passed).length;
if (failed > 0) {
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  process.exit(1);
}

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await run(...check));
}

function run(name: string, command: string, ...args: string[]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve) => {
    const end = (passed: boolean, why = ''): void => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (!passed) console.log(Buffer.concat(output).toString() + why);
      resolve(passed);
    };
    child.once('error', (error) => end(false, error.message));
    child.once('close', (code) => end(code === 0));
  });
}
