import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, expect, it } from 'vitest';
import { type LocalWorkspace, startLocalWorkspace } from '../../../src/local/workspace.ts';
import { movableClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { slackPeople, slackPersonByEmail } from '../../../src/team/slack/people.ts';
import { temporaryFolder } from '../../support/rekindle.ts';

/** What Slack tells of its people, with and without the scope for their addresses. */
let workspace: LocalWorkspace;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
afterEach(async () => {
  await workspace.close();
  await folder.remove();
});

async function peopleWith(scopes: (all: string[]) => string[]) {
  folder = await temporaryFolder();
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../../../manifest.json'), 'utf8'));
  manifest.oauth_config.scopes.bot = scopes(manifest.oauth_config.scopes.bot);
  const clock = movableClock();
  const logger = createLogger('silent');
  workspace = await startLocalWorkspace({
    port: 0,
    directory: folder.path,
    clock,
    logger,
    manifest,
    slack: { mode: 'http', requestUrl: 'http://127.0.0.1:9/' },
    mail: null,
  });
  const client = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
  return { byId: slackPeople({ client, clock }), byEmail: slackPersonByEmail({ client, logger }) };
}

it('knows whose an address is', async () => {
  const { byId, byEmail } = await peopleWith((all) => all);
  expect(await byEmail('morgan@rekindle.example')).toMatchObject({ id: 'U0MORGAN', outsider: false });
  expect(await byEmail('nobody@rekindle.example')).toBeNull();
  expect(await byId('U0MORGAN')).toMatchObject({ email: 'morgan@rekindle.example' });
});

it('does without where the scope users:read.email is not granted', async () => {
  const { byId, byEmail } = await peopleWith((all) => all.filter((one) => one !== 'users:read.email'));
  expect(await byEmail('morgan@rekindle.example')).toBeNull();
  expect(await byId('U0MORGAN')).toMatchObject({ name: 'Morgan Lindqvist', email: null });
});
