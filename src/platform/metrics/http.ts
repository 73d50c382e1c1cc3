import express, { type Request, type Router } from 'express';
import { limitedRefusals } from '#platform/http/limits.ts';
import { isSameSecret } from '#platform/same-secret.ts';
import type { Metrics, Standing } from './metrics.ts';

/** Who may read `/metrics`: whoever knows the token; `this machine` without one; `nobody`. */
export type Readers = { token: string } | 'this machine' | 'nobody';

/**
 * `GET /metrics`. Answers while the database is away.
 * @param options.standing never rejects, and answers within seconds
 */
export function metricsRouter(options: {
  metrics: Metrics;
  readers: Readers;
  standing: () => Promise<Standing>;
}): Router {
  const { metrics, readers, standing } = options;
  const router = express.Router();
  router.get('/metrics', limitedRefusals(), async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (!mayRead(request, readers)) {
      if (typeof readers === 'object') response.status(401).set('WWW-Authenticate', 'Bearer');
      else response.status(404);
      response.type('text').send('Set METRICS_TOKEN and send it as a bearer token: docs/operators.md.');
      return;
    }
    response.set('Content-Type', metrics.contentType).send(await metrics.text(await standing()));
  });
  return router;
}

function mayRead(request: Request, readers: Readers): boolean {
  if (readers === 'nobody') return false;
  if (readers === 'this machine') return isFromHere(request);
  const [, token] = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '') ?? [];
  return token !== undefined && isSameSecret(readers.token, token);
}

/**
 * By the connection itself, whatever a header says, and never through a proxy. A page in this machine's browser that was
 * led here by a made-up name (DNS rebinding) is told by the name.
 */
function isFromHere(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isLoopback = /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address);
  const isForwarded = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Real-IP'].some(
    (name) => request.get(name) !== undefined,
  );
  const isNamedSo = ['localhost', '127.0.0.1', '::1', '[::1]'].includes(request.hostname);
  return isLoopback && isNamedSo && !isForwarded;
}
