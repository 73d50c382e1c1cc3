import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Arguments } from '../web-api/method.ts';

/** A request that can't be read: too large, or not what it says it is. */
export class BadRequest extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** @throws BadRequest 413 when the body is longer than `most` bytes */
export async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > most) throw new BadRequest('The request is too large.', 413);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/**
 * Arguments of a Web API call: from the query, and from a form, a multipart form or JSON.
 * @throws BadRequest for a body that doesn't parse
 */
export async function argumentsOf(request: IncomingMessage, url: URL, most: number): Promise<Arguments> {
  const body = await bodyOf(request, most);
  const query = Object.fromEntries(url.searchParams);
  if (body.length === 0) return query;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { ...query, ...objectIn(body.toString('utf8')) };
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return { ...query, ...Object.fromEntries([...form].map(([name, value]) => [name, String(value)])) };
  }
  return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) };
}

/** @throws BadRequest unless the text is a JSON object */
export function objectIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Answered below, like everything else that isn't an object.
  }
  throw new BadRequest('The body must be a JSON object.');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** The token of `Authorization: Bearer …`, or null. */
export function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/**
 * True if a request may be answered: it names this machine as its host, and comes from no page of another origin. So
 * a page on the internet can't reach the workspace, not even by a name of its own that leads here (DNS rebinding).
 */
export function isFromHere(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || hosts.some((known) => origin === `http://${known}`);
}
