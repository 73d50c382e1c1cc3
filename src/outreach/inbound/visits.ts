import { isbot } from 'isbot';
import type { OutreachDeps } from '../deps.ts';
import type { Draft } from '../draft.ts';
import { readTrackingToken, type Tracked, targetOf } from '../sending/links.ts';

/** What is known of who asked for a link or a picture. */
export interface Visit {
  method: string;
  userAgent: string;
  /** Headers `Purpose`, `Sec-Purpose` and `X-Moz`: set by programs that look ahead. */
  purpose: string;
}

type Deps = Pick<OutreachDeps, 'drafts' | 'people' | 'clock' | 'sender' | 'logger' | 'messages'>;

/** Nobody reads a mail in the first seconds after it was sent: filters look at its links then. */
const TOO_SOON_MS = 5_000;
/** Fetch pictures when a person opens the mail, on behalf of that person. */
const PROXIES_OF_PEOPLE = /GoogleImageProxy|YahooMailProxy|DuckDuckGo-Favicons/i;
/** Fetch everything as it arrives, whoever reads it: security filters, and Apple's Mail Privacy Protection. */
const SCANNERS =
  /barracuda|mimecast|proofpoint|fireeye|trend ?micro|symantec|messagelabs|forcepoint|sophos|cisco|ironport|safelinks|microsoft office existence|bitdefender|avanan|checkpoint|zscaler|fortinet|wget|curl|python|java\/|go-http|okhttp|node|axios|headless|phantom|preview|libwww|scan/i;

/**
 * Whether a program and not a person came by. A person who is taken for a program isn't counted; that is the smaller
 * mistake, since a click makes somebody warm.
 * - It says so: `isbot`'s list, the scanners above, no agent at all, or just `Mozilla/5.0` (Apple's privacy proxy).
 * - It asks with another method than GET, or says that it looks ahead (`Sec-Purpose: prefetch`).
 * - It comes within five seconds of the message having been sent.
 * @param sinceSentMs null while the message counts as not sent
 */
export function isMachine({ method, userAgent, purpose }: Visit, sinceSentMs: number | null): boolean {
  if (method !== 'GET' || /prefetch|preview/i.test(purpose)) return true;
  if (sinceSentMs === null || sinceSentMs < TOO_SOON_MS) return true;
  const agent = userAgent.trim();
  if (PROXIES_OF_PEOPLE.test(agent)) return false;
  return agent === '' || agent === 'Mozilla/5.0' || SCANNERS.test(agent) || isbot(agent);
}

/**
 * A tracked link is followed. Whoever asks is sent on; only a person's click is a touchpoint, one a link and day.
 * @returns where to; null for a token that we didn't make, or a message that was erased
 */
export async function followLink(deps: Deps, token: string, visit: Visit): Promise<string | null> {
  const tracked = readTrackingToken(deps.sender.secretKey, token);
  const draft = tracked && (await deps.drafts.byId(tracked.draftId));
  const target = draft && targetOf(draft, tracked);
  if (!draft || !target) return null;
  const now = deps.clock.now();
  if (!isMachine(visit, sinceSent(draft, now)))
    await deps.people.record({
      _id: `click:${draft._id}:${tracked.version}:${tracked.link}:${now.toISOString().slice(0, 10)}`,
      candidateId: draft.candidateId,
      kind: 'clicked',
      direction: 'in',
      at: now,
      by: 'candidate',
      channel: 'email',
      draftId: draft._id,
      note: target,
    });
  else deps.logger.debug({ draftId: draft._id }, 'a program looked at a link');
  return target;
}

/** The picture of a mail is fetched: told once, and only while an admin wants it. A program's counts nothing. */
export async function seePicture(deps: Deps, token: string, visit: Visit): Promise<void> {
  const tracked: Tracked | null = readTrackingToken(deps.sender.secretKey, token);
  if (!tracked || tracked.link !== null || !deps.messages.openTracking) return;
  const draft = await deps.drafts.byId(tracked.draftId);
  if (!draft) return;
  const now = deps.clock.now();
  const machine = isMachine(visit, sinceSent(draft, now));
  await deps.people.record({
    _id: `open:${draft._id}${machine ? ':machine' : ''}`,
    candidateId: draft.candidateId,
    kind: machine ? 'status' : 'opened',
    direction: 'in',
    at: now,
    by: machine ? 'rekindle' : 'candidate',
    channel: 'email',
    draftId: draft._id,
    note: machine
      ? 'A mail program fetched the pictures of a message; that says nothing about the person'
      : null,
  });
}

function sinceSent(draft: Draft, now: Date): number | null {
  if (draft.state !== 'sent' && draft.state !== 'unclear' && draft.state !== 'sending') return null;
  const at = draft.ended?.at ?? draft.approval?.at;
  return at ? now.getTime() - at.getTime() : null;
}
