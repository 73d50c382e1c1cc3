import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readImportGraph } from '../../scripts/import-graph.ts';
import { findViolations } from '../../scripts/import-rules.ts';

/** A small house that keeps every rule; each test breaks one. */
const HOUSE: Record<string, string> = {
  'main.ts': "import { start } from './app.ts';\nstart();",
  'app.ts':
    "import { cards } from '#candidates/slack/card.ts';\nimport { local } from './local/workspace.ts';\nexport const start = () => [cards, local];",
  'platform/clock.ts': 'export const now = 1;',
  'platform/logger.ts': 'export const log = 1;',
  'platform/database/indexes.ts': 'export type Indexes = string;',
  'platform/slack/surface.ts': "import type { View } from '@slack/types';\nexport type Surface = View;",
  'local/workspace.ts':
    "import type { View } from '@slack/types';\nimport { now } from '#platform/clock.ts';\nexport const local = [now as unknown as View];",
  'engagement/touchpoint.ts': "import { z } from 'zod';\nexport const touchpoint = z.string();",
  'engagement/store.ts': "import { touchpoint } from './touchpoint.ts';\nexport const store = touchpoint;",
  'engagement/record.ts': "import { store } from './store.ts';\nexport const record = store;",
  'candidates/candidate.ts': "import { z } from 'zod';\nexport const candidate = z.string();",
  'candidates/store.ts':
    "import type { Indexes } from '#platform/database/indexes.ts';\nimport { touchpoint } from '#engagement/touchpoint.ts';\nimport { candidate } from './candidate.ts';\nexport const people = [candidate, touchpoint] as unknown as Indexes;",
  'candidates/capture.ts':
    "import { record } from '#engagement/record.ts';\nimport { people } from './store.ts';\nexport const capture = [people, record];",
  'candidates/slack/card.ts':
    "import type { Surface } from '#platform/slack/surface.ts';\nimport { capture } from '../capture.ts';\nexport const cards = capture as unknown as Surface;",
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rekindle-house-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function violations(planted: Record<string, string> = {}): Promise<string[]> {
  for (const [file, text] of Object.entries({ ...HOUSE, ...planted })) {
    await mkdir(dirname(join(folder, 'src', file)), { recursive: true });
    await writeFile(join(folder, 'src', file), text);
  }
  return findViolations(readImportGraph(folder)).map((one) => `${one.file}:${one.line} ${one.message}`);
}

test('a house that keeps the rules has no violations', async () => {
  expect(await violations()).toEqual([]);
});

test.each<[what: string, file: string, text: string, told: RegExp]>([
  [
    'platform a feature',
    'platform/clock.ts',
    "import '#candidates/candidate.ts';",
    /knows nothing of recruiting/,
  ],
  ['platform the app', 'platform/clock.ts', "import '../app.ts';", /part of the app/],
  [
    'a feature the app',
    'candidates/capture.ts',
    "import type { start } from '../app.ts';",
    /part of the app/,
  ],
  [
    'a feature the local workspace',
    'candidates/capture.ts',
    "import '#local/workspace.ts';",
    /on sockets only/,
  ],
  [
    'the local workspace a feature',
    'local/workspace.ts',
    "import '#candidates/candidate.ts';",
    /Slack’s side/,
  ],
  [
    'the local workspace other platform code',
    'local/workspace.ts',
    "import '#platform/slack/surface.ts';",
    /Slack’s side/,
  ],
  [
    'a verb another feature’s store',
    'candidates/capture.ts',
    "import '#engagement/store.ts';",
    /another feature’s store/,
  ],
  [
    '… by a relative path',
    'candidates/capture.ts',
    "import '../engagement/store.ts';",
    /another feature’s store/,
  ],
  [
    '… for a type only',
    'candidates/capture.ts',
    "import type { x } from '#engagement/store.ts';",
    /another feature’s store/,
  ],
  [
    '… re-exported',
    'candidates/capture.ts',
    "export { store } from '#engagement/store.ts';",
    /another feature’s store/,
  ],
  [
    '… by import()',
    'candidates/capture.ts',
    "await import('#engagement/store.ts');",
    /another feature’s store/,
  ],
  [
    'a slack folder a store',
    'candidates/slack/card.ts',
    "import '../store.ts';",
    /only verbs import a store/,
  ],
  ['jobs.ts a store', 'candidates/jobs.ts', "import './store.ts';", /only verbs import a store/],
  ['a verb a slack folder', 'engagement/record.ts', "import '#candidates/slack/card.ts';", /for themselves/],
  ['a verb http.ts', 'engagement/record.ts', "import './http.ts';", /for themselves/],
  ['a store a verb', 'engagement/store.ts', "import '#candidates/capture.ts';", /a store imports nouns only/],
  ['a store the logger', 'engagement/store.ts', "import '#platform/logger.ts';", /imports database\/ only/],
  [
    'a verb platform/slack',
    'candidates/capture.ts',
    "import '#platform/slack/surface.ts';",
    /knows nothing of Slack/,
  ],
  ['a verb Slack', 'candidates/capture.ts', "import '@slack/web-api';", /only slack\/ folders/],
  [
    'a noun Slack',
    'candidates/candidate.ts',
    "import type { View } from '@slack/types';",
    /only slack\/ folders/,
  ],
  ['the database Slack', 'platform/database/indexes.ts', "import '@slack/types';", /only slack\/ folders/],
  [
    'a file that is not there',
    'platform/clock.ts',
    "import './gone.ts';",
    /there is no src\/platform\/gone.ts/,
  ],
])('%s is refused', async (_, file, text, told) => {
  const found = await violations({ 'engagement/http.ts': 'export const route = 1;', [file]: text });
  expect(found.some((line) => line.startsWith(`${file}:1 `) && told.test(line))).toBe(true);
});

test('a circle is told once, with its files, types included', async () => {
  const found = await violations({
    'engagement/touchpoint.ts': "import type { weigh } from './weights.ts';\nexport const touchpoint = 1;",
    'engagement/weights.ts':
      "import { touchpoint } from './touchpoint.ts';\nimport './weights.ts';\nexport const weigh = touchpoint;",
  });
  expect(found.filter((line) => line.includes('circle'))).toEqual([
    'engagement/touchpoint.ts:1 imports go in a circle: engagement/touchpoint.ts → engagement/weights.ts → engagement/touchpoint.ts',
    'engagement/weights.ts:1 imports go in a circle: engagement/weights.ts → engagement/weights.ts',
  ]);
});

test('a file that cannot be read as code is an error, not a file without imports', async () => {
  await expect(violations({ 'platform/clock.ts': 'import { from' })).rejects.toThrow('src/platform/clock.ts');
});
