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

/** Inserts under way at once: with many indexes, four at a time were half as fast again as one (2 cores). */
const AT_ONCE = 4;
const SMALLEST_SLICE = 50;

/**
 * Inserts documents in one go, without those that a unique index refuses.
 * @returns how many were inserted
 * @throws whatever else went wrong with one of them
 */
export async function insertUntaken<T extends Document>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<number> {
  const slice = Math.max(SMALLEST_SLICE, Math.ceil(documents.length / AT_ONCE));
  const slices = Array.from({ length: Math.ceil(documents.length / slice) }, (_, index) =>
    insertSlice(collection, documents.slice(index * slice, (index + 1) * slice)),
  );
  return (await Promise.all(slices)).reduce((sum, inserted) => sum + inserted, 0);
}

async function insertSlice<T extends Document>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<number> {
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
