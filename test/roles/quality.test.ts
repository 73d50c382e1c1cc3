import { expect, test } from 'vitest';
import { ndcgAt, precisionAt } from '../benchmarks/ranking-measures.ts';
import { measureQuality } from '../benchmarks/ranking-quality.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();

test('the measures are those of the books', () => {
  expect(precisionAt(4, [3, 0, 3, 2, 3], 3)).toBe(0.5);
  expect(ndcgAt(3, [3, 2, 1], [1, 2, 3])).toBe(1);
  // (7/1 + 0 + 3/2) / (7/1 + 3/1.585)
  expect(ndcgAt(3, [3, 0, 2], [0, 2, 3])).toBeCloseTo(8.5 / (7 + 3 / Math.log2(3)), 9);
  expect(ndcgAt(3, [0], [0, 0])).toBe(1);
});

test('people who really suit come up more often than by keywords, and far more often than by chance', async () => {
  const results = new Map((await measureQuality(database.db(), 3_000, 25)).map((one) => [one.method, one]));
  const [ours, keywords, random] = ['ours', 'keyword overlap', 'random'].map((method) => results.get(method));
  if (!ours || !keywords || !random) throw new Error('A method is missing.');
  expect(ours.ndcgAt20).toBeGreaterThan(keywords.ndcgAt20 + 0.05);
  expect(ours.precisionAt10).toBeGreaterThan(keywords.precisionAt10);
  expect(keywords.ndcgAt20).toBeGreaterThan(random.ndcgAt20);
});
