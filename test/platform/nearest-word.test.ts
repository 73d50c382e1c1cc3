import { expect, it } from 'vitest';
import { nearestWord } from '../../src/platform/nearest-word.ts';

it.each([
  ['fnd', 'find'],
  ['ad', 'add'],
  ['HELP', 'help'],
  ['tema', 'team'],
])('takes %s for %s', (typed, meant) => {
  expect(nearestWord(typed, ['add', 'find', 'help', 'team'])).toBe(meant);
});

it('doesn’t guess wildly', () => {
  expect(nearestWord('ana', ['find', 'help'])).toBeNull();
});
