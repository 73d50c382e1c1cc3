import { ObjectId } from 'mongodb';
import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { Candidate } from '#candidates/candidate.ts';
import { type JoiningDeps, putBack, recordById, rewrite, standIn, takeOut } from '#candidates/joining.ts';
import { type RecordDeps, recount } from '#engagement/record.ts';
import { PersonError } from '#platform/person-error.ts';
import { MERGED_FIELDS, type Merge, type MergedFields, UNDO_DAYS } from './merge.ts';
import { merged, unmerged } from './merge-rule.ts';
import type { MergeStore } from './merge-store.ts';
import { pairOf } from './pair.ts';
import type { PairStore } from './store.ts';

export interface MergeDeps extends JoiningDeps, RecordDeps, AuditDeps {
  pairs: PairStore;
  merges: MergeStore;
}

const DAY_MS = 86_400_000;
/** A merge takes milliseconds; what stands longer was left by a process that died. */
const ABANDONED_MS = 60_000;
const GONE = 'One of the two is not there any more.';
const BUSY = 'Somebody is merging one of the two at this moment. Please look again.';

/**
 * Merges two records into the one that was added first. Every touchpoint and draft keeps the id under which it was
 * written and is read under both, so nothing of them is touched.
 * @returns the merge; its `survivor` is the record that stayed
 * @throws PersonError when one is gone or being merged at this moment
 */
export async function mergePeople(
  deps: MergeDeps,
  ids: readonly [string, string],
  by: string,
): Promise<Merge> {
  const [first, second] = await Promise.all(ids.map((id) => recordById(deps, id)));
  if (!first || !second || first._id === second._id) throw new PersonError(GONE);
  const isFirst =
    first.createdAt < second.createdAt || (+first.createdAt === +second.createdAt && first._id < second._id);
  const [survivor, other] = isFirst ? [first, second] : [second, first];
  const at = deps.clock.now();
  const merge: Merge = {
    _id: new ObjectId().toHexString(),
    survivor: survivor._id,
    other: other._id,
    busy: [survivor._id, other._id],
    state: 'merging',
    before: { survivor, other },
    after: merged(survivor, other),
    by,
    at,
    movedAt: at,
  };
  if (!(await deps.merges.begin(merge))) throw new PersonError(BUSY);
  if (!(await carryOutMerge(deps, merge))) throw new PersonError(GONE);
  return merge;
}

/** Does what is left of a merge; safe to repeat. False: one of the two was gone, and nothing has been changed. */
async function carryOutMerge(deps: MergeDeps, merge: Merge): Promise<boolean> {
  let { other } = merge.before;
  for (;;) {
    const current = await recordById(deps, merge.other);
    // Taken out already, by whoever began this, and noted as it was then.
    if (!current) {
      other = (await deps.merges.byId(merge._id))?.before.other ?? other;
      break;
    }
    other = current;
    const survivor = await recordById(deps, merge.survivor);
    if (!survivor) {
      await deps.merges.drop(merge._id);
      return false;
    }
    await deps.merges.reread(merge._id, { before: { survivor, other }, after: merged(survivor, other) });
    await standIn(deps, merge.survivor, merge.other);
    if (await takeOut(deps, current)) break;
  }
  await rewrite(
    deps,
    merge.survivor,
    async (survivor) => {
      // Done before by a process that died behind this.
      if (survivor.aliases.includes(merge.other)) return pickMerged(survivor);
      const after = merged(survivor, other);
      await deps.merges.reread(merge._id, { before: { survivor, other }, after });
      return after;
    },
    deps.clock.now(),
    // What rules have still to look at moves along, once.
    (survivor) => (survivor.aliases.includes(merge.other) ? [] : (other.happened ?? [])),
  );
  await standIn(deps, merge.survivor, null);
  await recount(deps, merge.survivor);
  await deps.pairs.forget(await deps.pairs.openOf([merge.other]));
  await deps.pairs.decide(
    { ...pairOf(merge.survivor, merge.other), score: 100, reasons: [] },
    'merged',
    merge.by,
    merge.at,
  );
  await recordAudit(deps, {
    by: merge.by,
    action: 'candidates merged',
    subject: `candidate:${merge.survivor}`,
    before: { people: [merge.survivor, merge.other] },
    after: { people: [merge.survivor] },
    surface: 'duplicates',
  });
  await deps.merges.finish(merge._id, 'merging', deps.clock.now());
  return true;
}

