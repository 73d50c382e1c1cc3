import {
  type Collection,
  type Document,
  MongoBulkWriteError,
  MongoServerError,
  type OptionalUnlessRequiredId,
} from 'mongodb';

/** Server error code of a unique index that has the value already. */
const DUPLICATE_KEY = 11_000;

/** Whether a write failed because the value is taken, by an id or another unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * Inserts documents in one go, without those that a unique index refuses.
 * @returns how many were inserted
 * @throws whatever else went wrong with one of them
 */
export async function insertUntaken<T extends Document>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<number> {
  if (documents.length === 0) return 0;
  try {
    const result = await collection.insertMany(documents as readonly OptionalUnlessRequiredId<T>[], {
      ordered: false,
    });
    return result.insertedCount;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const failures = [error.writeErrors].flat();
    if (failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return error.insertedCount;
  }
}
