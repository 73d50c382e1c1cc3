import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LocalWorkspace } from '#local/workspace.ts';

/** What Slack's Web API does with the next call of a method that is not passed on as it is. */
export type SlackBehaviour =
  | 'rate limited' // 429, Retry-After: 1, and not done
  | 'server error' // 500, and not done
  | 'refused' // ok: false, invalid_auth, and not done
  | 'silent' // never answered, and not done
  | 'cut'; // done, and the connection breaks in the middle of the answer

/** Slack's Web API with faults: a listener before a local workspace. */
export interface FaultySlack {
  /** For SLACK_API_URL. */
  apiUrl: string;
  /** Methods in the order in which they were called, whatever came of it. */
  called: string[];
  /** What happens to the next calls of a method, in order; then they are passed on. */
  next(method: string, ...behaviours: SlackBehaviour[]): void;
  /** Where Socket Mode is to connect to from now on. */
  connectTo(socketPort: number): void;
  close(): void;
}

/** @param socketPort where Socket Mode is to connect to instead of the workspace itself */
export async function startFaultySlack(workspace: LocalWorkspace, socketPort?: number): Promise<FaultySlack> {
  let socketAt = socketPort;
  const faults = new Map<string, SlackBehaviour[]>();
  const called: string[] = [];
  const server = createServer((request, response) => {
    const method = (request.url ?? '').split('/').at(-1) ?? '';
    void text(request).then(async (body) => {
      called.push(method);
      const fault = faults.get(method)?.shift();
      if (fault && fault !== 'cut') return refuse(response, fault);
      const headers = new Headers({
        authorization: request.headers.authorization ?? '',
        'content-type': request.headers['content-type'] ?? '',
      });
      const passed = await fetch(`${workspace.apiUrl}${method}`, { method: 'POST', headers, body });
      const answer = (await passed.text()).replace(/ws:\/\/([\w.]+):\d+/, (whole, host: string) =>
        socketAt ? `ws://${host}:${socketAt}` : whole,
      );
      const type = { 'content-type': 'application/json' };
      if (fault !== 'cut') return void response.writeHead(passed.status, type).end(answer);
      response.writeHead(passed.status, { ...type, 'content-length': answer.length + 1 });
      return void response.write(answer.slice(0, 5), () => response.destroy());
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    called,
    next: (method, ...behaviours) => void faults.set(method, behaviours),
    connectTo(port) {
      socketAt = port;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(response: ServerResponse, fault: Exclude<SlackBehaviour, 'cut'>): void {
  if (fault === 'rate limited') response.writeHead(429, { 'retry-after': '1' }).end();
  if (fault === 'refused')
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ok: false, error: 'invalid_auth' }));
  if (fault === 'server error') response.writeHead(500).end('oh no');
}
