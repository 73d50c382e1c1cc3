import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { isSignedInbound } from '#platform/mail/signature.ts';
import type { OutreachDeps } from './deps.ts';
import { receiveMail } from './inbound/receive.ts';
import { followLink, seePicture } from './inbound/visits.ts';
import { optOut, readUnsubscribeToken } from './unsubscribe.ts';

/** Mail servers take about 25 MB with attachments; more is nobody's answer. */
const MAX_MAIL = '26mb';

/**
 * The two addresses that the outside calls: unsubscribing, and the webhook for answers and bounces.
 * @param inboundSecret null: no mail is taken in
 */
export function outreachRouter(deps: OutreachDeps, inboundSecret: string | null): Router {
  const router = express.Router();
  router.use('/u', (_request, response, next) => {
    response
      .set('Cache-Control', 'no-store')
      .set('X-Robots-Tag', 'noindex')
      .set('Referrer-Policy', 'no-referrer');
    next();
  });
  // Scanners in mail programs open every link: only a POST may change anything.
  router.get('/u/:token', (request, response) => {
    const known = readUnsubscribeToken(deps.sender.secretKey, request.params.token);
    if (known) response.send(page('Unsubscribe', QUESTION));
    else response.status(404).send(page('This link doesn’t work', BROKEN_LINK));
  });
  router.post('/u/:token', async (request, response) => {
    const candidateId = readUnsubscribeToken(deps.sender.secretKey, request.params.token);
    if (!candidateId) {
      response.status(404).send(page('This link doesn’t work', BROKEN_LINK));
      return;
    }
    await optOut(deps, candidateId);
    response.send(page('You are unsubscribed', '<p>We will not write to you any more.</p>'));
  });
  router.use(['/c', '/o'], (_request, response, next) => {
    response
      .set('Cache-Control', 'no-store')
      .set('X-Robots-Tag', 'noindex')
      .set('Referrer-Policy', 'no-referrer');
    next();
  });
  router.get('/c/:token', async (request, response) => {
    const target = await followLink(deps, request.params.token, visitOf(request));
    if (target) response.redirect(302, target);
    else response.status(404).send(page('This link doesn’t work', '<p>It may have been cut off.</p>'));
  });
  router.get('/o/:token', async (request, response) => {
    await seePicture(deps, request.params.token.replace(/\.gif$/, ''), visitOf(request));
    response.type('gif').send(PICTURE);
  });
  if (inboundSecret !== null) router.post('/mail/inbound', ...inbound(deps, inboundSecret));
  return router;
}

/** One pixel, transparent. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function visitOf(request: Request) {
  const purposes = ['Sec-Purpose', 'Purpose', 'X-Moz'].map((name) => request.get(name) ?? '');
  return { method: request.method, userAgent: request.get('User-Agent') ?? '', purpose: purposes.join(' ') };
}

function inbound(deps: OutreachDeps, secret: string) {
  const rightType = (request: Request, response: Response, next: NextFunction) => {
    if (request.is('message/rfc822')) next();
    else response.status(415).json({ error: 'Send the raw message as message/rfc822.' });
  };
  const read = express.raw({ type: 'message/rfc822', limit: MAX_MAIL });
  const receive = async (request: Request, response: Response) => {
    const body: unknown = request.body;
    const signed =
      body instanceof Uint8Array &&
      isSignedInbound(
        secret,
        {
          timestamp: request.get('X-Rekindle-Timestamp'),
          signature: request.get('X-Rekindle-Signature'),
          body,
        },
        // Signatures are made by another machine: its clock is the wall's, whatever ours was moved to.
        new Date(),
      );
    if (!signed) {
      response.status(401).json({ error: 'The signature is missing, wrong, or older than 5 minutes.' });
      return;
    }
    response.json({ received: await receiveMail(deps, body) });
  };
  const tooBig = (error: { status?: number }, _request: Request, response: Response, next: NextFunction) => {
    if (error.status === 413) response.status(413).json({ error: `The message is larger than ${MAX_MAIL}.` });
    else next(error);
  };
  return [rightType, read, receive, tooBig] as const;
}

const QUESTION =
  '<p>We will not write to you any more if you press this button.</p><form method="post"><button>Unsubscribe</button></form>';
const BROKEN_LINK =
  '<p>It may have been cut off. Answer our message with the subject “unsubscribe” instead, and we will see to it.</p>';

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body style="font-family: sans-serif; max-width: 30em; margin: 3em auto; padding: 0 1em"><h1>${title}</h1>${body}</body></html>`;
}
