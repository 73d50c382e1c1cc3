import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** Each checker is given a violation of what it is there for, and must fail; a checker that reads nothing says yes. */

const ROOT = join(import.meta.dirname, '../..');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rekindle-planted-'));
  for (const file of ['tsconfig.json', 'tsconfig.web.json', 'biome.json', '.oxlintrc.json'])
    await cp(join(ROOT, file), join(folder, file));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await write(
    'package.json',
    JSON.stringify({ name: 'planted', type: 'module', imports: { '#*': './src/*' } }),
  );
  await write('.gitignore', 'node_modules\n');
  await write('src/main.ts', "import { greet } from './greet.ts';\n\ngreet('Ana');\n");
  await write('src/greet.ts', 'export function greet(name: string): string {\n  return name;\n}\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

function run(command: string, ...args: string[]): { passed: boolean; output: string } {
  const program = command === 'node' ? process.execPath : join(ROOT, 'node_modules/.bin', command);
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}` };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  return { passed: status === 0, output: stdout + stderr };
}

test('a type error fails, and a clean file passes', async () => {
  expect(run('tsc', '--noEmit')).toMatchObject({ passed: true });
  await write('src/main.ts', "import { greet } from './greet.ts';\n\ngreet(1);\n");
  const { passed, output } = run('tsc', '--noEmit');
  expect(passed).toBe(false);
  expect(output).toContain("'number' is not assignable");
});

test('a type error in the page’s JavaScript fails', async () => {
  await write('src/local/web/page.js', "document.title = 'Rekindle';\n");
  expect(run('tsc', '-p', 'tsconfig.web.json')).toMatchObject({ passed: true });
  await write('src/local/web/page.js', 'document.title = 1;\n');
  expect(run('tsc', '-p', 'tsconfig.web.json').passed).toBe(false);
});

test.each([
  ['promise nobody waits for', 'no-floating-promises', 'async function later() {}\n\nlater();\n'],
  [
    'promise where none is expected',
    'no-misused-promises',
    'export const all = [1].forEach(async (n) => {\n  await Promise.resolve(n);\n});\n',
  ],
  ['any', 'no-explicit-any', 'export const loose: any = 1;\n'],
  ['file of more than 300 lines', 'max-lines', 'export const line = 1;\n'.concat('// more\n'.repeat(300))],
  ['note of work not done', 'no-warning-comments', `// ${'TO'}${'DO'}: finish\nexport const half = 1;\n`],
])('a %s fails', async (_, rule, text) => {
  expect(run('oxlint')).toMatchObject({ passed: true });
  await write('src/planted.ts', text);
  const { passed, output } = run('oxlint');
  expect(output).toContain(rule);
  expect(passed).toBe(false);
});

test('a file that is not formatted, or whose imports are not sorted, fails', async () => {
  expect(run('biome', 'check', 'src')).toMatchObject({ passed: true });
  await write('src/greet.ts', 'export function greet(name: string): string {\n    return name\n}\n');
  expect(run('biome', 'check', 'src').output).toMatch(/format/);
  await write(
    'src/greet.ts',
    "import b from 'b';\nimport a from 'a';\n\nexport const greet = () => [a, b];\n",
  );
  const { passed, output } = run('biome', 'check', 'src');
  expect(passed).toBe(false);
  expect(output).toContain('organizeImports');
});

test('an export, a file and a dependency that nobody uses fail', async () => {
  await write('knip.json', JSON.stringify({ entry: ['src/main.ts'], project: ['src/**/*.ts'] }));
  expect(run('knip', '--no-progress')).toMatchObject({ passed: true });
  await write('src/greet.ts', 'export const greet = (name: string) => name;\nexport const unused = 1;\n');
  expect(run('knip', '--no-progress')).toMatchObject({
    passed: false,
    output: expect.stringContaining('unused'),
  });
  await write('src/greet.ts', 'export const greet = (name: string) => name;\n');
  await write('src/left.ts', 'export const left = 1;\n');
  expect(run('knip', '--no-progress')).toMatchObject({
    passed: false,
    output: expect.stringContaining('src/left.ts'),
  });
  await rm(join(folder, 'src/left.ts'));
  await write(
    'package.json',
    JSON.stringify({ name: 'planted', type: 'module', dependencies: { zod: '4.0.0' } }),
  );
  expect(run('knip', '--no-progress')).toMatchObject({
    passed: false,
    output: expect.stringContaining('zod'),
  });
});

test('a lock file with an address, without a hash or with a gap fails', async () => {
  const script = join(ROOT, 'scripts/check-lockfile.ts');
  const check = async (packages: object) => {
    await write('package-lock.json', JSON.stringify({ packages }));
    return run('node', script);
  };
  const tool = { version: '4.0.0', integrity: 'sha512-x', optionalDependencies: { 'tool-mac': '4.0.0' } };
  const mac = { version: '4.0.0', optional: true, os: ['darwin'], cpu: ['arm64'] };
  const good = { '': {}, 'node_modules/tool': tool, 'node_modules/tool-mac': mac };
  expect(await check(good)).toMatchObject({ passed: true });
  expect(
    await check({ ...good, 'node_modules/tool': { ...tool, resolved: 'https://r.example/t.tgz' } }),
  ).toMatchObject({ passed: false, output: expect.stringContaining('has an address') });
  expect(await check({ ...good, 'node_modules/other': { version: '1.0.0' } })).toMatchObject({
    passed: false,
    output: expect.stringContaining('has no integrity hash'),
  });
  expect(await check({ 'node_modules/tool': tool })).toMatchObject({
    passed: false,
    output: expect.stringContaining('asks for tool-mac'),
  });
  expect((await check({})).passed).toBe(false);
});

test('an import against the rules fails, and a folder without code does too', async () => {
  const script = join(ROOT, 'scripts/check-imports.ts');
  expect(run('node', script)).toMatchObject({ passed: true });
  await write('src/platform/clock.ts', "export { greet } from '#candidates/add.ts';\n");
  await write('src/candidates/add.ts', 'export const greet = 1;\n');
  const { passed, output } = run('node', script);
  expect(passed).toBe(false);
  expect(output).toContain('src/platform/clock.ts:1 platform/ knows nothing of recruiting');
  await rm(join(folder, 'src'), { recursive: true });
  expect(run('node', script).passed).toBe(false);
});
