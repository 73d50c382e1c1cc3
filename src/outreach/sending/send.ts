import { randomUUID } from 'node:crypto';
import { idsOf } from '#candidates/candidate.ts';
import { selfToken } from '#fairness/describe.ts';
import type { OutgoingMail, SendResult } from '#platform/mail/mailer.ts';
import { sentTouchpoint } from '../deciding/approve.ts';
import { GONE } from '../deciding/decision.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, draftTouchpoint, newestVersion, senderOf } from '../draft.ts';
import { DAILY_CAP, OUT_OF_HOURS, type Permission, unconfirmed } from '../permission/permission.ts';
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
  | 'maySendStep'
>;

/** The mailer's own deadline of 60 seconds and a margin: after it nobody is sending any more. */
const LEASE_MS = 75_000;
/** Earlier messages that a new one is threaded under; a References header has to stay short. */
const THREAD_LENGTH = 10;
/** After a 4xx answer; greylisting wants to be asked again after some minutes (RFC 6647), the rest is patience. */
const BACKOFF_MINUTES = [5, 15, 60, 240];
/** Who approved it saw where it would go. */
const OTHER_ADDRESS: Reason = {
  id: 'other address',
  words: 'their e-mail address has been changed since. Please look whether it may go to the new one.',
};
/** When another message to the same person is looked at again. */
const NEXT_MS = 60_000;
const HELD_UP = 'Rekindle was held up before it could hand the message over, so it was not sent.';

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
  // The message doesn't wait for Slack, which may be away for minutes: the claim would end meanwhile.
  const showing = deps.show(draftId);
  await withPerson(deps, claimed.draft, attempt);
  await showing;
}

/** One message to a person at a time: what the second one's permission depends on is in the history by then. */
async function withPerson(deps: Deps, draft: Draft, attempt: string): Promise<void> {
  const person = await deps.people.byId(draft.candidateId);
  if (!person) return withdraw(deps, draft, GONE);
  const now = deps.clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  if (!(await deps.slots.takePerson(person._id, attempt, now, until)))
    return putOff(deps, draft, attempt, new Date(now.getTime() + NEXT_MS), draft.putOff ?? 0);
  try {
    const mail = await prepare(deps, draft, attempt);
    if (mail) await handOver(deps, draft, attempt, mail);
  } finally {
    await deps.slots.leavePerson(person._id, attempt);
  }
}

async function handOver(deps: Deps, draft: Draft, attempt: string, mail: OutgoingMail): Promise<void> {
  const at = deps.clock.now();
  // Whoever was held up (a machine that slept) has been given up as unclear by now, and a person may have decided on.
  if (!(await deps.drafts.keepSending(draft._id, attempt, new Date(at.getTime() + LEASE_MS))))
    return settleIfMoved(deps, await deps.drafts.finishFailed(draft._id, attempt, at, HELD_UP, []));
  const result = await deps.mailer.send(mail, (late) => {
    finishSending(deps, draft, attempt, late).catch((error: unknown) =>
      deps.logger.error(
        { err: error, draftId: draft._id },
        'a late answer of the mail server could not be kept',
      ),
    );
  });
  await finishSending(deps, draft, attempt, result);
}

/** It doesn't go out any more, whoever approved it. */
async function withdraw(deps: Deps, draft: Draft, problem: string): Promise<void> {
  const at = deps.clock.now();
  await settleIfMoved(
    deps,
    await deps.drafts.discard(draft._id, ['sending'], null, { by: 'rekindle', at, problem, touchpoints: [] }),
  );
}

/** Asks for permission again in the moment before sending, and makes the e-mail. Null: it doesn't go out. */
async function prepare(deps: Deps, draft: Draft, attempt: string) {
  const found = await standing(deps, draft.candidateId, draft.request.channel, sendingOf(draft));
  if (!found) {
    await withdraw(deps, draft, GONE);
    return null;
  }
  const now = deps.clock.now();
  const step = draft.sequence ? await deps.maySendStep(draft) : null;
  if (step && 'ended' in step) {
    await withdraw(deps, draft, step.ended);
    return null;
  }
  if (step && 'later' in step) {
    await putOff(deps, draft, attempt, step.later, draft.putOff ?? 0);
    return null;
  }
  const confirmed = draft.approval?.confirmed ?? [];
  const [address] = found.candidate.emails;
  const reasons = [
    ...found.permission.hard,
    // How full the day is, is counted below, exactly: what was approved at the same time counts only when it goes out.
    ...unconfirmed(found.permission, [...confirmed, DAILY_CAP]),
    ...(step && 'ask' in step ? [{ id: 'ask', words: step.ask }] : []),
    ...(draft.approvedTo && address && draft.approvedTo !== address ? [OTHER_ADDRESS] : []),
  ];
  const later = laterByHours(draft, reasons, found.permission);
  if (later) {
    await putOff(deps, draft, attempt, later, draft.putOff ?? 0);
    return null;
  }
  const version = newestVersion(draft);
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
  const { dailyCap } = deps.writing;
  const { domainPerHour, senderPerDay } = deps.messages;
  const most = confirmed.includes(DAILY_CAP) ? senderPerDay : Math.min(dailyCap, senderPerDay);
  const full = await deps.slots.takeFor(place, { domainPerHour, senderPerDay: most }, now);
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
      if (!result.permanent && (await putOffAgain(deps, draft, attempt))) return;
      const problem = `The mail server refused it (${result.code}): ${result.reason}`;
      if (result.permanent && result.aboutReceiver)
        await deps.people.suppress(draft.candidateId, 'bounced', 'mail');
      return settleIfMoved(
        deps,
        await deps.drafts.finishFailed(id, attempt, at, problem, [failed(draft, attempt, at)]),
      );
    }
    case 'not sent':
      if (result.mayPass && (await putOffAgain(deps, draft, attempt))) return;
      return settleIfMoved(
        deps,
        await deps.drafts.finishFailed(id, attempt, at, result.reason, [failed(draft, attempt, at)]),
      );
  }
}

/** @returns false when it has been put off as often as it may be */
async function putOffAgain(deps: Deps, draft: Draft, attempt: string): Promise<boolean> {
  const times = draft.putOff ?? 0;
  const minutes = BACKOFF_MINUTES[times];
  if (minutes === undefined) return false;
  const next = new Date(deps.clock.now().getTime() + minutes * 60_000);
  await putOff(deps, draft, attempt, next, times + 1);
  return true;
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
