import { beforeEach, expect, test } from 'vitest';
import { IndexError } from '#platform/database/errors.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { testDatabase } from '../../support/database.ts';

const { db, empty } = testDatabase();
beforeEach(empty);

const people = [
  { collection: 'people', indexes: [{ key: { keys: 1 as const }, unique: true, sparse: true }] },
];

test('indexes are made once, whatever number of starts ask for them at once', async () => {
  await Promise.all([ensureIndexes(db(), people), ensureIndexes(db(), people)]);
  await ensureIndexes(db(), people);
  const names = (await db().collection('people').indexes()).map(({ name }) => name);
  expect(names).toEqual(['_id_', 'keys_1']);
  await db()
    .collection('people')
    .insertOne({ keys: ['a'] });
  await expect(
    db()
      .collection('people')
      .insertOne({ keys: ['b', 'a'] }),
  ).rejects.toThrow('E11000');
});

test('doubles in the way of a unique index are told with collection and field', async () => {
  await db()
    .collection('doubles')
    .insertMany([{ mail: 'a' }, { mail: 'a' }]);
  const wanted = [{ collection: 'doubles', indexes: [{ key: { mail: 1 as const }, unique: true }] }];
  const error = await ensureIndexes(db(), wanted).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(IndexError);
  expect(String(error)).toMatch(/“doubles”.*must be unique.*mail/);
});

test('an index with other options is told, and not replaced', async () => {
  await db().collection('other').createIndex({ name: 1 });
  const wanted = [{ collection: 'other', indexes: [{ key: { name: 1 as const }, unique: true }] }];
  await expect(ensureIndexes(db(), wanted)).rejects.toThrow(/“other”.*other options/);
});
