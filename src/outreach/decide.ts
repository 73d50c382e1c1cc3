import { recordAudit } from '#audit/record.ts';
import { checkDraft } from './checks/check-draft.ts';
import type { OutreachDeps } from './deps.ts';
import {
  type Draft,
  type DraftState,
  draftTouchpoint,
  MAX_BODY,
  MAX_SUBJECT,
  newestVersion,
  type Version,
} from './draft.ts';
import { inWords, OUT_OF_HOURS, type Permission, type Reason, unconfirmed } from './permission/permission.ts';
import { sendingOf, standing } from './permission/standing.ts';
import { settle } from './record-changes.ts';
import type { Moved } from './store.ts';

/** What came of a person's decision. */
export type Decided =
  | { done: true; draft: Draft }
  /** Somebody or something was faster; nothing has changed. `found` is what there is now. */
  | { done: false; because: 'changed'; found: Draft | null }
  /** The candidate may not be written to; the sentence says why. */
  | { done: false; because: 'not allowed'; why: string }
  /** Reasons against it came up that the person has not seen; nothing has changed. */
  | { done: false; because: 'unconfirmed'; reasons: Reason[] };

type Deps = Pick<
  OutreachDeps,
  'drafts' | 'people' | 'clock' | 'show' | 'sender' | 'logger' | 'audit' | 'writing'
>;

/** Who decides about which version. A decision about any but the newest version changes nothing. */
export interface DecisionOn {
  draftId: string;
  version: number;
  /** Slack user id. */
  by: string;
}

/**
 * Approves a version; whoever calls sends it then (sendDraft), and the sweep does if they can't any more.
 * @param on.confirmed ids of the soft reasons that the person saw and overrode
 */
export function approve(deps: Deps, on: DecisionOn & { confirmed: string[] }): Promise<Decided> {
  return approveFor(deps, on, on.confirmed, () => null);
}

/** Approves a version for 09:00 of the next working day where the candidate is; the sweep sends it then. */
export function approveForMorning(deps: Deps, on: DecisionOn & { confirmed: string[] }): Promise<Decided> {
  const confirmed = on.confirmed.filter((id) => id !== OUT_OF_HOURS);
  return approveFor(
    deps,
    { ...on, confirmed },
    [...confirmed, OUT_OF_HOURS],
    ({ outOfHours }) => outOfHours?.opensAt ?? null,
  );
}

async function approveFor(
  deps: Deps,
  on: DecisionOn & { confirmed: string[] },
  enough: string[],
  sendAtOf: (permission: Permission) => Date | null,
): Promise<Decided> {
  const checked = await mayDecide(deps, on, enough);
  if ('done' in checked) return checked;
  const at = deps.clock.now();
  return finish(
    deps,
    { by: on.by, action: 'draft approved', before: checked.draft },
    await deps.drafts.approve(on.draftId, on.version, {
      by: on.by,
      at,
      confirmed: on.confirmed,
      sendAt: sendAtOf(checked.permission),
      touchpoints: [
        draftTouchpoint(checked.draft, `v${on.version}:approved:${checked.draft.revision}`, {
          kind: 'decision',
          by: on.by,
          at,
          note: approvalNote(on),
        }),
      ],
    }),
  );
}

/** LinkedIn and phone: the person has sent it, or said it, themselves. */
export async function markAsSent(deps: Deps, on: DecisionOn & { confirmed: string[] }): Promise<Decided> {
  const checked = await mayDecide(deps, on, on.confirmed);
  if ('done' in checked) return checked;
  const at = deps.clock.now();
  return finish(
    deps,
    { by: on.by, action: 'draft marked as sent', before: checked.draft },
    await deps.drafts.markSent(on.draftId, on.version, {
      by: on.by,
      at,
      confirmed: on.confirmed,
      touchpoints: [sentTouchpoint(checked.draft, at)],
    }),
  );
}

/** A person's own words become the newest version. */
export async function edit(deps: Deps, on: DecisionOn & { subject: string; body: string }): Promise<Decided> {
  const draft = await deps.drafts.byId(on.draftId);
  const base = draft && newestVersion(draft);
  if (!draft || !base || base.number !== on.version) return { done: false, because: 'changed', found: draft };
  const at = deps.clock.now();
  const subject = on.subject.replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT);
  const body = on.body.trim().slice(0, MAX_BODY);
  // A person may add what no fact says; only what is left open or empty is pointed out.
  const ownWords = [...base.facts, { number: 0, text: `${subject}\n${body}`, untrusted: true }];
  const version: Version = {
    ...base,
    number: base.number + 1,
    subject,
    body,
    findings: checkDraft({ subject, body }, ownWords, draft.request.channel === 'email'),
    origin: 'edit',
    by: on.by,
    at,
    instruction: null,
    note: null,
  };
  return finish(
    deps,
    { by: on.by, action: 'draft edited', before: draft },
    await deps.drafts.edit(on.draftId, version, [
      draftTouchpoint(draft, `v${version.number}:edited`, {
        kind: 'decision',
        by: on.by,
        at,
        note: 'Edited the draft',
      }),
    ]),
  );
}

