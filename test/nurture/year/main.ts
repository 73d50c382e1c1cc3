import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check/check.ts';
import { liveYear } from './run.ts';
import { summary } from './summary.ts';

/**
 * `npm run year -- [SEED] [ENROLMENTS] [DAYS] [KILLS] [STRIDE]`: a simulated year, and what the checker says of it. The record stays in
 * the temporary folder, so that a violation can be looked into.
 */
const [seed = 1, enrolments = 5_000, days = 365, kills = 120, stride = 2] = process.argv.slice(2).map(Number);
const began = performance.now();
const { year, errors, rounds } = await liveYear({
  seed,
  enrolments,
  days,
  kills,
  stride,
  progress: console.log,
});
const seconds = Math.round((performance.now() - began) / 1_000);
const folder = join(tmpdir(), 'rekindle-year');
await mkdir(folder, { recursive: true });
const file = join(folder, `seed-${seed}.json`);
await writeFile(file, JSON.stringify(year));

console.log(summary(year));
console.log(`${rounds} rounds in ${seconds} s; the record is ${file}`);
for (const error of errors.slice(0, 20)) console.log(`unexpected: ${error}`);
const broken = check(year);
for (const [rule, all] of Object.entries(broken)) {
  console.log(`${rule}: ${all.length} violations`);
  for (const one of all.slice(0, 10)) console.log(`  ${one}`);
}
const violations = Object.values(broken).flat().length;
console.log(`${violations} violations, ${errors.length} unexpected errors`);
process.exitCode = violations + errors.length > 0 ? 1 : 0;
