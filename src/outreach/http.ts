import express, { type Request, type Router } from 'express';
import { limitedPages, limitedRefusals } from '#platform/http/limits.ts';
import type { WebhookFormat } from '#platform/mail/webhooks/format.ts';
import type { OutreachDeps } from './deps.ts';
import { followLink, seePicture } from './inbound/visits.ts';
import { webhook } from './inbound/webhook.ts';
import { optOut, readUnsubscribeToken } from './unsubscribe.ts';

/**
 * What the outside calls: unsubscribing, links and pictures of mails, and the webhooks for answers and bounces.
 * @param formats of the providers that hand mail in; none: no mail is taken in here
 */
export function outreachRouter(deps: OutreachDeps, formats: readonly WebhookFormat[]): Router {
  const router = express.Router();
  router.use(['/u', '/c', '/o'], limitedPages());
  router.use('/mail/inbound', limitedRefusals());
  router.use(['/u', '/c', '/o'], (_request, response, next) => {
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
  router.get('/c/:token', async (request, response) => {
    const target = await followLink(deps, request.params.token, visitOf(request));
    if (target) response.redirect(302, target);
    else response.status(404).send(page('This link doesn’t work', '<p>It may have been cut off.</p>'));
  });
  router.get('/o/:token', async (request, response) => {
    await seePicture(deps, request.params.token.replace(/\.gif$/, ''), visitOf(request));
    response.type('gif').send(PICTURE);
  });
  for (const format of formats) {
    const paths =
      format.name === 'generic' ? ['/mail/inbound', '/mail/inbound/generic'] : `/mail/inbound/${format.name}`;
    router.post(paths, ...webhook(deps, format));
  }
  return router;
}

/** One pixel, transparent. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function visitOf(request: Request) {
  const purposes = ['Sec-Purpose', 'Purpose', 'X-Moz'].map((name) => request.get(name) ?? '');
  return { method: request.method, userAgent: request.get('User-Agent') ?? '', purpose: purposes.join(' ') };
}

const QUESTION =
  '<p>We will not write to you any more if you press this button.</p><form method="post"><button>Unsubscribe</button></form>';
const BROKEN_LINK =
  '<p>It may have been cut off. Answer our message with the subject “unsubscribe” instead, and we will see to it.</p>';

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body style="font-family: sans-serif; max-width: 30em; margin: 3em auto; padding: 0 1em"><h1>${title}</h1>${body}</body></html>`;
}
