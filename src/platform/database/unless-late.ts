import { MongoServerError } from 'mongodb';

/** MaxTimeMSExpired: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const TOO_LATE = 50;

/** Null for an answer that took longer than its `maxTimeMS`. */
export async function unlessLate<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === TOO_LATE) return null;
    throw error;
  }
}
