import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { movableClock } from '#platform/clock.ts';
import { createLogger } from '#platform/logger.ts';
import { manifestSchema } from './manifest.ts';
import { startLocalWorkspace } from './workspace.ts';

/**
 * The local workspace as a program of its own, for an app in another process. What the app needs to connect is
 * printed as JSON on one line; the secrets stay the same as long as the directory is kept.
 */
const settings = z
  .object({
    LOCAL_PORT: z.coerce.number().int().min(0).max(65_535).default(3300),
    DATA_DIR: z.string().min(1).default('data'),
    /** Where signed requests go; without it the app connects by Socket Mode. */
    REQUEST_URL: z.url().optional(),
    /** Where answers and bounces are handed in, and the secret that signs them. */
    INBOUND_URL: z.url().optional(),
    INBOUND_SECRET: z.string().min(1).optional(),
    SMTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    LOG_LEVEL: z.string().default('warn'),
  })
  .safeParse(process.env);
if (!settings.success) {
  process.stderr.write(`${z.prettifyError(settings.error)}\n`);
  process.exit(1);
}
const { LOCAL_PORT, DATA_DIR, REQUEST_URL, INBOUND_URL, INBOUND_SECRET, SMTP_PORT, LOG_LEVEL } =
  settings.data;

const manifestFile = join(import.meta.dirname, '..', '..', 'manifest.json');
const workspace = await startLocalWorkspace({
  port: LOCAL_PORT,
  directory: join(DATA_DIR, 'local'),
  clock: movableClock(),
  logger: createLogger(LOG_LEVEL),
  manifest: manifestSchema.parse(JSON.parse(await readFile(manifestFile, 'utf8'))),
  slack: REQUEST_URL ? { mode: 'http', requestUrl: REQUEST_URL } : { mode: 'socket' },
  mail: {
    inbound: INBOUND_URL && INBOUND_SECRET ? { url: INBOUND_URL, secret: INBOUND_SECRET } : null,
    port: SMTP_PORT,
  },
});
const { refreshConnections: _, close, ...connection } = workspace;
process.stdout.write(`${JSON.stringify(connection)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)));
