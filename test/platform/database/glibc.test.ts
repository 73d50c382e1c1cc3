import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importsOf, pointToOlderTwins, requirementsOf } from '#platform/database/elf.ts';
import {
  glibcVersion,
  type InstalledEngine,
  installedEngine,
  isOlder,
  treatedCopy,
} from '#platform/database/glibc.ts';

const engine = installedEngine();

test('versions are compared by number, not as text', () => {
  expect(isOlder('2.36', '2.38')).toBe(true);
  expect(isOlder('2.38', '2.38')).toBe(false);
  expect(isOlder('2.41', '2.38')).toBe(false);
  expect(isOlder('2.9', '2.38')).toBe(true);
  expect(isOlder('3.0', '2.38')).toBe(false);
});

test.runIf(process.platform === 'linux')('the glibc of this machine is known', () => {
  expect(glibcVersion()).toMatch(/^2\.\d+$/);
});

test('what is no library is refused, not damaged', () => {
  expect(() => pointToOlderTwins(Buffer.from('#!/bin/sh\n'.repeat(10)))).toThrow('ELF');
});

describe.runIf(process.platform === 'linux' && engine)('the treatment of the engine', () => {
  const { files, version } = engine as InstalledEngine;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rekindle-glibc-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('each import of 2.38 becomes its older twin, and nothing else changes', async () => {
    for (const file of files) {
      const before = await readFile(file);
      const after = pointToOlderTwins(before);
      expect(after.length).toBe(before.length);
      expect(requirementsOf(after).filter((one) => one.endsWith('GLIBC_2.38'))).toEqual([]);
      const treated = importsOf(after);
      importsOf(before).forEach((was, index) => {
        const is = treated[index];
        if (was.version !== 'GLIBC_2.38') expect(is).toEqual(was);
        else {
          expect(is).toMatchObject({ name: was.name.replace('__isoc23_', ''), library: was.library });
          expect(is?.version).toMatch(/^GLIBC_2\.(2\.5|17)$/);
        }
      });
      expect(pointToOlderTwins(after).equals(after)).toBe(true);
    }
  });

  test('the engine as published does ask for 2.38: without that this part can go', async () => {
    const wanted = (await Promise.all(files.map((file) => readFile(file)))).flatMap(requirementsOf);
    expect(wanted).toContain('libc.so.6 GLIBC_2.38');
  });

  test('processes that start at once share one copy, and a second start does not write', async () => {
    const cache = join(folder, 'cache');
    const paths = await Promise.all([1, 2, 3].map(() => treatedCopy({ files, version }, cache)));
    expect(new Set(paths).size).toBe(1);
    expect(await readdir(cache)).toHaveLength(1);
    const before = (await stat(paths[0] ?? '')).mtimeMs;
    await treatedCopy({ files, version }, cache);
    expect((await stat(paths[0] ?? '')).mtimeMs).toBe(before);
  });

  test('a copy that was cut short is replaced', async () => {
    const cache = join(folder, 'damaged');
    const made = join(cache, `engine-${version}-${process.arch}`);
    await mkdir(made, { recursive: true });
    for (const file of files) await copyFile(file, join(made, basename(file)));
    await writeFile(join(made, basename(files[1] ?? '')), 'short');
    const path = await treatedCopy({ files, version }, cache);
    expect((await stat(join(made, basename(files[1] ?? '')))).size).toBe((await stat(files[1] ?? '')).size);
    expect(requirementsOf(await readFile(path))).not.toContain('libc.so.6 GLIBC_2.38');
  });
});
