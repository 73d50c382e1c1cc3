import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({ secretKey: z.string().min(32), inboundSecret: z.string().min(32) });

/** What is made at the first start when nobody set it, and kept: links in old mails must go on working. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The folder or the file in it cannot be used. The message is a sentence for the operator and says what to do. */
export class SecretsError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretsError';
  }
}

/**
 * Reads `secrets.json` in a directory, making it at the first start, readable by its owner only.
 * @throws SecretsError that names the folder or file when it cannot be made, or is not as it was written
 */
export async function loadSecrets(directory: string): Promise<Secrets> {
  const path = join(directory, 'secrets.json');
  await mkdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SecretsError(
      `The folder ${directory} cannot be used (${error.code ?? error.message}). Set DATA_DIR to one that Rekindle may write to.`,
      { cause: error },
    );
  });
  return (await readSecrets(path)) ?? (await makeSecrets(path));
}

async function readSecrets(path: string): Promise<Secrets | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    throw new SecretsError(
      `${path} is damaged. Restore it from a backup; without one, remove it: unsubscribe links in mails already sent will then no longer work.`,
    );
  }
}

async function makeSecrets(path: string): Promise<Secrets> {
  const secrets: Secrets = {
    secretKey: randomBytes(32).toString('hex'),
    inboundSecret: randomBytes(32).toString('hex'),
  };
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link fails if the file is there by now: of two processes that start at once, both use the first one's.
    await link(draft, path);
    return secrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const others = await readSecrets(path);
    if (!others) throw error;
    return others;
  } finally {
    await rm(draft, { force: true });
  }
}
