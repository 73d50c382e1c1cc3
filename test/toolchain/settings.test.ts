import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';

const ROOT = join(import.meta.dirname, '../..');
const example = parseEnv(await readFile(join(ROOT, '.env.example'), 'utf8')) as Record<string, string>;
const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
const source = await readFile(join(ROOT, 'src/config-settings.ts'), 'utf8');

test('.env.example, copied as it is, changes nothing', () => {
  expect(readConfig(example)).toEqual(readConfig({}));
});

/** What compose.yaml asks of .env beside the settings: docker compose reads the same file. */
const compose = await readFile(join(ROOT, 'compose.yaml'), 'utf8');
const composeOnly = new Set([...compose.matchAll(/\$\{(MONGO_\w+)/g)].map(([, name = '']) => name));

test('the same settings stand in .env.example, in the README and in config.ts', () => {
  const table = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name);
  const known = [...source.matchAll(/^ {2}([A-Z_]+): setting\(/gm)].map(([, name = '']) => name);
  expect(known.length).toBeGreaterThan(10);
  expect(composeOnly.size).toBe(3);
  expect(Object.keys(example).toSorted()).toEqual([...known, ...composeOnly].toSorted());
  expect(table.toSorted()).toEqual(known.toSorted());
});
