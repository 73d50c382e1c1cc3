import { once } from 'node:events';
import { connect } from 'node:net';
import { Router } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { limitedAtOnce, limitedPages } from '../../../src/platform/http/limits.ts';
import {
  type Health,
  type HttpServer,
  PortInUseError,
  startHttpServer,
} from '../../../src/platform/http/server.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { until } from '../../support/person.ts';

const logger = createLogger('silent');
const open: HttpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close(1_000);
});

async function start(health: Health, port = 0, log = logger): Promise<HttpServer> {
  const server = await startHttpServer({ port, logger: log, health: async () => health });
  open.push(server);
  return server;
}

const database = { name: 'database', kind: 'embedded', detail: 'data/database' } as const;

it('answers 503 before and while a part is away, 200 once everything is connected', async () => {
  const health: Health = { healthy: false, parts: [{ ...database, connected: false }] };
  const { port } = await start(health);
  const ask = () => fetch(`http://127.0.0.1:${port}/health`);

  const before = await ask();
  expect(before.status).toBe(503);
  expect(await before.json()).toEqual({ status: 'unavailable', parts: [{ ...database, connected: false }] });

  health.healthy = true;
  const after = await ask();
  expect(after.status).toBe(200);
  expect(await after.json()).toMatchObject({ status: 'ok' });
});

it('says which setting to change when the port is taken', async () => {
  const { port } = await start({ healthy: true, parts: [] });
  await expect(start({ healthy: true, parts: [] }, port)).rejects.toThrow(PortInUseError);
  await expect(start({ healthy: true, parts: [] }, port)).rejects.toThrow(/set PORT to another/);
});

it('shows nobody a stack trace, and the log no address', async () => {
  let log = '';
  const written = createLogger('error', {
    write(line) {
      log += line;
    },
  });
  const server = await start({ healthy: true, parts: [] }, 0, written);
  const router = Router();
  router.get('/broken', () => {
    throw new Error('no such mailbox: ana@example.org');
  });
  server.mount(router);
  const response = await fetch(`http://127.0.0.1:${server.port}/broken`);
  expect(response.status).toBe(500);
  expect(await response.text()).toBe('Internal Server Error');
  expect(log).toContain('no such mailbox: (address)');
});

it('where nobody has said which proxies to believe, nobody is held back for another, and the log says so', async () => {
  let log = '';
  const written = createLogger('warn', {
    write(line) {
      log += line;
    },
  });
  const server = await start({ healthy: true, parts: [] }, 0, written);
  const router = Router();
  router.use(limitedPages());
  router.get('/page', (_request, response) => void response.send('here'));
  server.mount(router);
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${server.port}/page`, { headers })).status;
  for (let times = 0; times < 301; times++)
    expect(await ask({ 'x-forwarded-for': '198.51.100.1' })).toBe(200);
  expect(log.match(/TRUSTED_PROXIES/g)).toHaveLength(1);
  const straight: number[] = [];
  for (let times = 0; times < 301; times++) straight.push(await ask({}));
  expect(straight.at(-2)).toBe(200);
  expect(straight.at(-1)).toBe(429);
});

it('more than so many at once are told to come again', async () => {
  const server = await start({ healthy: true, parts: [] });
  const router = Router();
  const waiting: (() => void)[] = [];
  router.get('/slow', limitedAtOnce(2), (_request, response) => {
    waiting.push(() => void response.send('done'));
  });
  server.mount(router);
  const ask = () => fetch(`http://127.0.0.1:${server.port}/slow`);
  const first = [ask(), ask()];
  await until('two under way', async () => waiting.length === 2);
  expect((await ask()).status).toBe(503);
  for (const end of waiting.splice(0)) end();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  const again = ask();
  await until('one more under way', async () => waiting.length === 1);
  for (const end of waiting) end();
  expect((await again).status).toBe(200);
});

describe('a stop', () => {
  const slow = async () => {
    const server = await start({ healthy: true, parts: [] });
    const waiting: (() => void)[] = [];
    server.mount(
      Router().get('/slow', (_request, response) => {
        waiting.push(() => void response.send('done'));
      }),
    );
    const answer = fetch(`http://127.0.0.1:${server.port}/slow`);
    await until('a request under way', async () => waiting.length === 1);
    return { server, answer, end: () => waiting[0]?.() };
  };

  it('lets what is under way be answered, takes nothing more, and waits for no idle connection', async () => {
    const { server, answer, end } = await slow();
    // As a browser opens it before it knows what for.
    const unused = connect(server.port, '127.0.0.1');
    await once(unused, 'connect');
    let closed = false;
    const closing = server.close(60_000).then(() => {
      closed = true;
    });
    await expect(fetch(`http://127.0.0.1:${server.port}/health`)).rejects.toThrow();
    expect(closed).toBe(false);
    end();
    expect(await (await answer).text()).toBe('done');
    await closing;
    unused.destroy();
  });

  it('breaks off what takes longer than it may', async () => {
    const { server, answer } = await slow();
    const broken = expect(answer).rejects.toThrow();
    await server.close(50);
    await broken;
  });
});
