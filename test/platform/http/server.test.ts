import { Router } from 'express';
import { afterEach, expect, it } from 'vitest';
import {
  type Health,
  type HttpServer,
  PortInUseError,
  startHttpServer,
} from '../../../src/platform/http/server.ts';
import { createLogger } from '../../../src/platform/logger.ts';

const logger = createLogger('silent');
const open: HttpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(health: Health, port = 0): Promise<HttpServer> {
  const server = await startHttpServer({ port, logger, health: async () => health });
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

it('shows nobody a stack trace', async () => {
  const server = await start({ healthy: true, parts: [] });
  const router = Router();
  router.get('/broken', () => {
    throw new Error('a secret inside');
  });
  server.mount(router);
  const response = await fetch(`http://127.0.0.1:${server.port}/broken`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('a secret inside');
});
