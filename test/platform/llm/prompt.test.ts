import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPrompt } from '#platform/llm/prompt.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rekindle-prompt-'));
});
afterAll(() => rm(directory, { recursive: true }));

const FRONT = '---\npurpose: Says hello to somebody.\nversion: 3\nmodel:\n  maxOutputTokens: 500\n---\n';

async function load(source: string) {
  const path = join(directory, 'hello.md');
  await writeFile(path, source);
  return loadPrompt(path, ['name']);
}

test('front matter, instructions and input', async () => {
  const prompt = await load(`${FRONT}Greet {{ name }}.\n<!-- input -->\nTo {{ name }}\n`);
  expect(prompt).toMatchObject({ version: 3, maxOutputTokens: 500 });
  expect(await prompt.render({ name: 'Ana' })).toEqual({ instructions: 'Greet Ana.', input: 'To Ana' });
});

test('what a value says is not read as a template', async () => {
  const prompt = await load(`${FRONT}Greet.\n<!-- input -->\n{{ name }}\n`);
  expect((await prompt.render({ name: '{{ secret }}' })).input).toBe('{{ secret }}');
});

test.each([
  ['no front matter', 'Greet.', /front matter/],
  ['a wrong version', `${FRONT.replace('3', 'three')}a\n<!-- input -->\nb`, /version/],
  [
    'a setting nobody knows',
    `${FRONT.replace('model:', 'colour: red\nmodel:')}a\n<!-- input -->\nb`,
    /colour/,
  ],
  ['no input', `${FRONT}Greet.`, /input/],
  ['an unknown variable', `${FRONT}{{ nmae }}\n<!-- input -->\nb`, /nmae/],
])('is refused at the start: %s', async (_name, source, words) => {
  await expect(load(source)).rejects.toThrow(words);
});
