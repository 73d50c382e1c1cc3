import { type AuditDeps, recordAudit } from '#audit/record.ts';
import { PersonError } from '#platform/person-error.ts';
import type { Candidate } from './candidate.ts';
import { type Derived, derived } from './derived.ts';
import { happenedTo, type Watched } from './happened.ts';
import type { Joined } from './joined.ts';
import { moveMark } from './stage-moves.ts';
import type { CandidateStore } from './store.ts';

export interface ChangeDeps extends AuditDeps {
  candidates: CandidateStore;
  /** What workflow rules look at. */
  watched: Watched;
}

/** The parts of a record that people change. */
export type Changes = Partial<
  Joined &
    Pick<
      Candidate,
      | 'name'
      | 'interests'
      | 'stage'
      | 'pools'
      | 'suppressions'
      | 'snoozedUntil'
      | 'lawfulBasis'
      | 'viewers'
      | 'aliases'
    >
>;

const TRIES = 10;

/**
 * Changes a record, whatever else happens to it meanwhile: the change is derived anew from what is there.
 * @param entry.chain workflow rules whose doing this is
 * @param derive what to change, from the record as it is; null for nothing
 * @returns the record afterwards, and whether anything was changed
 * @throws PersonError when the candidate is gone, or a new address, number or link belongs to somebody else
 */
export async function changeCandidate(
  deps: ChangeDeps,
  id: string,
  { chain, ...entry }: { by: string; action: string; surface: string; chain?: readonly string[] | undefined },
  derive: (candidate: Candidate) => Changes | null,
): Promise<{ candidate: Candidate; changed: boolean }> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await deps.candidates.byId(id);
    if (!before) throw new PersonError('This candidate is not there any more: somebody has deleted them.');
    const changes = onlyChanged(before, derive(before) ?? {});
    if (Object.keys(changes).length === 0) return { candidate: before, changed: false };
    const after = derived({ ...before, ...changes });
    const at = deps.clock.now();
    const updated = await deps.candidates.update(
      before._id,
      before.revision,
      {
        ...changes,
        ...after,
        ...(mayBeDuplicate(before, changes, after) && { duplicatesDue: true }),
        ...(changes.stage && moveMark(before.stage, changes.stage)),
        updatedAt: at,
      },
      happenedTo(before, { ...before, ...changes }, deps.watched, { at, chain }),
    );
    if (updated === 'changed meanwhile') continue;
    if (updated === 'key taken')
      throw new PersonError(
        'That e-mail address, phone number or link belongs to another candidate. Look them up with `/candidate` and see whether it is the same person.',
      );
    const names = Object.keys(changes) as (keyof Changes)[];
    await recordAudit(deps, {
      ...entry,
      subject: `candidate:${before._id}`,
      before: pick(before, names),
      after: pick(updated, names),
    });
    return { candidate: updated, changed: true };
  }
  throw new PersonError('Others are changing this candidate at the moment. Please try again.');
}

/** Whether somebody may now be like another who wasn't before. */
function mayBeDuplicate(before: Candidate, changes: Changes, after: Derived): boolean {
  return changes.name !== undefined || after.blocks.join() !== before.blocks.join();
}

function onlyChanged(before: Candidate, changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Candidate]),
    ),
  );
}

function pick(candidate: Candidate, names: readonly (keyof Changes)[]): Changes {
  return Object.fromEntries(names.map((name) => [name, candidate[name]]));
}
