import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type LocalWorkspace,
  type LocalWorkspaceOptions,
  startLocalWorkspace,
} from '../../src/local/workspace.ts';
import { movableClock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';

/** Slack's side of the wire for an app in another process, or with settings of its own: with our manifest, on a free port. */
export async function startWorkspace(
  options: Pick<LocalWorkspaceOptions, 'directory'> & Partial<LocalWorkspaceOptions>,
): Promise<LocalWorkspace> {
  return startLocalWorkspace({
    port: 0,
    clock: movableClock(),
    logger: createLogger('silent'),
    manifest: JSON.parse(await readFile(join(import.meta.dirname, '../../manifest.json'), 'utf8')),
    slack: { mode: 'socket' },
    mail: null,
    ...options,
  });
}
