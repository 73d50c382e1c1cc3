import { randomUUID } from 'node:crypto';
import { idsOf } from '#candidates/candidate.ts';
import type { SendResult } from '#platform/mail/mailer.ts';
import { sentTouchpoint } from '../decide.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, draftTouchpoint, newestVersion } from '../draft.ts';
import { inWords, unconfirmed } from '../permission/permission.ts';
import { sendingOf, standing } from '../permission/standing.ts';
import { settle } from '../record-changes.ts';
import type { Moved } from '../store.ts';
import { composeEmail } from './compose-email.ts';

type Deps = Pick<
  OutreachDeps,
  'drafts' | 'people' | 'clock' | 'show' | 'sender' | 'mailer' | 'processId' | 'logger' | 'writing'
>;

/** The mailer's own deadline of 60 seconds and a margin: after it nobody is sending any more. */
const LEASE_MS = 75_000;
/** Earlier messages that a new one is threaded under; a References header has to stay short. */
const THREAD_LENGTH = 10;

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
  const reasons = [
    ...found.permission.hard,
    ...unconfirmed(found.permission, draft.approval?.confirmed ?? []),
  ];
  const version = newestVersion(draft);
  const [address] = found.candidate.emails;
  const { postalAddress } = deps.sender;
  const [messageId] = draft.messageIds;
  if (reasons.length > 0 || !version || !address || !postalAddress || !messageId) {
    const why = inWords(reasons) || 'The e-mail address or the text is missing.';
    const problem = `It was approved, but not sent: ${why}`;
    await settleIfMoved(deps, await deps.drafts.backToWaiting(draft._id, attempt, deps.clock.now(), problem));
    return null;
  }
  return composeEmail(
    {
      messageId,
      candidate: { id: found.candidate._id, name: found.candidate.name, address },
      requesterName: draft.requester.name,
      subject: version.subject,
      body: version.body,
      threadedUnder: await deps.drafts.sentMessageIds(idsOf(found.candidate), THREAD_LENGTH),
    },
    { ...deps.sender, postalAddress },
  );
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
      const problem = `The mail server refused it (${result.code}): ${result.reason}`;
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
