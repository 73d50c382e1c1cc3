import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { afterAll, expect, test } from 'vitest';
import { person, saying } from '../support/person.ts';
import { freePort, type RekindleProcess, spawnRekindle, temporaryFolder } from '../support/rekindle.ts';

/**
 * The disk under DATA_DIR is full, and then it isn't: a tmpfs, mounted for this test, that is made no larger than what
 * is in it, and large again. Where nothing may be mounted it is skipped, and says so.
 */
const run = promisify(execFile);
/** The engine builds no index with less than 500 MB left. */
const SIZE_MB = 900;
const folder = await temporaryFolder();
const directory = join(folder.path, 'small');
await mkdir(directory);
const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', directory]).then(
  () => true,
  () => false,
);
let app: RekindleProcess | null = null;
afterAll(async () => {
  await app?.kill('SIGKILL');
  if (mounted) await run('umount', ['-l', directory]);
  await folder.remove();
});

/** Writes into the engine's files, which are larger than what is in them, until it takes no more. */
async function useUp(): Promise<void> {
  const socket = encodeURIComponent(join(directory, 'database/mongodb.sock'));
  const client = new MongoClient(`mongodb://${socket}/ballast?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
    socketTimeoutMS: 5_000,
    writeConcern: { journal: true },
    retryWrites: false,
  });
  // What can't be pressed together.
  const junk = () => randomBytes(100_000).toString('base64');
  try {
    for (let i = 0; i < 5_000; i++) await client.db().collection('junk').insertOne({ junk: junk() });
  } catch {
    // Full.
  } finally {
    await client.close(true).catch(() => undefined);
  }
}

const NAME = 'a full disk: people are told, nothing acknowledged is lost, and it goes on when there is room';
test.skipIf(!mounted)(
  mounted ? NAME : `${NAME} (skipped: this user may mount nothing)`,
  { timeout: 180_000 },
  async () => {
    const [port, localPort] = [await freePort(), await freePort()];
    const env = { DATA_DIR: directory, PORT: String(port), LOCAL_PORT: String(localPort), LOG_LEVEL: 'warn' };
    const url = `http://127.0.0.1:${localPort}`;
    app = await spawnRekindle(env);
    const riley = person(url, 'riley');
    const saved: string[] = [];
    let number = 0;
    const add = async (): Promise<string> => {
      const email = `person${++number}@example.com`;
      await riley.command(`/candidate add Person Number${number} ${email}`, 'hiring');
      await riley.modal('Add candidate');
      // Much to write: the journal grows with it.
      const { outcome } = await riley.submit({ Note: 'n'.repeat(2_900) });
      if (outcome === 'closed') saved.push(email);
      return outcome;
    };
    for (let i = 0; i < 3; i++) expect(await add()).toBe('closed');

    const resize = (size: string) => run('mount', ['-o', `remount,size=${size}`, directory]);
    await riley.until('no room', async () => {
      // The engine may just have written more than was measured.
      const { blocks, bfree, bsize } = await statfs(directory);
      return resize(String((blocks - bfree) * bsize + 100_000)).catch(() => null);
    });
    await useUp();
    // What is left after that is used up by people who go on.
    let refused = '';
    for (let i = 0; i < 400 && !refused; i++) {
      const outcome = await add().catch((error: Error) => error.message);
      if (outcome !== 'closed') refused = outcome;
    }
    // A word in the window, Slack's own that nobody answered, or one below the command that opens no window.
    const OURS = /database|Something went wrong/;
    if (refused === 'errors')
      expect(Object.values((await riley.views()).at(-1)?.errors ?? {}).join()).toMatch(OURS);
    else if (refused !== 'failed') await riley.lastMessage(OURS, 'hiring');
    const health = async () =>
      (await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.status ?? 0;
    expect(await health()).toBe(503);
    await resize(`${SIZE_MB}m`);
    await riley.until('health', async () => (await health()) === 200, 60_000);
    while ((await riley.views()).length > 0) await riley.close();
    await riley.until(
      'somebody can be saved',
      async () => (await add().catch(() => '')) === 'closed',
      60_000,
    );
    // And after a restart all of it is there.
    await app.kill('SIGKILL');
    app = await spawnRekindle(env);
    for (const email of saved) {
      await riley.command(`/candidate ${email}`, 'referrals');
      await riley.until(`the card of ${email}`, async () =>
        (await riley.messages('referrals')).some((message) => saying(message).includes(email)),
      );
    }
  },
);
