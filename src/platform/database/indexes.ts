import { type Db, type Document, MongoServerError } from 'mongodb';
import { IndexError } from './errors.ts';

/** The indexes that one collection needs; each store exports its own. */
export interface CollectionIndexes {
  collection: string;
  indexes: {
    key: Record<string, 1 | -1>;
    unique?: boolean;
    sparse?: boolean;
    partialFilterExpression?: Document;
    name?: string;
  }[];
}

/** Server error codes: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const DUPLICATE_KEY = 11000;
const CONFLICTS_WITH_EXISTING = [85, 86];

/**
 * Makes every index that is not there yet; one that is there is left alone, so it is called at each start. Indexes
 * that nobody asks for any more stay: dropping one is an operator's decision.
 * @throws IndexError naming collection and index: when a unique one meets doubles, or one of the same name or key
 *   exists with other options
 */
export async function ensureIndexes(db: Db, specs: CollectionIndexes[]): Promise<void> {
  await Promise.all(specs.map((spec) => ensureCollectionIndexes(db, spec)));
}

async function ensureCollectionIndexes(db: Db, needed: CollectionIndexes): Promise<void> {
  // In one command, since every start asks for all of them; the server doesn't say which one it could not make.
  await db
    .collection(needed.collection)
    .createIndexes(needed.indexes)
    .catch(() => oneByOne(db, needed));
}

async function oneByOne(db: Db, { collection, indexes }: CollectionIndexes): Promise<void> {
  for (const { key, ...options } of indexes) {
    try {
      await db.collection(collection).createIndex(key, options);
    } catch (error) {
      throw new IndexError(collection, options.name ?? JSON.stringify(key), reasonOf(error), {
        cause: error,
      });
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof MongoServerError)) return error instanceof Error ? error.message : String(error);
  if (error.code === DUPLICATE_KEY) {
    const fields = Object.keys((error['keyPattern'] as Document | undefined) ?? {}).join(', ');
    return `several documents share a value that must be unique (${fields || 'see the log'}). Join or remove the doubles, then start again.`;
  }
  if (CONFLICTS_WITH_EXISTING.includes(Number(error.code)))
    return 'one with the same name or the same fields exists with other options. Drop it in the database, then start again.';
  return error.message;
}
