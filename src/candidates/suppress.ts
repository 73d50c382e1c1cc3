import { type RecordDeps, recordTouchpoint } from '#engagement/record.ts';
import type { SuppressionReason } from './candidate.ts';
import { type ChangeDeps, changeCandidate } from './change.ts';

type Deps = ChangeDeps & RecordDeps;

const WORDS: Record<SuppressionReason, { on: string; off: string }> = {
  'opted out': { on: 'Asked not to be written to', off: 'Agreed again to be written to' },
  bounced: {
    on: 'E-mail came back: the address does not work',
    off: 'The address was marked as working again',
  },
};

/**
 * Marks somebody as not to be written to, everywhere and at once. A second time changes nothing.
 * @param by Slack user id, `candidate` or `mail`
 * @returns whether it was news
 */
export async function suppress(
  deps: Deps,
  id: string,
  reason: SuppressionReason,
  by: string,
): Promise<boolean> {
  const at = deps.clock.now();
  const { changed } = await changeCandidate(
    deps,
    id,
    { by, action: `suppressed: ${reason}`, surface: by === 'mail' || by === 'candidate' ? 'mail' : 'card' },
    ({ suppressions }) =>
      suppressions.some((one) => one.reason === reason)
        ? null
        : { suppressions: [...suppressions, { reason, at, by }] },
  );
  // A bounce is told by whoever read the report, with its details.
  if (changed && reason === 'opted out') await recordStatus(deps, id, by, WORDS[reason].on);
  return changed;
}

/** Takes a suppression back, e.g. when the person asks to hear from us again. */
export async function liftSuppression(
  deps: Deps,
  id: string,
  reason: SuppressionReason,
  by: string,
): Promise<boolean> {
  const { changed } = await changeCandidate(
    deps,
    id,
    { by, action: `suppression lifted: ${reason}`, surface: 'card' },
    ({ suppressions }) => ({ suppressions: suppressions.filter((one) => one.reason !== reason) }),
  );
  if (changed) await recordStatus(deps, id, by, WORDS[reason].off);
  return changed;
}

async function recordStatus(deps: Deps, candidateId: string, by: string, note: string): Promise<void> {
  const at = deps.clock.now();
  await recordTouchpoint(deps, {
    _id: `status:${candidateId}:${at.getTime()}:${note}`,
    candidateId,
    kind: 'status',
    direction: by === 'candidate' ? 'in' : 'out',
    at,
    by,
    note,
  });
}
