import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { atMostEvery } from '#platform/metrics/at-most-every.ts';
import { metricsRouter, type Readers } from '#platform/metrics/http.ts';
import { measuredJobs, measuredMailer, measuredModel } from '#platform/metrics/measured.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { ensureIndexes } from '../../../src/platform/database/indexes.ts';
import { type HttpServer, startHttpServer } from '../../../src/platform/http/server.ts';
import { createJobs, jobIndexes } from '../../../src/platform/jobs/jobs.ts';
import { createModel } from '../../../src/platform/llm/model.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createMailer } from '../../../src/platform/mail/mailer.ts';
import { testDatabase } from '../../support/database.ts';
import { readMetrics } from '../../support/metrics.ts';
import { startModelServer } from '../../support/model-server.ts';
import { startSmtp } from '../../support/smtp.ts';

const TOKEN = 'a-token-of-16-and-more';
const NOTHING = { connected: {}, backlog: {} };
const logger = createLogger('silent');
const database = testDatabase();
const metrics = createMetrics('1.2.3');
const now = async () => readMetrics(await metrics.text(NOTHING));
const open: HttpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close(1_000);
});

async function serve(readers: Readers, trustedProxies: string[] | null = null): Promise<string> {
  const health = async () => ({ healthy: true, parts: [] });
  const server = await startHttpServer({ port: 0, logger, health, trustedProxies });
  open.push(server);
  server.mount(Router().use(metricsRouter({ metrics, readers, standing: async () => NOTHING })));
  return `http://127.0.0.1:${server.port}/metrics`;
}

describe('who may read it', () => {
  const statusOf = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(url, { headers })).status;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('with a token, its bearer from anywhere and nobody else', async () => {
    const url = await serve({ token: TOKEN }, ['loopback']);
    expect(await statusOf(url, { ...bearer(TOKEN), 'x-forwarded-for': '198.51.100.1' })).toBe(200);
    for (const wrong of [{}, bearer(''), bearer('x'), bearer(`${TOKEN}x`), bearer(TOKEN.slice(1))])
      expect(await statusOf(url, wrong)).toBe(401);
    expect(await statusOf(url, { authorization: `Basic ${btoa(`x:${TOKEN}`)}` })).toBe(401);
    expect(await statusOf(`${url}?token=${TOKEN}`)).toBe(401);
  });

  it('who guesses is held back', async () => {
    const url = await serve({ token: TOKEN }, ['loopback']);
    const statuses = new Set<number>();
    for (let times = 0; times < 70; times++)
      statuses.add(await statusOf(url, { ...bearer(`guess-${times}`), 'x-forwarded-for': '198.51.100.2' }));
    expect([...statuses]).toEqual([401, 429]);
    expect(await statusOf(url, bearer(TOKEN))).toBe(200);
  });

  it('without one this machine only, and nobody through a proxy or by a made-up name', async () => {
    const url = await serve('this machine', ['loopback']);
    expect(await statusOf(url)).toBe(200);
    expect(await statusOf(url, { 'x-forwarded-for': '127.0.0.1' })).toBe(404);
    expect(await statusOf(url, { via: '1.1 proxy' })).toBe(404);
    expect(await statusOf(url, { 'x-forwarded-host': 'evil.example' })).toBe(404);
  });

  it('nobody where nobody may, from this machine either', async () => {
    expect(await statusOf(await serve('nobody'))).toBe(404);
  });
});

