import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../../src/config.ts';

/** Docker isn't here to run it: what can be known of compose.yaml and the Dockerfile without. */
const ROOT = join(import.meta.dirname, '../..');
const read = (name: string) => readFile(join(ROOT, name), 'utf8');
const service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  volumes: z.array(z.string()).optional(),
  configs: z.array(z.object({ source: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string().optional(),
});
const file = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.object({ content: z.string() })).optional(),
});
const example = parseEnv(await read('.env.example')) as Record<string, string>;
const texts = { one: await read('compose.yaml'), three: await read('compose.three-nodes.yaml') };
const one = file.parse(parse(texts.one, { merge: true }));
const three = file.parse(parse(texts.three, { merge: true }));
const services = { ...three.services, ...one.services };

test('every variable is in .env.example, and a secret has no default', () => {
  for (const text of Object.values(texts)) {
    const used = [...text.matchAll(/(?<!\$)\$(?!\$)\{?(\w+)([^}\n]*)/g)];
    expect(used.length).toBeGreaterThan(0);
    for (const [, name = '', rest = ''] of used) {
      expect(Object.keys(example)).toContain(name);
      expect(rest).toMatch(/^:\?/);
    }
  }
});

test('what a service names is there', () => {
  const volumes = { ...one.volumes, ...three.volumes };
  for (const { depends_on = [], volumes: mounted = [], configs = [] } of [
    ...Object.values(one.services),
    ...Object.values(three.services),
  ]) {
    for (const name of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on))
      expect(Object.keys(services)).toContain(name);
    for (const mount of mounted) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
    for (const { source } of configs) expect(Object.keys(one.configs ?? {})).toContain(source);
  }
});

test('everything is started again, and watched', async () => {
  const image = await read('Dockerfile');
  expect(image).toContain('HEALTHCHECK');
  for (const [name, { restart, healthcheck, build }] of Object.entries(services)) {
    expect(restart, name).toBe('unless-stopped');
    expect(healthcheck ?? build, name).toBeDefined();
  }
});

test('with what compose sets, and nothing embedded, production starts', () => {
  const mustBeGiven = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SMTP_URL: 'smtps://u:p@smtp.example.com:465',
    MAIL_FROM: 'talent@acme.example',
    MAIL_POSTAL_ADDRESS: '1 Main Street, Springfield',
    INBOUND_SECRET: 'none',
    OPENAI_MODEL: 'none',
    PUBLIC_URL: 'none',
    SECRET_KEY: 'k'.repeat(32),
    ADMINS: 'U012AB3CD',
  };
  for (const [{ services: all }, hosts] of [
    [one, /@mongo:27017\/rekindle\?/],
    [three, /@mongo:27017,mongo-2:27017,mongo-3:27017\/rekindle\?/],
  ] as const) {
    const set = Object.entries({ ...one.services['rekindle']?.environment, ...all['rekindle']?.environment });
    const environment = set.map(([name, value]) => [name, value.replace(/\$\{[^}]*\}/g, 'a0')]);
    const config = readConfig({ ...example, ...mustBeGiven, ...Object.fromEntries(environment) });
    expect(config).toMatchObject({ production: true, port: 3000, dataDirectory: '/data' });
    expect(config.database.uri).toMatch(hosts);
    expect(config.database.uri).toContain('replicaSet=rs0');
  }
});

test('the replica set’s members are the services', () => {
  const members = (of: z.infer<typeof file>) =>
    [...(of.services['mongo']?.healthcheck?.test.join(' ') ?? '').matchAll(/host: '([\w-]+):27017'/g)].map(
      ([, name = '']) => name,
    );
  expect(members(one)).toEqual(['mongo']);
  expect(members(three)).toEqual(['mongo', 'mongo-2', 'mongo-3']);
  for (const name of members(three)) expect(Object.keys(services)).toContain(name);
});

test('the Dockerfile’s paths exist, and .dockerignore lets them through', async () => {
  const image = await read('Dockerfile');
  const allowed = (await read('.dockerignore'))
    .split('\n')
    .flatMap((line) => line.match(/^!(.+)/)?.[1] ?? []);
  const copied = [...image.matchAll(/^COPY (.+)$/gm)].flatMap(([, words = '']) =>
    words.split(' ').slice(0, -1),
  );
  expect(copied.length).toBeGreaterThan(4);
  for (const path of copied) {
    expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(allowed).toContain(path.replace(/^\.\//, ''));
  }
  const started = /^CMD \["node", "([^"]+)"\]$/m.exec(image)?.[1] ?? '';
  expect(existsSync(join(ROOT, started)), started).toBe(true);
});
