import { once } from 'node:events';
import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Logger } from '#platform/logger.ts';
import { isAddressKnown, trust } from './limits.ts';

/** One part of the deployment, as shown by /health, by /rekindle and in the table at the start. */
export interface Part {
  name: string;
  kind: 'real' | 'embedded' | 'off';
  detail: string;
}

export interface Health {
  /** True when everything is connected. Asked anew for each request that finds no look under way. */
  healthy: boolean;
  parts: (Part & { connected: boolean })[];
}

export interface HttpServer {
  /** For a receiver that mounts itself (Slack over HTTP). */
  app: Express;
  /** Adds routes; before this they answer 404. */
  mount(router: Router): void;
  port: number;
  /**
   * Takes no more connections; resolves when the requests under way are answered. May be called again.
   * @param withinMs after which those that are not are broken off
   */
  close(withinMs: number): Promise<void>;
}

/** How long somebody may take to hand in the head of a request, and all of it, in milliseconds. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;

/**
 * Starts listening at once, so that whoever watches /health hears “not yet” instead of a refused connection.
 * @param port 0 picks a free one
 * @throws an error in words when the port is taken
 */
export async function startHttpServer(options: {
  port: number;
  logger: Logger;
  health: () => Promise<Health>;
  /** Whose word about a request’s address is believed; null: nobody has said. */
  trustedProxies?: readonly string[] | 'none' | null;
}): Promise<HttpServer> {
  const { port, logger, trustedProxies = null } = options;
  const health = shared(options.health);
  const app = express();
  // Keeps stack traces out of answers, whatever NODE_ENV says.
  app.set('env', 'production');
  app.disable('x-powered-by');
  app.set('trust proxy', trust(trustedProxies));
  app.use(helmet());
  let warned = false;
  app.use((request, _response, next) => {
    if (!warned && !isAddressKnown(request)) {
      warned = true;
      logger.warn('requests come through a proxy: nobody is held back until TRUSTED_PROXIES is set');
    }
    next();
  });
  const failed = failure(logger);
  app.get('/health', async (_request, response) => {
    const state = await health();
    response
      .status(state.healthy ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: state.healthy ? 'ok' : 'unavailable', parts: state.parts });
  });
  app.use(failed);

  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error),
    );
    server.listen(port, resolve);
  });
  server.on('error', (error) => logger.error({ err: error }, 'http server'));
  const close = closing(server);
  return {
    app,
    mount: (router) => void app.use(router, failed),
    port: (server.address() as AddressInfo).port,
    close,
  };
}

/**
 * Requests are counted here: Node waits for connections, and one that a browser opened in advance and never used, or
 * keeps for later, would hold up a stop for its whole time.
 */
function closing(server: Server): HttpServer['close'] {
  const answers = new Set<ServerResponse>();
  server.prependListener('request', (_request, response) => {
    answers.add(response);
    response.once('close', () => answers.delete(response));
  });
  return async (withinMs) => {
    if (server.listening) server.close();
    const tooLate = AbortSignal.timeout(withinMs);
    // What is answered may be followed by another request over the same connection.
    while (answers.size > 0 && !tooLate.aborted)
      await Promise.all([...answers].map((answer) => once(answer, 'close', { signal: tooLate }))).catch(
        () => {},
      );
    server.closeAllConnections();
  };
}

/** Express itself would write the error as it is to standard error: addresses are masked in the log only. */
function failure(logger: Logger): ErrorRequestHandler {
  // Express tells handlers of errors by their four parameters.
  return (error: { status?: unknown }, _request, response, next) => {
    const status = typeof error.status === 'number' && error.status >= 400 ? error.status : 500;
    if (status >= 500) logger.error({ err: error }, 'a request over HTTP failed');
    if (response.headersSent) next(error);
    else
      response
        .status(status)
        .type('text')
        .send(STATUS_CODES[status] ?? 'Error');
  };
}

/** Many who ask at once share one look at the database. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => {
    underWay ??= look().finally(() => {
      underWay = null;
    });
    return underWay;
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