/** Asks for another version; whoever calls writes it then (writeDraft). */
export async function rewrite(deps: Deps, on: DecisionOn & { instruction: string }): Promise<Decided> {
  const draft = await deps.drafts.byId(on.draftId);
  if (!draft) return { done: false, because: 'changed', found: null };
  const at = deps.clock.now();
  return finish(
    deps,
    { by: on.by, action: 'draft rewrite asked for', before: draft },
    await deps.drafts.askRewrite(on.draftId, on.version, {
      by: on.by,
      at,
      instruction: on.instruction.trim().slice(0, 1_000),
      touchpoints: [
        draftTouchpoint(draft, `v${on.version}:rewrite`, {
          kind: 'decision',
          by: on.by,
          at,
          note: 'Asked for another version of the draft',
        }),
      ],
    }),
  );
}

/** States in which nothing is on its way; what is approved for the morning can be taken back until then. */
const DISCARDABLE: DraftState[] = ['waiting', 'failed', 'approved'];

export async function discard(deps: Deps, on: DecisionOn): Promise<Decided> {
  const draft = await deps.drafts.byId(on.draftId);
  if (!draft) return { done: false, because: 'changed', found: null };
  const at = deps.clock.now();
  return finish(
    deps,
    { by: on.by, action: 'draft discarded', before: draft },
    await deps.drafts.discard(on.draftId, DISCARDABLE, on.version, {
      by: on.by,
      at,
      problem: null,
      touchpoints: [
        draftTouchpoint(draft, 'discarded', { kind: 'decision', by: on.by, at, note: 'Discarded the draft' }),
      ],
    }),
  );
}

/** Somebody knows that a message of unclear fate arrived. */
export async function confirmArrived(deps: Deps, on: { draftId: string; by: string }): Promise<Decided> {
  const draft = await deps.drafts.byId(on.draftId);
  if (!draft) return { done: false, because: 'changed', found: null };
  const at = deps.clock.now();
  // The time of the approval is nearer to when it went out than the time of this click.
  const sent = sentTouchpoint(draft, draft.approval?.at ?? at);
  return finish(
    deps,
    { by: on.by, action: 'draft arrival confirmed', before: draft },
    await deps.drafts.arrived(on.draftId, { by: on.by, at, touchpoints: [sent] }),
  );
}

/** Only a person repeats a message; it carries the same Message-ID. Whoever calls sends it then. */
export async function sendAgain(deps: Deps, on: DecisionOn & { confirmed: string[] }): Promise<Decided> {
  const checked = await mayDecide(deps, on, on.confirmed);
  if ('done' in checked) return checked;
  const at = deps.clock.now();
  return finish(
    deps,
    { by: on.by, action: 'draft sending again asked for', before: checked.draft },
    await deps.drafts.sendAgain(on.draftId, on.version, {
      by: on.by,
      at,
      confirmed: on.confirmed,
      touchpoints: [
        draftTouchpoint(checked.draft, `again:${checked.draft.revision}`, {
          kind: 'decision',
          by: on.by,
          at,
          note: 'Asked to send the message again',
        }),
      ],
    }),
  );
}

/** The touchpoint of a message that went out; one a draft, however it came to be known. */
export function sentTouchpoint(draft: Draft, at: Date) {
  const version = newestVersion(draft);
  return draftTouchpoint(draft, 'sent', {
    kind: 'message sent',
    by: draft.requester.id,
    at,
    channel: draft.request.channel,
    note: version?.subject || null,
  });
}

function approvalNote(on: { version: number; confirmed: string[] }): string {
  const overridden = on.confirmed.length > 0 ? `, although: ${on.confirmed.join(', ')}` : '';
  return `Approved version ${on.version} of the draft${overridden}`;
}

async function mayDecide(
  deps: Deps,
  on: DecisionOn,
  confirmed: string[],
): Promise<Decided | { draft: Draft; permission: Permission }> {
  const draft = await deps.drafts.byId(on.draftId);
  if (!draft || draft.version !== on.version) return { done: false, because: 'changed', found: draft };
  const found = await standing(deps, draft.candidateId, draft.request.channel, sendingOf(draft));
  if (!found) return candidateGone(deps, draft);
  const { permission } = found;
  if (permission.hard.length > 0)
    return { done: false, because: 'not allowed', why: inWords(permission.hard) };
  const reasons = unconfirmed(permission, confirmed);
  if (reasons.length === 0) return { draft, permission };
  await deps.show(draft._id);
  return { done: false, because: 'unconfirmed', reasons };
}

async function candidateGone(deps: Deps, draft: Draft): Promise<Decided> {
  const problem = 'The candidate was deleted in the meantime.';
  const result = await deps.drafts.discard(draft._id, [...DISCARDABLE, 'unclear'], null, {
    by: 'rekindle',
    at: deps.clock.now(),
    problem,
    touchpoints: [],
  });
  await deps.show(draft._id);
  return result.moved
    ? { done: false, because: 'not allowed', why: problem }
    : { done: false, because: 'changed', found: result.found };
}

async function finish(
  deps: Deps,
  decision: { by: string; action: string; before: Draft },
  result: Moved,
): Promise<Decided> {
  if (!result.moved) return { done: false, because: 'changed', found: result.found };
  const { draft } = result;
  deps.logger.info({ draftId: draft._id, state: draft.state }, 'draft decided');
  await recordAudit(deps, {
    by: decision.by,
    action: decision.action,
    subject: `draft:${draft._id}`,
    before: { state: decision.before.state, version: decision.before.version },
    after: { state: draft.state, version: draft.version, approval: draft.approval },
    surface: 'slack',
  });
  await settle(deps, draft);
  return { done: true, draft };
}
