import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/platform/database/embedded-engine.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { callControl, type PersonClient, person, saying } from '../support/person.ts';
import { startRekindle, temporaryFolder } from '../support/rekindle.ts';

/**
 * The database says nothing for a while (SIGSTOP: connections stay open, as behind a broken network) and then goes on.
 * FAULT_AWAY_MS=60000 makes it a whole minute.
 */
const AWAY_MS = Number(process.env['FAULT_AWAY_MS'] ?? 12_000);
const PATIENCE_MS = 40_000;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let engine: EmbeddedEngine;
let app: Awaited<ReturnType<typeof startRekindle>>;
let url: string;
let riley: PersonClient;
let harper: PersonClient;

beforeAll(async () => {
  folder = await temporaryFolder();
  engine = await openEmbeddedEngine(folder.path, createLogger('silent'));
  app = await startRekindle({ MONGODB_URI: engine.uri, LOG_LEVEL: 'silent' });
  url = app.localUrl ?? '';
  [riley, harper] = [person(url, 'riley'), person(url, 'harper')];
  await riley.command('/rekindle team', 'general');
  await riley.modal('Team');
  await riley.submit({ Person: 'Harper', Role: 'Recruiter' });
});
afterAll(async () => {
  process.kill(engine.pid() ?? 0, 'SIGCONT');
  await app?.remove();
  await engine?.close();
  await folder?.remove();
});

const health = async () => (await fetch(`http://127.0.0.1:${app.port}/health`)).status;

async function add(who: PersonClient, email: string): Promise<string> {
  await who.command(`/candidate add Somebody Known ${email}`, 'hiring');
  await who.modal('Add candidate');
  return (await who.submit()).outcome;
}

/** What somebody was told after a moment. */
const told = async (who: PersonClient, where: string, after: string) =>
  (await who.messages(where)).filter(({ ts }) => ts > after).map(saying);
const now = () => String(Date.now() / 1000);

it('people are told, nothing that was acknowledged is lost, and it goes on', {
  timeout: 180_000,
}, async () => {
  expect(await add(riley, 'before@example.com')).toBe('closed');
  await riley.command('/candidate before@example.com', 'hiring');
  const card = await riley.lastMessage('Remind me', 'hiring');
  await riley.click('Remind me', { channel: 'hiring', ts: card.ts });
  await riley.modal('Remind me');
  expect(await riley.submit({ When: 'Tomorrow', Note: 'Do not forget' })).toMatchObject({
    outcome: 'closed',
  });
  await harper.command('/candidate add Half Done half@example.com', 'hiring');
  await harper.modal('Add candidate');

  const began = now();
  const pid = engine.pid() ?? 0;
  process.kill(pid, 'SIGSTOP');
  const stopped = performance.now();
  // A reminder falls due while nobody can know of it.
  const moving = callControl(url, 'clock', { minutes: 3 * 24 * 60 }).catch(() => undefined);
  const submitted = harper.submit();
  await riley.command('/candidate find anybody', 'general');
  const words = await riley.until(
    'a word to who asked',
    async () => (await told(riley, 'general', began)).find((said) => said.includes('database')),
    PATIENCE_MS,
  );
  expect(words).toContain('I can’t reach my database at the moment');
  // Slack itself says after three seconds that there was no answer; the window stays with what was typed.
  expect((await submitted).outcome).toBe('failed');
  expect((await harper.views()).at(-1)?.title).toBe('Add candidate');
  expect(await health()).toBe(503);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, AWAY_MS - (performance.now() - stopped))));

  process.kill(pid, 'SIGCONT');
  await riley.until('health', async () => (await health()) === 200, PATIENCE_MS);
  await moving;
  // What came of the window that Slack gave up is told by message.
  await harper.until(
    'a word about the window',
    async () =>
      (await told(harper, '@rekindle', began)).some((said) => said.includes('“Add candidate” took too long')),
    PATIENCE_MS,
  );
  expect(await harper.submit()).toMatchObject({ outcome: expect.stringMatching(/closed|updated|pushed/) });
  await riley.command('/candidate before@example.com', 'hiring');
  await riley.lastMessage('before@example.com', 'hiring');
  const reminded = async () =>
    (await told(riley, '@rekindle', began)).filter((said) =>
      /You wanted to be reminded[^]*Do not forget/.test(said),
    ).length;
  await riley.until(
    'the reminder',
    async () => {
      await callControl(url, 'clock', { minutes: 11 });
      return (await reminded()) > 0;
    },
    PATIENCE_MS,
  );
  await callControl(url, 'clock', { minutes: 11 });
  expect(await reminded()).toBe(1);
});
