import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openEmbeddedEngine } from '../src/platform/database/embedded-engine.ts';
import { createLogger } from '../src/platform/logger.ts';
import { startFaultySlack } from './faults/slack-api.ts';
import { until } from './support/person.ts';
import {
  freePort,
  type RekindleProcess,
  runRekindle,
  spawnRekindle,
  temporaryFolder,
} from './support/rekindle.ts';
import { startWorkspace } from './support/workspace.ts';

/** `npm start` as an operator sees it: what it says, when it refuses, and what /health answers. */
const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function folder(): Promise<string> {
  const made = await temporaryFolder();
  cleanUps.push(made.remove);
  return made.path;
}

async function started(env: Record<string, string>): Promise<RekindleProcess> {
  const app = await spawnRekindle({ PORT: String(await freePort()), ...env });
  cleanUps.push(() => app.kill('SIGTERM'));
  return app;
}

describe('a start', () => {
  it('shows in one table what is real and what is embedded', async () => {
    const app = await started({ DATA_DIR: await folder() });
    await until('the table', async () => app.output().includes('Open http'));
    for (const part of ['Slack', 'Database', 'E-mail out', 'E-mail in', 'Model'])
      expect(app.output()).toMatch(new RegExp(`${part}\\s+embedded`));
  });

  it('with NODE_ENV=production stops and names everything that is missing', async () => {
    const { ended, output } = runRekindle({ NODE_ENV: 'production', DATA_DIR: await folder() });
    expect(await ended).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'MONGODB_URI', 'SMTP_URL', 'OPENAI_API_KEY', 'SECRET_KEY'])
      expect(output()).toContain(name);
  });

  it('on a directory that another process uses says so, and which setting to change', async () => {
    const directory = await folder();
    await started({ DATA_DIR: directory });
    const second = runRekindle({ DATA_DIR: directory, PORT: String(await freePort()), LOCAL_PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(directory);
    expect(second.output()).toMatch(/in use/);
    expect(second.output()).not.toMatch(/^\s+at /m);
  });

  it('on a port of the local workspace or a folder that it cannot have says which setting to change', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanUps.push(async () => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const refused = runRekindle({ DATA_DIR: await folder(), PORT: '0', LOCAL_PORT: String(port) });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`Port ${port} is in use. Stop what uses it, or set LOCAL_PORT`);
    expect(refused.output()).not.toMatch(/^\s+at /m);

    const noFolder = join(import.meta.filename, 'data');
    const second = runRekindle({ DATA_DIR: noFolder, PORT: '0', LOCAL_PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`The folder ${noFolder} cannot be used (ENOTDIR). Set DATA_DIR`);
    expect(second.output()).not.toMatch(/^\s+at /m);
  });

  it('with a token that Slack refuses says which setting it was', async () => {
    const slack = await started({ DATA_DIR: await folder(), LOCAL_PORT: String(await freePort()) });
    await until('the address', async () => slack.output().includes('Open http'));
    const apiUrl = `${/Open (http:\S+) /.exec(slack.output())?.[1]}/api/`;
    const wrong = runRekindle({
      DATA_DIR: await folder(),
      PORT: String(await freePort()),
      LOCAL_PORT: '0',
      SLACK_API_URL: apiUrl,
      SLACK_BOT_TOKEN: 'xoxb-wrong',
      SLACK_APP_TOKEN: 'xapp-wrong',
    });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output()).toMatch(/SLACK_BOT_TOKEN.*invalid_auth/);
    expect(wrong.output()).not.toMatch(/^\s+at /m);
  });

  it('on a port that is taken says so', async () => {
    const first = await started({ DATA_DIR: await folder() });
    const second = runRekindle({ DATA_DIR: await folder(), PORT: String(first.port), LOCAL_PORT: '0' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${first.port} is in use`);
  });
});

it('a connection that Slack refuses while it runs ends it in order, with a sentence in the log', async () => {
  const workspace = await startWorkspace({ directory: await folder() });
  cleanUps.push(() => workspace.close());
  const slack = await startFaultySlack(workspace);
  cleanUps.push(async () => slack.close());
  const app = await started({
    DATA_DIR: await folder(),
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    ADMINS: workspace.people.riley,
  });
  slack.next('apps.connections.open', 'refused');
  workspace.refreshConnections();
  expect(await app.ended).toBe(1);
  expect(app.output()).toContain('was SLACK_APP_TOKEN revoked, or the app removed?');
  expect(app.output()).toContain('something failed that nobody waited for; Rekindle stops');
  // What Node itself writes when it ends a process in the middle.
  expect(app.output()).not.toContain('Node.js v');
}, 30_000);

describe('/health', () => {
  it('is 503 while the database is away, and 200 again when it is back', async () => {
    const directory = join(await folder(), 'database');
    const logger = createLogger('silent');
    let engine = await openEmbeddedEngine(directory, logger);
    cleanUps.push(() => engine.close());
    // The address that stays the same over restarts of the engine.
    const app = await started({
      DATA_DIR: await folder(),
      MONGODB_URI: `mongodb://${encodeURIComponent(join(directory, 'mongodb.sock'))}/rekindle`,
    });
    const health = async () => {
      const answer = await fetch(`http://127.0.0.1:${app.port}/health`);
      const body = (await answer.json()) as { parts: { name: string; kind: string; connected: boolean }[] };
      return { status: answer.status, database: body.parts.find(({ name }) => name === 'Database') };
    };
    expect(await health()).toMatchObject({ status: 200, database: { kind: 'real', connected: true } });

    await engine.close();
    await until('503', async () => (await health()).status === 503);
    expect((await health()).database).toMatchObject({ connected: false });

    engine = await openEmbeddedEngine(directory, logger);
    // The driver may just be waiting for an answer of the engine that went: that takes its 5 seconds to give up.
    await vi.waitFor(async () => expect((await health()).status).toBe(200), {
      timeout: 25_000,
      interval: 50,
    });
  }, 60_000);
});
