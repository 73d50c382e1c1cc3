import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';

/** Codes with which a server says that it can't take this now; `retryable` in mongodb/specifications, SDAM. */
const NOT_NOW = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** Whether something failed because the database can't be reached, and not because of what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  return error instanceof MongoServerError && NOT_NOW.has(Number(error.code));
}
