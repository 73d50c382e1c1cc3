import { recordAudit } from '#audit/record.ts';
import type { Candidate } from '#candidates/candidate.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, type DraftState, newestVersion, senderOf } from '../draft.ts';
import { type Permission, unconfirmed } from '../permission/permission.ts';
import { inWords, type Reason } from '../permission/reason.ts';
import { sendingOf, standing } from '../permission/standing.ts';
import { settle } from '../record-changes.ts';
import type { Moved } from '../transition.ts';

/** What came of a person's decision. */
export type Decided =
  | { done: true; draft: Draft }
  /** Somebody or something was faster; nothing has changed. `found` is what there is now. */
  | { done: false; because: 'changed'; found: Draft | null }
  /** The candidate may not be written to, or this person may not decide; the sentence says why. */
  | { done: false; because: 'not allowed'; why: string }
  /** Reasons against it came up that the person has not seen; nothing has changed. */
  | { done: false; because: 'unconfirmed'; reasons: Reason[] };

export type DecideDeps = Pick<
  OutreachDeps,
  'drafts' | 'people' | 'clock' | 'show' | 'sender' | 'logger' | 'audit' | 'writing' | 'messages'
>;

/** Who decides about which version. A decision about any but the newest version changes nothing. */
export interface DecisionOn {
  draftId: string;
  version: number;
  /** Slack user id. */
  by: string;
  /** False for colleagues who only decide about what goes out in their own name. */
  isRecruiter: boolean;
}

/** States in which nothing is on its way; what is approved for the morning can be taken back until then. */
export const DISCARDABLE: DraftState[] = ['waiting', 'failed', 'approved'];
export const GONE = 'The candidate was deleted in the meantime.';
/** Id of the confirmation that the checks' findings were read. */
export const CHECKS = 'checks';

/**
 * Finds the draft and says whether this person has a say in it: recruiters do, and whose name it goes out in. A version that
 * isn't the newest is as good as changed.
 */
export async function findFor(
  deps: Pick<DecideDeps, 'drafts'>,
  on: DecisionOn,
): Promise<{ draft: Draft } | { refused: Decided }> {
  const draft = await deps.drafts.byId(on.draftId);
  if (!draft || draft.version !== on.version)
    return { refused: { done: false, because: 'changed', found: draft } };
  if (!on.isRecruiter && senderOf(draft).id !== on.by)
    return {
      refused: { done: false, because: 'not allowed', why: 'Only recruiters decide about this message.' },
    };
  return { draft };
}

/** Why this person can't be the one who lets it go out; null when they can (product.md section 8.4). */
export function whyNotApprover(
  draft: Draft,
  by: string,
  rules: Pick<OutreachDeps['messages'], 'fourEyes'>,
): string | null {
  const sender = senderOf(draft);
  if (sender.id !== draft.requester.id)
    return by === sender.id
      ? null
      : `It goes out in the name of <@${sender.id}>, so only <@${sender.id}> can approve it.`;
  return rules.fourEyes && by === draft.requester.id
    ? 'Somebody else than who asked for it has to approve it (settings of an admin).'
    : null;
}

/** What a message may go out with. */
export interface MayGoOut {
  draft: Draft;
  candidate: Candidate;
  permission: Permission;
}

/** Asks whether it may go out now, with fresh facts. @param confirmed what the person saw and overrode */
export async function mayGoOut(
  deps: DecideDeps,
  on: DecisionOn,
  confirmed: readonly string[],
): Promise<Decided | MayGoOut> {
  const found = await findFor(deps, on);
  if ('refused' in found) return found.refused;
  const { draft } = found;
  const why = whyNotApprover(draft, on.by, deps.messages);
  if (why) return { done: false, because: 'not allowed', why };
  const standingNow = await standing(deps, draft.candidateId, draft.request.channel, sendingOf(draft));
  if (!standingNow) return candidateGone(deps, draft);
  const { candidate, permission } = standingNow;
  if (permission.hard.length > 0)
    return { done: false, because: 'not allowed', why: inWords(permission.hard) };
  const reasons = [...unconfirmed(permission, confirmed), ...unreadFindings(draft, confirmed)];
  if (reasons.length === 0) return { draft, candidate, permission };
  await deps.show(draft._id);
  return { done: false, because: 'unconfirmed', reasons };
}

/** What the checks point out and nobody has insisted on, as a reason that an approver confirms. */
export function checksReason(draft: Draft): Reason | null {
  const version = newestVersion(draft);
  if (!version || version.findings.length === 0 || version.insisted) return null;
  const count = version.findings.length;
  return {
    id: CHECKS,
    words: `The checks point out ${count === 1 ? 'one thing' : `${count} things`} in it.`,
  };
}

function unreadFindings(draft: Draft, confirmed: readonly string[]): Reason[] {
  const reason = checksReason(draft);
  return reason && !confirmed.includes(CHECKS) ? [reason] : [];
}

async function candidateGone(deps: DecideDeps, draft: Draft): Promise<Decided> {
  const result = await deps.drafts.discard(draft._id, [...DISCARDABLE, 'unclear'], null, {
    by: 'rekindle',
    at: deps.clock.now(),
    problem: GONE,
    touchpoints: [],
  });
  await deps.show(draft._id);
  return result.moved
    ? { done: false, because: 'not allowed', why: GONE }
    : { done: false, because: 'changed', found: result.found };
}

/** Puts a decision into the audit log, and what it caused into the history and the message. */
export async function finishDecision(
  deps: DecideDeps,
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
