import { randomUUID } from 'node:crypto';
import { idsOf } from '#candidates/candidate.ts';
import { selfToken } from '#fairness/describe.ts';
import type { SendResult } from '#platform/mail/mailer.ts';
import { sentTouchpoint } from '../deciding/approve.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, draftTouchpoint, newestVersion, senderOf } from '../draft.ts';
import { OUT_OF_HOURS, type Permission, unconfirmed } from '../permission/permission.ts';
import { inWords, type Reason } from '../permission/reason.ts';
import { sendingOf, standing } from '../permission/standing.ts';
import { settle } from '../record-changes.ts';
import type { Moved } from '../transition.ts';
import { composeEmail } from './compose-email.ts';

type Deps = Pick<
  OutreachDeps,
  | 'drafts'
  | 'people'
  | 'clock'
  | 'show'
  | 'sender'
  | 'mailer'
  | 'processId'
  | 'logger'
  | 'writing'
  | 'messages'
  | 'slots'
>;

/** The mailer's own deadline of 60 seconds and a margin: after it nobody is sending any more. */
const LEASE_MS = 75_000;
/** Earlier messages that a new one is threaded under; a References header has to stay short. */
const THREAD_LENGTH = 10;
/** After a 4xx answer; greylisting wants to be asked again after some minutes (RFC 6647), the rest is patience. */
const BACKOFF_MINUTES = [5, 15, 60, 240];

/**
 * Sends an approved draft. Safe to call at any time and from several processes: whoever claims it sends it, once,
 * and if the process dies between claim and answer nobody repeats it but a person.
 */
export async function sendDraft(deps: Deps, draftId: string): Promise<void> {
  const now = deps.clock.now();
  const attempt = randomUUID();
  const until = new Date(now.getTime() + LEASE_MS);
  const claimed = await deps.drafts.claimSending(draftId, attempt, deps.processId, now, until);
  if (!claimed.moved) return;
  const mail = await prepare(deps, claimed.draft, attempt);
  if (!mail) return;
  await deps.show(draftId);
  const result = await deps.mailer.send(mail, (late) => {
    finishSending(deps, claimed.draft, attempt, late).catch((error: unknown) =>
      deps.logger.error({ err: error, draftId }, 'a late answer of the mail server could not be kept'),
    );
  });
  await finishSending(deps, claimed.draft, attempt, result);
}

/** Asks for permission again in the moment before sending, and makes the e-mail. Null: it doesn't go out. */
async function prepare(deps: Deps, draft: Draft, attempt: string) {
  const found = await standing(deps, draft.candidateId, draft.request.channel, sendingOf(draft));
  if (!found) {
    await settleIfMoved(
      deps,
      await deps.drafts.discard(draft._id, ['sending'], null, {
        by: 'rekindle',
        at: deps.clock.now(),
        problem: 'The candidate was deleted in the meantime.',
        touchpoints: [],
      }),
    );
    return null;
  }
  const now = deps.clock.now();
  const reasons = [
    ...found.permission.hard,
    ...unconfirmed(found.permission, draft.approval?.confirmed ?? []),
  ];
  const later = laterByHours(draft, reasons, found.permission);
  if (later) {
    await putOff(deps, draft, attempt, later, draft.putOff ?? 0);
    return null;
  }
  const version = newestVersion(draft);
  const [address] = found.candidate.emails;
  const { postalAddress } = deps.sender;
  const [messageId] = draft.messageIds;
  if (reasons.length > 0 || !version || !address || !postalAddress || !messageId) {
    const why = inWords(reasons) || 'The e-mail address or the text is missing.';
    const problem = `It was approved, but not sent: ${why}`;
    await settleIfMoved(deps, await deps.drafts.backToWaiting(draft._id, attempt, now, problem));
    return null;
  }
  const sender = senderOf(draft);
  const place = { senderId: sender.id, timeZone: sender.timeZone ?? 'UTC', domain: domainOf(address) };
  const full = await deps.slots.takeFor(place, deps.messages, now);
  if (full) {
    await putOff(deps, draft, attempt, full, draft.putOff ?? 0);
    return null;
  }
  const { clickTracking, openTracking, selfDescription } = deps.messages;
  const { publicUrl, secretKey } = deps.sender;
  const earlier = await deps.drafts.sentMessageIds(idsOf(found.candidate), THREAD_LENGTH);
  return composeEmail(
    {
      messageId,
      candidate: { id: found.candidate._id, name: found.candidate.name, address },
      senderName: sender.name,
      subject: version.subject,
      body: version.body,
      selfLink:
        selfDescription && publicUrl
          ? `${publicUrl}/self/${selfToken(secretKey, found.candidate._id)}`
          : null,
      threadedUnder: draft.answers?.messageId ? [...earlier, draft.answers.messageId] : earlier,
      tracking: {
        draftId: draft._id,
        version: version.number,
        clicks: clickTracking,
        opens: openTracking,
      },
    },
    { ...deps.sender, postalAddress },
  );
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Who approved it in working hours isn't asked again because a mail server kept it waiting until the evening. */
function laterByHours(draft: Draft, reasons: readonly Reason[], permission: Permission): Date | null {
  const isWaiting = !!draft.sendAt && reasons.length > 0 && reasons.every(({ id }) => id === OUT_OF_HOURS);
  return isWaiting ? (permission.outOfHours?.opensAt ?? null) : null;
}

async function putOff(deps: Deps, draft: Draft, attempt: string, sendAt: Date, count: number): Promise<void> {
  const at = deps.clock.now();
  deps.logger.info({ draftId: draft._id, count }, 'draft put off');
  await settleIfMoved(deps, await deps.drafts.putOff(draft._id, attempt, at, { sendAt, putOff: count }));
}

/** Keeps what an attempt has come to. Matches the attempt, so that an answer counts however late it is. */
export async function finishSending(
  deps: Deps,
  draft: Draft,
  attempt: string,
  result: SendResult,
): Promise<void> {
  const at = deps.clock.now();
  const id = draft._id;
  deps.logger.info({ draftId: id, outcome: result.outcome }, 'draft sent or not');
  switch (result.outcome) {
    case 'accepted':
      return settleIfMoved(deps, await deps.drafts.finishSent(id, attempt, at, [sentTouchpoint(draft, at)]));
    case 'unclear':
      return settleIfMoved(deps, await deps.drafts.finishUnclear(id, attempt, at, result.reason));
    case 'refused': {
      const times = draft.putOff ?? 0;
      const minutes = result.permanent ? undefined : BACKOFF_MINUTES[times];
      if (minutes !== undefined)
        return putOff(deps, draft, attempt, new Date(at.getTime() + minutes * 60_000), times + 1);
      const problem = `The mail server refused it (${result.code}): ${result.reason}`;
      if (result.permanent && result.aboutReceiver)
        await deps.people.suppress(draft.candidateId, 'bounced', 'mail');
      return settleIfMoved(
        deps,
        await deps.drafts.finishFailed(id, attempt, at, problem, [failed(draft, attempt, at)]),
      );
    }
    case 'not sent':
      return settleIfMoved(
        deps,
        await deps.drafts.finishFailed(id, attempt, at, result.reason, [failed(draft, attempt, at)]),
      );
  }
}

function failed(draft: Draft, attempt: string, at: Date) {
  return draftTouchpoint(draft, `failed:${attempt}`, {
    kind: 'status',
    by: 'rekindle',
    at,
    channel: 'email',
    note: 'A message could not be sent',
  });
}

async function settleIfMoved(deps: Deps, result: Moved): Promise<void> {
  if (result.moved) await settle(deps, result.draft);
}
