import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ZodError, z } from 'zod';
import { ActError } from '../acts/payloads.ts';
import type { Workspace } from '../context.ts';
import type { Call } from '../control/control.ts';
import { personNamed } from '../control/people.ts';
import type { SocketDelivery } from '../delivery/socket.ts';
import { readContent, writeContent } from '../state/files.ts';
import type { webApi } from '../web-api/api.ts';
import { answerResponseUrl } from '../web-api/response-url.ts';
import { argumentsOf, BadRequest, bearerOf, bodyOf, isFromHere, objectIn, sendJson } from './request.ts';
import { SECURITY_HEADERS, serveAsset } from './static.ts';

/** Bytes: of a Web API call, and of a file on its way in (as base64 in the control API). */
const CALL_BYTES = 4_000_000;
const FILE_BYTES = 70_000_000;

export interface Routes {
  /** Null when Slack is real. */
  api: ReturnType<typeof webApi> | null;
  control: Record<string, Call>;
  /** Calls below `/control/mails`; null when e-mail is real. */
  mails: ((method: string, path: string, body: Record<string, unknown>) => Promise<unknown>) | null;
  socket: SocketDelivery | null;
}

/** Listens on loopback only. @param port 0 picks a free one */
export async function serve(
  workspace: Workspace,
  routes: () => Routes,
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void handle(workspace, routes(), portOf(server), request, response);
  });
  server.on('upgrade', (request, socket, head) =>
    upgrade(workspace, routes(), portOf(server), request, socket, head),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

async function handle(
  workspace: Workspace,
  routes: Routes,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isFromHere(request, port))
      throw new BadRequest('Only pages and programs of this machine may ask.', 403);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    await route(workspace, routes, request, response, url);
  } catch (error) {
    const { status, message } = problem(error);
    if (status === 500)
      workspace.logger.error({ err: error, path: request.url?.split('?')[0] }, 'local workspace failed');
    if (!response.headersSent) sendJson(response, status, { error: message });
    else response.destroy();
  }
}

function problem(error: unknown): { status: number; message: string } {
  if (error instanceof ActError || error instanceof BadRequest)
    return { status: error.status, message: error.message };
  if (error instanceof ZodError) return { status: 400, message: z.prettifyError(error) };
  return { status: 500, message: 'The local workspace failed; its log says why.' };
}

async function route(
  workspace: Workspace,
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const [, first = '', ...rest] = url.pathname.split('/');
  const method = request.method ?? 'GET';
  if (first === 'api' && routes.api) {
    const args = await argumentsOf(request, url, CALL_BYTES);
    const answer = await routes.api(rest.join('/'), args, bearerOf(request));
    return sendJson(response, answer.status, answer.body, answer.headers);
  }
  if (first === 'actions' && method === 'POST') {
    const { status, body } = answerResponseUrl(
      workspace,
      rest[1] ?? '',
      objectIn(String(await bodyOf(request, CALL_BYTES))),
    );
    return sendJson(response, status, body);
  }
  if (first === 'control') return control(routes, request, response, url, rest.join('/'));
  if (first === 'upload' && method === 'POST')
    return receiveFile(workspace, request, response, rest[0] ?? '');
  if (first === 'files-pri')
    return sendFile(workspace, request, response, rest[0]?.split('-')[1] ?? '', true);
  if (first === 'files') return sendFile(workspace, request, response, rest[0] ?? '', false);
  if (method === 'GET' && (await serveAsset(response, url.pathname))) return;
  throw new BadRequest('There is nothing here.', 404);
}

async function control(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  name: string,
): Promise<void> {
  const method = request.method ?? 'GET';
  const body = method === 'POST' ? objectIn(String(await bodyOf(request, FILE_BYTES))) : {};
  if (name === 'mails' || name.startsWith('mails/') || name === 'mail-behaviour') {
    if (!routes.mails) throw new BadRequest('E-mail is real here: there is no mailbox.', 404);
    return sendJson(response, 200, await routes.mails(method, name, body));
  }
  const call = routes.control[`${method} ${name}`];
  if (!call) throw new BadRequest(`There is no call ${method} /control/${name}.`, 404);
  return sendJson(response, 200, await call({ query: url.searchParams, body }));
}

/** The content of a file that files.getUploadURLExternal announced. */
async function receiveFile(
  { state }: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
): Promise<void> {
  const file = state.files.get(id);
  if (!file || file.complete) throw new BadRequest('There is no upload at this address.', 404);
  const body = await bodyOf(request, FILE_BYTES);
  const type = request.headers['content-type'] ?? '';
  const content = type.startsWith('multipart/form-data') ? await firstFile(body, type) : body;
  await writeContent(state, file, content);
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.end(`OK - ${content.length}`);
}

async function firstFile(body: Buffer, type: string): Promise<Buffer> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [, value] of form)
    return typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer());
  throw new BadRequest('The form has no file.');
}

/** @param guarded for the app, which must show its token; else for the page */
async function sendFile(
  { state }: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  guarded: boolean,
): Promise<void> {
  if (guarded && bearerOf(request) !== state.secrets.botToken)
    throw new BadRequest('This file needs the bot’s token.', 403);
  const file = state.files.get(id);
  const content = file ? await readContent(state, file) : null;
  if (!file || !content) throw new BadRequest('There is no such file.', 404);
  const inline = file.mimetype.startsWith('image/');
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': file.mimetype,
    'content-length': content.length,
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(content);
}

function upgrade(
  workspace: Workspace,
  routes: Routes,
  port: number,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const refuse = () => socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  socket.on('error', () => socket.destroy());
  if (!isFromHere(request, port)) return void refuse();
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/link') {
    if (!routes.socket?.accept(request, socket, head, url.searchParams.get('ticket') ?? '')) refuse();
    return;
  }
  if (url.pathname !== '/control/live') return void refuse();
  try {
    workspace.live.accept(
      request,
      socket,
      head,
      personNamed(workspace, url.searchParams.get('as') ?? 'riley').id,
    );
  } catch {
    refuse();
  }
}
