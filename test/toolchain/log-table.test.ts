import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logLinesIn } from '../support/log-lines.ts';

const ROOT = join(import.meta.dirname, '../..');
const guide = await readFile(join(ROOT, 'docs/operators.md'), 'utf8');
/** The first column of the tables: level, then the line as it stands in the log. */
const explained = new Map(
  [...guide.matchAll(/^\| (info|warn|error) \| `([^`]+)` \|/gm)].map(([, level = '', text = '']) => [
    text,
    level,
  ]),
);
const lines = logLinesIn(ROOT);

test('every line of the log that src can write stands in docs/operators.md, with its level', () => {
  expect(lines.length).toBeGreaterThan(50);
  // What Slack's own libraries say, in whatever words.
  const others = lines.filter(({ text }) => text === null).map(({ at }) => at.replace(/:\d+$/, ''));
  expect(new Set(others)).toEqual(new Set(['src/platform/slack/create-slack.ts']));
  expect(guide).toContain('`"from":"slack"`');
  const missing = lines.filter(({ text, level }) => text !== null && explained.get(text) !== level);
  expect(missing.map(({ at, level, text }) => `${at} ${level} ${text}`)).toEqual([]);
});

test('and none that nothing writes', () => {
  const written = new Set(lines.map(({ text }) => text));
  expect([...explained.keys()].filter((text) => !written.has(text))).toEqual([]);
});
