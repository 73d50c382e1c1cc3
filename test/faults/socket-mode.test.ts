import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalWorkspace } from '#local/workspace.ts';
import { createLogger } from '#platform/logger.ts';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../src/platform/database/embedded-engine.ts';
import { callControl, person, until } from '../support/person.ts';
import { temporaryFolder } from '../support/rekindle.ts';
import { startWorkspace } from '../support/workspace.ts';
import { type Gate, startGate } from './gate.ts';
import { type FaultySlack, startFaultySlack } from './slack-api.ts';

/**
 * Socket Mode connections are asked to be made anew, and broken in the middle, while a window is handed in: what was
 * said in it is there once, and its window closes, since Slack delivers again what was not acknowledged.
 */
const ADDED = 6;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let engine: EmbeddedEngine;
let client: MongoClient;
let workspace: LocalWorkspace;
let gate: Gate;
let slack: FaultySlack;
let app: App;

beforeAll(async () => {
  folder = await temporaryFolder();
  workspace = await startWorkspace({
    directory: join(folder.path, 'workspace'),
  });
  gate = await startGate(Number(new URL(workspace.url).port));
  slack = await startFaultySlack(workspace, gate.port);
  engine = await openEmbeddedEngine(join(folder.path, 'database'), createLogger('silent'));
  client = new MongoClient(engine.uri);
  app = await startApp(
    readConfig({
      DATA_DIR: join(folder.path, 'app'),
      PORT: '0',
      LOCAL_PORT: '0',
      LOG_LEVEL: 'silent',
      MONGODB_URI: engine.uri,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: slack.apiUrl,
      ADMINS: 'U0RILEY,U0HARPER',
    }),
  );
}, 60_000);
afterAll(async () => {
  await app?.stop(5_000);
  await client?.close();
  await engine?.close();
  slack?.close();
  await gate?.close();
  await workspace?.close();
  await folder?.remove();
});

/** Connected for longer than a second: such a connection is made anew at once when it ends. */
async function connected(): Promise<void> {
  let since = performance.now();
  await until(
    'a good connection',
    async () => {
      const { app } = await callControl<{ app: { connected: boolean } }>(workspace.url, 'workspace?as=riley');
      if (!app.connected) since = performance.now();
      return performance.now() - since > 1_500;
    },
    30_000,
  );
}

it('deliveries in flight are handled once over broken connections', { timeout: 120_000 }, async () => {
  const riley = person(workspace.url, 'riley');
  const outcomes: string[] = [];
  for (let i = 0; i < ADDED; i++) {
    await connected();
    await riley.command(`/candidate add Somebody Known${i} somebody${i}@example.com`, 'hiring');
    await riley.modal('Add candidate');
    const submitting = riley.submit();
    // In the moment of its delivery, of its handling, of its answer.
    const at = performance.now() + i * 4;
    while (performance.now() < at) await new Promise((resolve) => setImmediate(resolve));
    if (i % 3 === 0) workspace.refreshConnections();
    else gate.cut();
    outcomes.push((await submitting).outcome);
    while ((await riley.views()).length > 0) await riley.close();
  }
  const saved = await client
    .db('rekindle')
    .collection('candidates')
    .find({ name: /^Somebody/ })
    .toArray();
  // Nobody was told that it failed, and nothing was done twice.
  expect(outcomes).toEqual(Array(ADDED).fill('closed'));
  expect(saved.map(({ emails }) => String(emails[0])).toSorted()).toEqual(
    Array.from({ length: ADDED }, (_, i) => `somebody${i}@example.com`).toSorted(),
  );
  expect(slack.called.filter((method) => method === 'apps.connections.open').length).toBeGreaterThan(3);
});
