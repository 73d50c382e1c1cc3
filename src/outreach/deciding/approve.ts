import { distance } from 'fastest-levenshtein';
import { type Draft, draftTouchpoint, newestVersion, senderOf } from '../draft.ts';
import { OUT_OF_HOURS, type Permission } from '../permission/permission.ts';
import type { Moved } from '../transition.ts';
import {
  type DecideDeps,
  type Decided,
  type DecisionOn,
  findFor,
  finishDecision,
  type MayGoOut,
  mayGoOut,
} from './decision.ts';

/** A decision that lets a message go out. */
interface Release extends DecisionOn {
  /** Ids of the soft reasons that the person saw and overrode. */
  confirmed: string[];
}

/** Approves a version; whoever calls sends it then (sendDraft), and the sweep does if they can't any more. */
export function approve(deps: DecideDeps, on: Release): Promise<Decided> {
  return approveFor(deps, on, on.confirmed, () => null);
}

/** Approves a version for 09:00 of the next working day where the candidate is; the sweep sends it then. */
export function approveForMorning(deps: DecideDeps, on: Release): Promise<Decided> {
  const confirmed = on.confirmed.filter((id) => id !== OUT_OF_HOURS);
  return approveFor(
    deps,
    { ...on, confirmed },
    [...confirmed, OUT_OF_HOURS],
    ({ outOfHours }) => outOfHours?.opensAt ?? null,
  );
}

function approveFor(
  deps: DecideDeps,
  on: Release,
  enough: string[],
  sendAtOf: (permission: Permission) => Date | null,
): Promise<Decided> {
  return release(deps, on, { action: 'draft approved', enough }, (checked, decided) =>
    deps.drafts.approve(on.draftId, on.version, {
      ...decided,
      sendAt: sendAtOf(checked.permission),
      to: checked.candidate.emails[0] ?? null,
      touchpoints: [decision(checked.draft, `v${on.version}:approved`, decided, approvalNote(on))],
    }),
  );
}

/** LinkedIn and phone: the person has sent it, or said it, themselves. */
export function markAsSent(deps: DecideDeps, on: Release): Promise<Decided> {
  return release(deps, on, { action: 'draft marked as sent', enough: on.confirmed }, ({ draft }, decided) =>
    deps.drafts.markSent(on.draftId, on.version, {
      ...decided,
      touchpoints: [sentTouchpoint(draft, decided.at)],
    }),
  );
}

/** Somebody knows that a message of unclear fate arrived. */
export async function confirmArrived(deps: DecideDeps, on: DecisionOn): Promise<Decided> {
  const found = await findFor(deps, on);
  if ('refused' in found) return found.refused;
  const { draft } = found;
  const at = deps.clock.now();
  const sent = sentTouchpoint(draft, triedAt(draft));
  return finishDecision(
    deps,
    { by: on.by, action: 'draft arrival confirmed', before: draft },
    await deps.drafts.arrived(on.draftId, { by: on.by, at, touchpoints: [sent] }),
  );
}

/** Only a person repeats a message; it carries the same Message-ID. Whoever calls sends it then. */
export function sendAgain(deps: DecideDeps, on: Release): Promise<Decided> {
  const asked = { action: 'draft sending again asked for', enough: on.confirmed };
  return release(deps, on, asked, ({ draft, candidate }, decided) =>
    deps.drafts.sendAgain(on.draftId, on.version, {
      ...decided,
      to: candidate.emails[0] ?? null,
      touchpoints: [decision(draft, 'again', decided, 'Asked to send the message again')],
    }),
  );
}

/**
 * Whatever lets a message go out passes here: nothing moves before it was asked, with fresh facts, whether it may.
 * @param asked.enough ids of the soft reasons that are overridden
 */
async function release(
  deps: DecideDeps,
  on: Release,
  asked: { action: string; enough: string[] },
  move: (checked: MayGoOut, decided: ReturnType<typeof confirmedBy>) => Promise<Moved>,
): Promise<Decided> {
  const checked = await mayGoOut(deps, on, asked.enough);
  if ('done' in checked) return checked;
  const moved = await move(checked, confirmedBy(on, checked.draft, deps.clock.now()));
  return finishDecision(deps, { by: on.by, action: asked.action, before: checked.draft }, moved);
}

/** Who decided when, what they saw and overrode, and how long it took. */
function confirmedBy(on: Release, draft: Draft, at: Date) {
  return { by: on.by, at, confirmed: on.confirmed, measured: measure(draft, at) };
}

/** One for each revision of the draft: the same click twice writes it once. */
function decision(draft: Draft, what: string, { by, at }: { by: string; at: Date }, note: string) {
  return draftTouchpoint(draft, `${what}:${draft.revision}`, { kind: 'decision', by, at, note });
}

/**
 * When a message of unclear fate was tried: it became unclear soon after, and nothing has changed it since. Its approval may
 * be days older, when it waited for the morning or for the mail server.
 */
export function triedAt({ updatedAt }: Pick<Draft, 'updatedAt'>): Date {
  return updatedAt;
}

/** The touchpoint of a message that went out; one a draft, however it came to be known. */
export function sentTouchpoint(draft: Draft, at: Date) {
  const version = newestVersion(draft);
  return draftTouchpoint(draft, 'sent', {
    kind: 'message sent',
    by: senderOf(draft).id,
    at,
    channel: draft.request.channel,
    note: version?.subject || null,
  });
}

/**
 * How far what is approved is from what was last drafted, in changed characters (Levenshtein), and how long the
 * decision took: what a prompt is judged by.
 */
function measure(draft: Draft, at: Date) {
  const approved = newestVersion(draft);
  const drafted = draft.versions.findLast(({ origin }) => origin !== 'edit');
  const text = (version: typeof approved) => (version ? `${version.subject}\n${version.body}` : '');
  return {
    editDistance: drafted ? distance(text(drafted), text(approved)) : 0,
    decidedAfterMs: drafted ? Math.max(0, at.getTime() - drafted.at.getTime()) : 0,
  };
}

function approvalNote(on: { version: number; confirmed: string[] }): string {
  const overridden = on.confirmed.length > 0 ? `, although: ${on.confirmed.join(', ')}` : '';
  return `Approved version ${on.version} of the draft${overridden}`;
}
