import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from '#platform/logger.ts';

/** One part of the deployment, as shown by /health, by /rekindle and in the table at the start. */
export interface Part {
  name: string;
  kind: 'real' | 'embedded' | 'off';
  detail: string;
}

export interface Health {
  /** True when everything is connected. Asked anew at each request. */
  healthy: boolean;
  parts: (Part & { connected: boolean })[];
}

export interface HttpServer {
  /** For a receiver that mounts itself (Slack over HTTP). */
  app: Express;
  /** Adds routes; before this they answer 404. */
  mount(router: Router): void;
  port: number;
  /** Stops taking requests; resolves when those under way are answered. */
  close(): Promise<void>;
}

/**
 * Starts listening at once, so that whoever watches /health hears “not yet” instead of a refused connection.
 * @param port 0 picks a free one
 * @throws an error in words when the port is taken
 */
export async function startHttpServer(options: {
  port: number;
  logger: Logger;
  health: () => Promise<Health>;
}): Promise<HttpServer> {
  const { port, logger, health } = options;
  const app = express();
  // Keeps stack traces out of answers, whatever NODE_ENV says.
  app.set('env', 'production');
  app.disable('x-powered-by');
  app.use(helmet());
  app.get('/health', async (_request, response) => {
    const state = await health();
    response
      .status(state.healthy ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: state.healthy ? 'ok' : 'unavailable', parts: state.parts });
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error),
    );
    server.listen(port, resolve);
  });
  server.on('error', (error) => logger.error({ err: error }, 'http server'));
  return {
    app,
    mount: (router) => void app.use(router),
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** The port is taken; says which setting to change. */
export class PortInUseError extends Error {
  constructor(port: number, setting = 'PORT') {
    super(
      `Port ${port} is in use. Stop what uses it, or set ${setting} to another one (${setting}=${port + 1}).`,
    );
    this.name = 'PortInUseError';
  }
}
