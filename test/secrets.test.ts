import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecrets } from '../src/secrets.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rekindle-secrets-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('makes the secrets once, for their owner only, and keeps them', async () => {
  const first = await loadSecrets(join(directory, 'data'));
  expect(await loadSecrets(join(directory, 'data'))).toEqual(first);
  expect(first.secretKey).not.toEqual(first.inboundSecret);
  expect((await stat(join(directory, 'data', 'secrets.json'))).mode & 0o777).toBe(0o600);
});

it('gives everybody the same ones when several start at once', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => loadSecrets(directory)));
  for (const secrets of all) expect(secrets).toEqual(all[0]);
});

it('names the file when it is damaged, and leaves it as it is', async () => {
  const path = join(directory, 'secrets.json');
  await writeFile(path, '{"secretKey": "cut off');
  await expect(loadSecrets(directory)).rejects.toThrow(path);
  expect(await readFile(path, 'utf8')).toBe('{"secretKey": "cut off');
});
