import { fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../support/rekindle.ts';
import { type Line, table } from './figures.ts';

/**
 * `npm run bench -- [PEOPLE …] [--directory DIR]`: every benchmark, one after another, each in a process of its own, and one table of all
 * goals; by default over 100,000 candidates. Each makes its data from a seed; with a directory the candidates are kept there for the next
 * run. Nothing else should run on the machine. A million takes about half an hour.
 */
const args = process.argv.slice(2);
const at = args.indexOf('--directory');
const folder = await temporaryFolder();
const kept = at >= 0 ? (args[at + 1] ?? '') : folder.path;
const numbers = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1)).map(Number);
const sizes = numbers.length > 0 ? numbers : [100_000];
if (sizes.some((size) => !Number.isInteger(size) || size < 10_000) || kept === '')
  throw new RangeError('Give sizes of at least 10,000, and --directory with a folder.');
const IMPORTED_AT_MOST = 100_000;
const RECRUITERS = 200;

type Run = [script: string, ...args: string[]];
const runs: Run[] = [
  ['start'],
  ['acknowledgement'],
  ['outreach'],
  ...sizes.flatMap((size): Run[] => {
    const directory = join(kept, String(size));
    return [
      ['candidates', String(size), `${directory}-candidates`],
      ['digest', String(size), String(RECRUITERS), directory],
      ['roles', String(size), directory, '0'],
      ['nurture', String(size), String(Math.min(10_000, size / 10))],
    ];
  }),
  ['import', String(Math.min(IMPORTED_AT_MOST, ...sizes))],
];

const lines: Line[] = [];
for (const [script, ...rest] of runs) {
  console.error(`${new Date().toISOString().slice(11, 19)} ${script} ${rest.join(' ')}`);
  for (const directory of rest.filter((one) => one.startsWith('/')))
    await mkdir(directory, { recursive: true });
  const child = fork(join(import.meta.dirname, `${script}.ts`), rest, {
    execArgv: script === 'import' ? ['--expose-gc'] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (line: Line) => {
    lines.push(line);
    // Whoever breaks it off has what was measured so far.
    console.error(`  ${Object.values(line).filter(Boolean).join(' | ')}`);
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code !== 0) console.error(`${script} ended with ${code}: its lines are missing`);
}
await folder.remove();
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
console.log(table(`${new Date().toISOString().slice(0, 10)}, ${machine}`, lines));
