import type { AnyBulkWriteOperation, Collection, Document } from 'mongodb';

/** Operations of one bulk. */
const MOST = 500;

/**
 * Writes together what is asked for while the write before is under way: each journaled write waits for the disk, and many
 * in one wait once. Nobody is answered before their own write is on the disk.
 * @returns a function that writes one operation; true when everything that was written with it found its document, false
 * when something of it did not
 */
export function groupWrites<T extends Document>(
  collection: Collection<T>,
): (operation: AnyBulkWriteOperation<T>) => Promise<boolean> {
  const waiting: {
    operation: AnyBulkWriteOperation<T>;
    resolve: (found: boolean) => void;
    reject: (error: unknown) => void;
  }[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST);
      try {
        const { matchedCount } = await collection.bulkWrite(
          batch.map(({ operation }) => operation),
          { ordered: false },
        );
        for (const { resolve } of batch) resolve(matchedCount === batch.length);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return (operation) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    waiting.push({ operation, resolve, reject });
    if (!isWriting) void writeAll();
    return promise;
  };
}
