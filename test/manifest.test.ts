import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERMISSIONS } from '../src/team/permissions.ts';
import { startRekindle } from './support/rekindle.ts';

/** manifest.json declares what the app uses, and nothing else. */
let app: Awaited<ReturnType<typeof startRekindle>>;
let manifest: {
  features: { slash_commands: { command: string }[]; shortcuts: { callback_id: string }[] };
  settings: { event_subscriptions: { bot_events: string[] } };
  oauth_config: { scopes: { bot: string[] } };
};

beforeAll(async () => {
  app = await startRekindle();
  manifest = JSON.parse(await readFile(join(import.meta.dirname, '../manifest.json'), 'utf8'));
});
afterAll(() => app?.remove());

const registered = (type: string) =>
  app.registered
    .filter((one) => one.type === type)
    .map(({ name }) => name)
    .sort();

it('declares every command, shortcut and event that is registered, and no other', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command).sort()).toEqual(
    registered('command'),
  );
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id).sort()).toEqual(
    registered('shortcut'),
  );
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(registered('event'));
});

/** Scopes by the method that needs them (Slack's reference, 2026); the rest needs none. */
const SCOPE_OF_METHOD: Record<string, string> = {
  'chat.postMessage': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'conversations.join': 'channels:join',
  'users.info': 'users:read',
  'users.lookupByEmail': 'users:read.email',
  'files.info': 'files:read',
  'files.uploadV2': 'files:write',
};
const NEEDS_NO_SCOPE = ['auth.test', 'views.open', 'views.push', 'views.update', 'views.publish'];
/** What Slack wants for slash commands, and for the events message.im and app_mention. */
const SCOPES_WITHOUT_METHOD = ['commands', 'im:history', 'app_mentions:read'];

it('declares every scope that a method or event needs, and no other', async () => {
  const { globSync } = await import('node:fs');
  const root = join(import.meta.dirname, '../src');
  const methods = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: root, exclude: ['local/**'] })) {
    const source = await readFile(join(root, file), 'utf8');
    for (const [, family, method] of source.matchAll(
      /\b(?:client|web)\s*\.(auth|chat|conversations|users|views|files|reactions)\s*\.(\w+)\s*\(/g,
    ))
      methods.add(`${family}.${method}`);
    for (const [, family, method] of source.matchAll(
      /\bclient\.(chat|users|views|conversations)\n\s+\.(\w+)\(/g,
    ))
      methods.add(`${family}.${method}`);
  }
  expect(methods.size).toBeGreaterThan(4);
  const unknown = [...methods].filter(
    (method) => !(method in SCOPE_OF_METHOD) && !NEEDS_NO_SCOPE.includes(method),
  );
  expect(unknown).toEqual([]);
  const needed = [...methods].flatMap((method) => SCOPE_OF_METHOD[method] ?? []);
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(
    [...new Set([...needed, ...SCOPES_WITHOUT_METHOD])].sort(),
  );
});

it('asks a known permission for everything that is registered', () => {
  for (const { type, name, need } of app.registered)
    if (type !== 'event') expect(Object.keys(PERMISSIONS), `${type} ${name}`).toContain(need);
});
