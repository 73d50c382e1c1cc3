import type { Db } from 'mongodb';
import { joiningStore } from '../../src/candidates/joining-store.ts';
import { mergeIndexes, mergeStore } from '../../src/duplicates/merge-store.ts';
import { pairIndexes, pairStore } from '../../src/duplicates/store.ts';
import { ensureIndexes } from '../../src/platform/database/indexes.ts';
import { world } from '../candidates/world.ts';

/** What the verbs of duplicates work with, on the real engine; `move` turns the clock. */
export async function duplicatesWorld(db: Db) {
  await ensureIndexes(db, [pairIndexes, mergeIndexes]);
  let now = new Date('2026-11-20T12:00:00Z').getTime();
  return {
    ...(await world(db)),
    joining: joiningStore(db),
    pairs: pairStore(db),
    merges: mergeStore(db),
    clock: { now: () => new Date(now) },
    move(days: number) {
      now += days * 86_400_000;
    },
  };
}
