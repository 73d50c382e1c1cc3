import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkedIn } from '../imports/files.ts';
import { callControl, type PersonClient, person, saying } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';

/** An import whose process is killed (SIGKILL) in its middle ends with the counts of one that was left in peace. */
const ROWS = 12_000;
/** Milliseconds for what takes long on a busy machine. */
const LONG_MS = 40_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
let url: string;
let app: RekindleProcess;
let riley: PersonClient;

beforeAll(async () => {
  folder = await temporaryFolder();
  const [port, localPort] = [await freePort(), await freePort()];
  env = { DATA_DIR: folder.path, PORT: String(port), LOCAL_PORT: String(localPort) };
  url = `http://127.0.0.1:${localPort}`;
  riley = person(url, 'riley');
  app = await spawnRekindle(env);
});
afterAll(async () => {
  await app?.kill('SIGKILL');
  await folder?.remove();
});

async function upload(name: string): Promise<void> {
  await riley.command('/candidate import', 'hiring');
  await riley.modal('Import candidates');
  // The last row has nothing to find the person by.
  await riley.upload({ name, content: `${linkedIn(ROWS)}Nobody,Known,,,Acme,CEO,1 Mar 2024\n` });
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
}

/** What the import's message says; empty before there is one. */
async function progress(name: string): Promise<string> {
  const about = new RegExp(`(Importing|:) \\*${name}\\*`);
  const shown = (await riley.messages('@rekindle')).map(saying).findLast((said) => about.test(said));
  return shown ?? '';
}

const outcome = (name: string) =>
  riley.until(
    `the end of ${name}`,
    async () => {
      const said = await progress(name);
      return said.includes('is imported') && said;
    },
    LONG_MS,
  );

it('goes on where it was and counts every row once', { timeout: 3 * LONG_MS }, async () => {
  await upload('killed.csv');
  for (const point of [/ so far/, / [\d,]{4,} rows so far/]) {
    await riley.until(
      `a message that says ${point}`,
      async () => point.test(await progress('killed.csv')),
      LONG_MS,
    );
    await app.kill('SIGKILL');
    app = await spawnRekindle(env);
    // The dead process's lease runs out, and every sweep runs. The answer comes after them: the next kill is before it.
    callControl(url, 'clock', { minutes: 3 }).catch(() => undefined);
  }
  const all = ROWS.toLocaleString('en-US');
  expect(await outcome('killed.csv')).toContain(`${all} new, 0 updated, 0 unchanged, 1 refused`);
  await upload('again.csv');
  expect(await outcome('again.csv')).toContain(`0 new, 0 updated, ${all} unchanged, 1 refused`);
});
