import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, LogLevel } from '@slack/bolt';
import { type LocalWorkspace, type LocalWorkspaceOptions, startLocalWorkspace } from '#local/workspace.ts';
import { movableClock } from '#platform/clock.ts';
import { createLogger } from '#platform/logger.ts';

/** A manifest that asks for everything the local workspace knows. */
export const MANIFEST = {
  display_information: { name: 'Small app' },
  features: {
    app_home: { home_tab_enabled: true },
    bot_user: { display_name: 'Small' },
    slash_commands: [
      { command: '/small', description: 'Does what a test asks', should_escape: true },
      { command: '/deaf', description: 'Never acknowledges' },
    ],
    shortcuts: [
      { name: 'From anywhere', type: 'global' as const, callback_id: 'anywhere', description: '' },
      { name: 'On a message', type: 'message' as const, callback_id: 'on_message', description: '' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'chat:write',
        'commands',
        'im:history',
        'im:write',
        'users:read',
        'files:write',
        'files:read',
        'channels:read',
        'channels:history',
        'app_mentions:read',
      ],
    },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened', 'message.im', 'app_mention'] },
    interactivity: { is_enabled: true },
  },
};

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'local-workspace-'));
}

/** A workspace on a free port; in a folder of its own unless one is given. */
export async function testWorkspace(
  options: Partial<LocalWorkspaceOptions> = {},
): Promise<LocalWorkspace & { directory: string; remove(): Promise<void> }> {
  const directory = options.directory ?? (await temporaryDirectory());
  const workspace = await startLocalWorkspace({
    port: 0,
    directory,
    clock: movableClock(),
    logger: createLogger('silent'),
    manifest: MANIFEST,
    slack: { mode: 'socket' },
    mail: null,
    ...options,
  });
  return {
    ...workspace,
    directory,
    async remove() {
      await workspace.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A Bolt app that is connected to the workspace by Socket Mode once it is started. */
export function socketApp(workspace: LocalWorkspace): App {
  return new App({
    token: workspace.botToken,
    appToken: workspace.appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** Calls a Web API method as the app would, without a client that throws. */
export async function api(
  workspace: LocalWorkspace,
  method: string,
  args: Record<string, unknown> = {},
  token: string | null = workspace.botToken,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${workspace.apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(args),
  });
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
}