it('says which version runs, what Node does, and nothing twice', async () => {
  const text = await metrics.text(NOTHING);
  const read = readMetrics(text);
  expect(read.get('rekindle_up')).toBe(1);
  expect(read.get(`rekindle_info{version="1.2.3",node="${process.version}"}`)).toBe(1);
  expect(read.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
  expect([...read.keys()].join()).toContain('nodejs_eventloop_lag_p99_seconds');
});

it('docs/operators.md has a row for each of ours', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/operators.md'), 'utf8');
  const rows = [...guide.matchAll(/^\| (`rekindle_[^|]+) \|/gm)].map(([, names = '']) => names).join();
  const told = [...rows.matchAll(/`(rekindle_\w+)`/g)].map(([, name = '']) => name);
  const made = [...(await metrics.text(NOTHING)).matchAll(/^# TYPE (rekindle_\w+)/gm)].map(
    ([, name = '']) => name,
  );
  expect(made.length).toBeGreaterThan(10);
  expect(told.toSorted()).toEqual(made.toSorted());
});

it('queues of a moment ago are not shown once the database is away', async () => {
  const queue = 'rekindle_backlog{queue="drafts waiting"}';
  const before = readMetrics(await metrics.text({ connected: {}, backlog: { 'drafts waiting': 3 } }));
  expect(before.get(queue)).toBe(3);
  const away = await metrics.text({ connected: { Database: false }, backlog: null });
  expect(readMetrics(away).get('rekindle_part_connected{part="Database"}')).toBe(0);
  expect(away).not.toContain('rekindle_backlog{');
});

it('times jobs and tells those that fail from those that go well', async () => {
  await ensureIndexes(database.db(), [jobIndexes]);
  const jobs = measuredJobs(createJobs({ db: database.db(), logger }), metrics);
  let works = false;
  jobs.every('a sweep', 60, async () => {
    if (!works) throw new Error('as the test wants it');
  });
  await expect(jobs.runAll()).rejects.toThrow('1 jobs failed');
  const failed = await now();
  expect(failed.get('rekindle_job_failures_total{job="a sweep"}')).toBe(1);
  expect(failed.has('rekindle_job_last_success_timestamp_seconds{job="a sweep"}')).toBe(false);
  works = true;
  await jobs.runAll();
  const well = await now();
  expect(well.get('rekindle_job_failures_total{job="a sweep"}')).toBe(1);
  expect(well.get('rekindle_job_duration_seconds_count{job="a sweep"}')).toBe(2);
  const at = well.get('rekindle_job_last_success_timestamp_seconds{job="a sweep"}') ?? 0;
  expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
});

it('counts mails by what the mail server said', async () => {
  const smtp = await startSmtp();
  const mailer = measuredMailer(createMailer({ smtpUrl: smtp.url, logger }), metrics);
  const mail = {
    from: { name: 'Riley', address: 'riley@example.com' },
    to: { name: 'Ana', address: 'ana@example.com' },
    subject: 'Hello',
    text: 'Hello',
    html: '<p>Hello</p>',
    messageId: '<1@example.com>',
    inReplyTo: null,
    references: [],
    headers: {},
  };
  for (const behaviour of ['accept', 'refuse for good', 'refuse for now'] as const) {
    smtp.behave(behaviour);
    await mailer.send(mail);
  }
  mailer.close();
  await smtp.close();
  const read = await now();
  for (const outcome of ['accepted', 'refused', 'deferred'])
    expect(read.get(`rekindle_mails_total{outcome="${outcome}"}`)).toBe(1);
});

it('counts questions to the model, their tokens and their failures', async () => {
  const server = await startModelServer();
  const model = measuredModel(
    createModel({ apiKey: 'k', baseUrl: server.baseUrl, model: 'm', logger }),
    metrics,
  );
  const question = {
    prompt: { instructions: 'Say yes.', input: 'Yes?', maxOutputTokens: 100 },
    schema: z.strictObject({ yes: z.boolean() }),
    schemaName: 'answer',
  };
  server.behave({ answer: { yes: true } }, { status: 401 });
  expect((await model.generate(question)).outcome).toBe('ok');
  expect((await model.generate(question)).outcome).toBe('misconfigured');
  await server.close();
  const read = await now();
  expect(read.get('rekindle_model_answer_seconds_count{outcome="ok"}')).toBe(1);
  expect(read.get('rekindle_model_answer_seconds_count{outcome="misconfigured"}')).toBe(1);
  expect(read.get('rekindle_model_tokens_total{direction="input"}')).toBeGreaterThan(0);
  expect(read.get('rekindle_model_tokens_total{direction="output"}')).toBeGreaterThan(0);
});

describe('a question at most every so often', () => {
  it('is put once for many who ask', async () => {
    let put = 0;
    const ask = atMostEvery(async () => ++put, { every: 60_000, within: 1_000 });
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
  });

  it('nobody waits for one that hangs, and it is not put again meanwhile', async () => {
    let put = 0;
    const hanging = Promise.withResolvers<number>();
    const ask = atMostEvery(
      () => {
        put++;
        return hanging.promise;
      },
      { every: 0, within: 5 },
    );
    expect(await ask()).toBe(null);
    expect(await ask()).toBe(null);
    expect(put).toBe(1);
    hanging.resolve(7);
    await hanging.promise;
  });

  it('one that fails is no answer, and is put again when its time has come', async () => {
    let put = 0;
    const ask = atMostEvery(
      async () => {
        if (++put === 1) throw new Error('as the test wants it');
        return put;
      },
      { every: 0, within: 1_000 },
    );
    expect(await ask()).toBe(null);
    expect(await ask()).toBe(2);
  });
});
