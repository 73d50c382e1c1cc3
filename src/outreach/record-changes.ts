import type { OutreachDeps } from './deps.ts';
import type { Draft } from './draft.ts';

/**
 * Writes what a draft's changes have caused into the history. They were put down in the draft in the same moment
 * as the change itself, so that a process that dies in between loses none; recording one twice records it once.
 */
export async function recordChanges(
  deps: Pick<OutreachDeps, 'drafts' | 'people'>,
  draft: Draft,
): Promise<void> {
  for (const touchpoint of draft.unrecorded) {
    await deps.people.record(touchpoint);
    await deps.drafts.recorded(draft._id, touchpoint._id);
  }
}

/** After a change: history first, then the message that people look at. */
export async function settle(
  deps: Pick<OutreachDeps, 'drafts' | 'people' | 'show'>,
  draft: Draft,
): Promise<void> {
  await recordChanges(deps, draft);
  await deps.show(draft._id);
}
