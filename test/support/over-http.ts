import { join } from 'node:path';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { LocalWorkspace } from '../../src/local/workspace.ts';
import { freePort, temporaryFolder } from './rekindle.ts';
import { startWorkspace } from './workspace.ts';

/** The app as it runs against a real Slack over HTTP: its settings name a workspace that it knows nothing else of. */
export interface OverHttp {
  app: App;
  workspace: LocalWorkspace;
  /** Where Slack's requests go. */
  address: string;
  close(): Promise<void>;
}

/** @param more further settings; they may depend on the workspace */
export async function startOverHttp(
  more: (workspace: LocalWorkspace) => Record<string, string> | Promise<Record<string, string>> = () => ({}),
): Promise<OverHttp> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/slack/events`;
  const workspace = await startWorkspace({
    directory: join(folder.path, 'workspace'),
    slack: { mode: 'http', requestUrl: address },
  });
  const app = await startApp(
    readConfig({
      DATA_DIR: join(folder.path, 'app'),
      PORT: String(port),
      LOCAL_PORT: '0',
      LOG_LEVEL: 'silent',
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_SIGNING_SECRET: workspace.signingSecret,
      SLACK_API_URL: workspace.apiUrl,
      ADMINS: workspace.people.riley,
      ...(await more(workspace)),
    }),
  );
  return {
    app,
    workspace,
    address,
    async close() {
      // Stopped already, unless the test has failed.
      await app.stop(5_000).catch(() => {});
      await workspace.close();
      await folder.remove();
    },
  };
}