/** Merges into this record that can be undone still, newest first. */
export function undoableMerges(deps: MergeDeps, survivor: string): Promise<Merge[]> {
  return deps.merges.undoable(survivor, new Date(deps.clock.now().getTime() - UNDO_DAYS * DAY_MS));
}

/**
 * Undoes a merge: the other record is there again as it was, with its touchpoints, and the one that stayed is as it
 * was but for what people have changed since. The two aren't offered as doubles again.
 * @throws PersonError when it can't be undone (any more)
 */
export async function undoMerge(deps: MergeDeps, mergeId: string, by: string): Promise<Merge> {
  const merge = await deps.merges.byId(mergeId);
  const since = deps.clock.now().getTime() - UNDO_DAYS * DAY_MS;
  if (!merge || merge.at.getTime() <= since)
    throw new PersonError(`A merge can be undone for ${UNDO_DAYS} days; this one is older.`);
  if (merge.state === 'undone' || merge.state === 'undoing')
    throw new PersonError('This merge has been undone already.');
  if (!(await recordById(deps, merge.survivor)))
    throw new PersonError(
      'The merged record was merged into another one since. Please undo that merge first.',
    );
  const undoing = await deps.merges.beginUndo(merge, deps.clock.now());
  if (!undoing) throw new PersonError(BUSY);
  await carryOutUndo(deps, undoing, by);
  return undoing;
}

async function carryOutUndo(deps: MergeDeps, merge: Merge, by: string): Promise<void> {
  const { before, after } = merge;
  await standIn(deps, merge.survivor, merge.other);
  const done = await rewrite(
    deps,
    merge.survivor,
    (current) => unmerged(current, before.survivor, after),
    deps.clock.now(),
  );
  await putBack(deps, withOptOut(before.other, done?.before ?? before.survivor, after));
  await standIn(deps, merge.survivor, null);
  await recount(deps, merge.survivor);
  await recount(deps, merge.other);
  await deps.pairs.decide(
    { ...pairOf(merge.survivor, merge.other), score: 100, reasons: [] },
    'not the same',
    by,
    deps.clock.now(),
  );
  await recordAudit(deps, {
    by,
    action: 'merge undone',
    subject: `candidate:${merge.survivor}`,
    before: { people: [merge.survivor] },
    after: { people: [merge.survivor, merge.other] },
    surface: 'duplicates',
  });
  await deps.merges.finish(merge._id, 'undoing', deps.clock.now());
}

/** Who asked, while the two were one, not to be written to any more: nobody knows which of them it was. */
function withOptOut(other: Candidate, survivor: Candidate, after: MergedFields): Candidate {
  const has = ({ suppressions }: Pick<Candidate, 'suppressions'>) =>
    suppressions.some(({ reason }) => reason === 'opted out');
  const said = survivor.suppressions.filter(({ reason }) => reason === 'opted out');
  return has(after) || has(other) ? other : { ...other, suppressions: [...other.suppressions, ...said] };
}

/** Notes that two records are two people; they aren't offered again. */
export async function notTheSame(deps: MergeDeps, ids: readonly [string, string], by: string): Promise<void> {
  await deps.pairs.decide({ ...pairOf(...ids), score: 0, reasons: [] }, 'not the same', by, deps.clock.now());
  await recordAudit(deps, {
    by,
    action: 'not the same person',
    subject: `candidate:${ids[0]}`,
    before: null,
    after: { people: [...ids] },
    surface: 'duplicates',
  });
}

/** Finishes what a process left half done, and forgets merges that can't be undone any more; for a recurring job. */
export async function tendMerges(deps: MergeDeps): Promise<void> {
  const now = deps.clock.now().getTime();
  for (const merge of await deps.merges.abandoned(new Date(now - ABANDONED_MS))) {
    if (merge.state === 'merging') await carryOutMerge(deps, merge);
    else await carryOutUndo(deps, merge, merge.by);
  }
  await deps.merges.forgetBefore(new Date(now - UNDO_DAYS * DAY_MS));
}

function pickMerged(candidate: Candidate): MergedFields {
  return Object.fromEntries(
    MERGED_FIELDS.map((field) => [field, candidate[field]]),
  ) as unknown as MergedFields;
}
