import { execFileSync } from 'node:child_process';
import { childrenMb, residentMb } from '../support/memory.ts';
import { freePort, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';
import { hand, percentile, table } from './figures.ts';

/**
 * From starting the process to the first 200 of /health, on an empty directory and on the one that this filled with
 * the sample people; and the memory at rest of the app and of the database engine beside it. Goal: 2 seconds. The
 * floor is Node itself starting and doing nothing.
 */
const TIMES = 7;

function nodeAlone(): number {
  const started = performance.now();
  execFileSync(process.execPath, ['-e', '']);
  return performance.now() - started;
}

async function startOnce(directory: string): Promise<{ ms: number; memory: Record<string, number> }> {
  const env = {
    DATA_DIR: directory,
    PORT: String(await freePort()),
    LOCAL_PORT: String(await freePort()),
  };
  const started = performance.now();
  const app = await spawnRekindle(env);
  const ms = performance.now() - started;
  // At rest: after the start's own work is done.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const memory = { app: residentMb(app.process.pid ?? 0), engine: childrenMb(app.process.pid ?? 0) };
  await app.kill('SIGTERM');
  return { ms, memory };
}

const floor: number[] = [];
const empty: number[] = [];
const filled: number[] = [];
let memory: Record<string, number> = {};
for (let i = 0; i < TIMES; i++) {
  const folder = await temporaryFolder();
  floor.push(nodeAlone());
  empty.push((await startOnce(folder.path)).ms);
  const second = await startOnce(folder.path);
  filled.push(second.ms);
  memory = second.memory;
  await folder.remove();
}
for (const [what, samples] of Object.entries({ 'an empty directory': empty, 'a filled directory': filled }))
  hand({
    operation: `start to healthy, ${what}`,
    over: `app ${(memory['app'] ?? 0).toFixed(0)} MB, engine ${(memory['engine'] ?? 0).toFixed(0)} MB at rest`,
    ms: samples,
    floor: `Node alone, p50 of ${percentile(floor, 50).toFixed(0)} ms`,
    ratio: percentile(samples, 50) / percentile(floor, 50),
    goal: '≤ 2,000 ms',
    isMet: percentile(samples, 95) <= 2_000,
  });
const row = (what: string, samples: number[]) => ({
  what,
  'median (ms)': percentile(samples, 50).toFixed(0),
  'worst (ms)': percentile(samples, 100).toFixed(0),
  'times Node alone': (percentile(samples, 50) / percentile(floor, 50)).toFixed(1),
});
console.log(
  table('From start to healthy; goal: 2,000 ms', [
    row('Node alone', floor),
    row('empty directory', empty),
    row('filled directory', filled),
  ]),
);
console.log(
  table('Memory at rest', [
    { process: 'app with the local workspace', MB: (memory['app'] ?? 0).toFixed(0) },
    { process: 'database engine', MB: (memory['engine'] ?? 0).toFixed(0) },
  ]),
);
