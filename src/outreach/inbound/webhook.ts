import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { limitedAtOnce } from '#platform/http/limits.ts';
import type { HandedIn, WebhookFormat, WebhookRequest } from '#platform/mail/webhooks/format.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Received, receiveEvent, receiveMail } from './receive.ts';

/** Mails that are read at once, before anybody knows who hands them in: that much memory a stranger can take up. */
const AT_ONCE = 8;
const TYPES = [
  'message/rfc822',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
];

/** The address at which one provider hands mail in. What isn't theirs is refused before anything of it is looked at. */
export function webhook(deps: OutreachDeps, format: WebhookFormat): RequestHandler[] {
  const refuse = (response: Response, status: number, error: string) => {
    deps.logger.warn({ format: format.name, status, why: error }, 'mail that was handed in is refused');
    deps.count.inbound('refused');
    response.status(status).json({ error });
  };
  const rightType = (request: Request, response: Response, next: NextFunction) => {
    if (request.is(TYPES)) next();
    else refuse(response, 415, 'Send message/rfc822, application/json, or a form.');
  };
  const rightHead = (request: Request, response: Response, next: NextFunction) => {
    const why = format.refuse((name) => request.get(name), new Date());
    if (why === null) next();
    else refuse(response, 401, why);
  };
  const read = express.raw({ type: () => true, limit: format.mostBytes, inflate: false });
  const receive = async (request: Request, response: Response) => {
    const body: unknown = request.body;
    const handed: WebhookRequest = {
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      contentType: (request.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      header: (name) => request.get(name),
    };
    // Signatures are made by another machine: its clock is the wall's, whatever ours was moved to.
    const checked = await format
      .check(handed, new Date())
      .catch(() => ({ refused: 'It can’t be read.', delivery: null }));
    if (checked.refused !== null) return refuse(response, 401, checked.refused);
    let all: HandedIn[];
    try {
      all = await format.read(handed);
    } catch {
      return refuse(response, 400, 'It is signed, but it isn’t what this provider sends.');
    }
    const received: Received[] = [];
    for (const one of all)
      received.push(
        one.kind === 'message'
          ? await receiveMail(deps, one.raw)
          : await receiveEvent(deps, one, checked.delivery),
      );
    return void response.json({ received: received.length === 1 ? received[0] : received });
  };
  const tooBig = (error: { status?: number }, _request: Request, response: Response, next: NextFunction) => {
    if (error.status === 413)
      refuse(response, 413, `The message is larger than ${format.mostBytes / 1_000_000} MB.`);
    else next(error);
  };
  // Express tells handlers of errors by their four parameters.
  return [rightType, rightHead, limitedAtOnce(AT_ONCE), read, receive, tooBig as unknown as RequestHandler];
}
