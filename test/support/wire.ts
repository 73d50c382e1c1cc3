import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { App } from '../../src/app.ts';
import type { LocalWorkspace } from '../../src/local/workspace.ts';
import { startOverHttp } from './over-http.ts';

/** What the app said to Slack: a call of the Web API, or an answer at a response_url. */
export interface Said {
  /** `chat.postMessage`, `views.open` …; `response_url` for an answer. */
  method: string;
  body: Record<string, unknown>;
}

/** The app as Slack reaches it by signed requests, with everything that it says written down. */
export interface Wire {
  app: App;
  workspace: LocalWorkspace;
  /** Where Slack's requests go. */
  address: string;
  /** Everything said so far, oldest first. */
  said: Said[];
  /** An address that takes answers; they stand in `said` as `name`. */
  responseUrl(name: string): string;
  /** Hands in one delivery, signed. @param form the fields of Slack's form */
  post(form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Hands in one event, signed. */
  event(body: object): Promise<Response>;
  close(): Promise<void>;
}

/** Signs a body as Slack does. @param at seconds since 1970 */
export function signature(secret: string, body: string, at: number): Record<string, string> {
  const hmac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${hmac}`,
  };
}

/**
 * The whole app in HTTP mode before a local workspace, and between them a listener that writes down what the app says.
 * @param env more settings
 */
export async function startWire(env: Record<string, string> = {}): Promise<Wire> {
  const said: Said[] = [];
  let listener = { url: '', close: () => {} };
  const { app, workspace, address, close } = await startOverHttp(async (started) => {
    listener = await listen(started, said);
    return { LOG_LEVEL: process.env['WIRE_LOG'] ?? 'silent', SLACK_API_URL: `${listener.url}/api/`, ...env };
  });
  return {
    app,
    workspace,
    address,
    said,
    responseUrl: (name) => `${listener.url}/answer/${encodeURIComponent(name.toWellFormed())}`,
    async post(form, headers = {}) {
      const body = new URLSearchParams(form).toString();
      const signed = signature(workspace.signingSecret, body, Math.floor(Date.now() / 1000));
      return fetch(address, { method: 'POST', headers: { ...signed, ...headers }, body });
    },
    event(event) {
      const body = JSON.stringify(event);
      const signed = signature(workspace.signingSecret, body, Math.floor(Date.now() / 1000));
      return fetch(address, {
        method: 'POST',
        headers: { ...signed, 'content-type': 'application/json' },
        body,
      });
    },
    async close() {
      await close();
      listener.close();
    },
  };
}

const MADE_UP = /"error":"(?:\w*trigger\w*|not_found|thread_not_found|message_not_found)"/;
const SHOWN = JSON.stringify({
  ok: true,
  view: { id: 'V0SHOWN', hash: '1.shown' },
  channel: 'C0HIRING',
  ts: '1.000300',
});

/** Passes the app's calls on to the workspace, and takes answers. */
async function listen(workspace: LocalWorkspace, said: Said[]): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const [, kind = '', ...rest] = (request.url ?? '').split('/');
      const name = decodeURIComponent(rest.join('/'));
      if (kind === 'answer') {
        said.push({ method: 'response_url', body: { ...(JSON.parse(body) as object), name } });
        return response.end('ok');
      }
      said.push({ method: name, body: fields(body) });
      const headers = { ...request.headers, host: new URL(workspace.apiUrl).host };
      delete headers['content-length'];
      const answer = await fetch(`${workspace.apiUrl.replace(/\/$/, '')}/${name}`, {
        method: 'POST',
        headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body,
      });
      const answered = await answer.text();
      // Triggers and messages of these deliveries are made up, and they come fast: what is said counts as shown.
      const counts = answer.status === 429 || MADE_UP.test(answered);
      response.writeHead(counts ? 200 : answer.status, { 'content-type': 'application/json' });
      return response.end(counts ? SHOWN : answered);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => void server.close(),
  };
}

/** A form whose nested values are JSON. */
function fields(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      /^[[{]/.test(value) ? parsed(value) : value,
    ]),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What every interactive delivery has in common. @param as Slack user id */
export function common(as: string): { user: object; trigger_id: string } & Record<string, unknown> {
  return {
    team: { id: 'T0LOCAL', domain: 'local' },
    user: { id: as, team_id: 'T0LOCAL' },
    api_app_id: 'A0REKINDLE',
    token: 'unused',
    trigger_id: `${Date.now()}.${randomUUID()}`,
  };
}
