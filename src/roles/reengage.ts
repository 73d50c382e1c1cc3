import { MOST_IN_BATCH } from '#outreach/batch/batch.ts';
import { planBatch } from '#outreach/batch/work-off.ts';
import { OUT_OF_HOURS } from '#outreach/permission/permission.ts';
import { standing } from '#outreach/permission/standing.ts';
import { atOnce } from '#platform/at-once.ts';
import type { RolesDeps } from './deps.ts';
import { type Match, matchId } from './match.ts';
import { showAgain } from './post-matches.ts';
import type { Role } from './role.ts';

type BatchOf = NonNullable<Match['batch']>;

/** After so long, whoever took people for a batch and didn't plan it is dead. */
const DEAD_AFTER_MS = 30_000;
const ASKED_AT_ONCE = 10;

export interface Reengaged {
  /** The batch to work off; null: nobody is in it. */
  batchId: string | null;
  people: number;
  /** On the shortlist, and may not be written to now. */
  refused: number;
  /** On the shortlist, and in a batch already. */
  before: number;
  /** Beyond what one batch takes. */
  left: number;
}

/**
 * **Re-engage all shortlisted**: drafts for those on the shortlist who haven't been written to about it and may be. They
 * are taken before the batch is planned, so that two clicks, or two processes, never draft twice for anybody.
 * @param asked.deliveryId of the click
 */
export async function reengage(
  deps: RolesDeps,
  asked: { role: Role; by: { id: string; timeZone: string }; deliveryId: string },
): Promise<Reengaged> {
  const { role, by, deliveryId } = asked;
  const shortlisted = await deps.matches.ofRole(role._id, ['shortlisted']);
  const fresh = shortlisted.filter(({ batch }) => !batch);
  const allowed = new Set<string>();
  await atOnce(fresh, ASKED_AT_ONCE, async ({ candidateId }) => {
    const found = await standing(deps.outreach, candidateId, 'email', { requester: by, draftId: null });
    const { hard = [], soft = [] } = found?.permission ?? {};
    // Outside working hours is settled when a draft is approved.
    const isIn = found && hard.length === 0 && soft.every(({ id }) => id === OUT_OF_HOURS);
    if (isIn) allowed.add(candidateId);
  });
  const may = fresh.filter(({ candidateId }) => allowed.has(candidateId));
  const now = may.slice(0, MOST_IN_BATCH);
  const batch: BatchOf = { id: deliveryId, by: by.id, at: deps.clock.now() };
  await deps.matches.claimForBatch(
    now.map(({ candidateId }) => matchId(role._id, candidateId)),
    batch,
  );
  const planned = await plan(deps, role, batch);
  if (planned) {
    for (const match of planned.mine) await deps.matches.settled(match);
    await showAgain(deps, role._id, null);
  }
  return {
    batchId: planned?.batchId ?? null,
    people: planned?.mine.length ?? 0,
    refused: fresh.length - may.length,
    before: shortlisted.length - fresh.length,
    left: may.length - now.length,
  };
}

/** @returns null when nobody was taken for it */
async function plan(
  deps: RolesDeps,
  role: Role,
  { id, by }: BatchOf,
): Promise<{ batchId: string; mine: Match[] } | null> {
  const mine = (await deps.matches.ofRole(role._id, ['shortlisted'])).filter(({ batch }) => batch?.id === id);
  const requester = await deps.lookUp(by);
  if (mine.length === 0 || !requester) return null;
  const batchId = await planBatch(deps.outreach, {
    deliveryId: `role:${id}`,
    by: { id: by, name: requester.name, timeZone: requester.timeZone },
    what: `the shortlist of ${role.title}`,
    request: { purpose: 'role', role: role.title, tone: 'friendly', mention: '', channel: 'email' },
    candidateIds: mine.map(({ candidateId }) => candidateId),
  });
  return { batchId, mine };
}

/** A process that died may have taken people for a batch and not planned it; planning it twice makes one. */
export async function planAgain(deps: RolesDeps, role: Role, batch: BatchOf): Promise<void> {
  if (batch.at.getTime() < deps.clock.now().getTime() - DEAD_AFTER_MS) await plan(deps, role, batch);
}
