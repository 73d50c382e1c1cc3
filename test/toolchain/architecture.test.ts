import { existsSync, globSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { INDEXES } from '../../src/indexes.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFile(join(ROOT, path), 'utf8');
const architecture = await read('ARCHITECTURE.md');
const quoted = [...architecture.matchAll(/`([^`\s]+)`/g)].map(([, text = '']) => text);

test('ARCHITECTURE.md is one page, and names every folder of src', () => {
  expect(architecture.split('\n').length).toBeLessThan(120);
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`);
  expect(folders.length).toBeGreaterThan(20);
  for (const folder of folders) expect(quoted).toContain(folder);
});

test('each folder and file that it names is there', () => {
  const files = new Set(globSync('{src,scripts}/**/*.ts', { cwd: ROOT }).map((path) => basename(path)));
  const named = quoted.filter((text) => /^[\w./-]+(?:\/|\.ts)$/.test(text));
  expect(named.length).toBeGreaterThan(40);
  const missing = named.filter(
    (path) =>
      !existsSync(join(ROOT, 'src', path)) &&
      !existsSync(join(ROOT, path)) &&
      // A name alone, of which the sentence says in which folder it is; slack/ is one in each feature.
      !(path.includes('/') ? path === 'slack/' : files.has(path)),
  );
  expect(missing).toEqual([]);
});

test('the table of collections has each with indexes', async () => {
  const rows = [...(await read('docs/design/collections.md')).matchAll(/^\| (`[^|]+`) \|/gm)];
  const named = rows.flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  for (const { collection } of INDEXES) expect(named).toContain(collection);
});

test('no guide or page leads to a file that is not there', async () => {
  const pages = [...globSync('*.md', { cwd: ROOT }), ...globSync('docs/**/*.md', { cwd: ROOT })];
  expect(pages.length).toBeGreaterThan(10);
  const broken: string[] = [];
  for (const page of pages) {
    const text = await read(page);
    const anchors = (file: string) => (file === '' ? text : null);
    for (const [, link = ''] of text.matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g)) {
      if (/^(?:https?|mailto):/.test(link)) continue;
      const [path = '', anchor] = link.split('#');
      const target = join(ROOT, page, '..', path);
      if (path !== '' && !existsSync(target)) broken.push(`${page}: ${link}`);
      else if (anchor !== undefined) {
        const there = anchors(path) ?? (await readFile(target, 'utf8'));
        if (!headings(there).has(anchor)) broken.push(`${page}: ${link}`);
      }
    }
  }
  expect(broken).toEqual([]);
});

/** The names that GitHub gives to headings. */
function headings(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}
