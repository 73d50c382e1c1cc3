import { expect, test } from 'vitest';
import { nearestKey } from '#platform/nearest.ts';

test('the nearest key, if a third of it or two characters are mistyped at most', () => {
  expect(nearestKey('backend enginer', ['designer', 'backend engineer'])).toBe('backend engineer');
  expect(nearestKey('opt', ['ops', 'sales'])).toBe('ops');
  expect(nearestKey('bcknd ngnr', ['backend engineer'])).toBeNull();
  expect(nearestKey('xyz', ['ops', 'sales'])).toBeNull();
  expect(nearestKey('ops', [])).toBeNull();
});
