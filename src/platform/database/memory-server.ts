import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseError } from './errors.ts';

/**
 * Starts MongoDB's server as mongodb-memory-server brings it, with its files kept under the directory. For machines
 * that have no embedded engine; at the first start it downloads the server, which needs the internet.
 * @throws DatabaseError when it is not installed, cannot be downloaded or does not start
 */
export async function openMemoryServer(
  directory: string,
): Promise<{ uri: string; close: () => Promise<void> }> {
  const dbPath = join(resolve(directory), 'server');
  try {
    const { MongoMemoryServer } = await import('mongodb-memory-server');
    await mkdir(dbPath, { recursive: true, mode: 0o700 });
    const server = await MongoMemoryServer.create({
      instance: { dbPath, storageEngine: 'wiredTiger' },
      binary: { downloadDir: join(resolve(directory), 'server-binary') },
    });
    return {
      uri: server.getUri('rekindle'),
      close: async () => {
        await server.stop({ doCleanup: false });
      },
    };
  } catch (error) {
    throw new DatabaseError(
      `No MongoDB server could be started here: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
