import { isIP } from 'node:net';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';

/** Requests of one address a minute: a company’s mail filter looks at the links of everybody who works there. */
const PAGES = 300;
/** Refused requests of one address a minute. */
const REFUSED = 60;

/**
 * Holds back an address that asks for too many pages. Counted in each process by itself, so several processes
 * together let that many times as much through.
 */
export function limitedPages(): RequestHandler {
  return limit(PAGES, false);
}

/**
 * Holds back an address whose requests are refused again and again; what is rightly signed is never counted. What is
 * still being read counts as refused until it is answered.
 */
export function limitedRefusals(): RequestHandler {
  return limit(REFUSED, true);
}

/** Lets so many requests be worked on at once; the others are told to come again, as providers do by themselves. */
export function limitedAtOnce(most: number): RequestHandler {
  let underWay = 0;
  return (_request, response, next) => {
    if (underWay >= most) {
      response.status(503).set('Retry-After', '10').json({ error: 'Too much at once. Try again.' });
      return;
    }
    underWay++;
    response.once('close', () => {
      underWay--;
    });
    next();
  };
}

function limit(most: number, skipSuccessfulRequests: boolean): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: most,
    skipSuccessfulRequests,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    message: 'Too many requests. Please try again in a minute.',
    keyGenerator: ({ ip = '' }) => (isIP(ip) === 0 ? ip : ipKeyGenerator(ip, 64)),
    skip: (request) => !isAddressKnown(request),
    // Its own checks write to the console; what they look for is decided here.
    validate: false,
  });
}

/**
 * Whether an address is that of who asks. Behind a proxy that nobody has told us of (TRUSTED_PROXIES) all share one, and
 * a stranger who is held back would hold back everybody.
 */
export function isAddressKnown(request: Request): boolean {
  return Boolean(request.app.get('trust proxy')) || request.get('X-Forwarded-For') === undefined;
}

/** What Express is to believe about addresses. @param proxies addresses, networks, or Express’s names for some */
export function trust(proxies: readonly string[] | 'none' | null): string[] | false | (() => boolean) {
  // Trusting nobody is something else than not having been told.
  if (proxies === 'none') return () => false;
  return proxies === null ? false : [...proxies];
}
