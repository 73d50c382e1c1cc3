import type { OutreachDeps } from './deps.ts';
import type { Draft } from './draft.ts';

type Deps = Pick<OutreachDeps, 'drafts' | 'clock'> & {
  /** Removes a message of ours from Slack; one that isn't there any more is fine. */
  removeMessage: (message: { channelId: string; ts: string }) => Promise<void>;
};

/** Every draft for somebody, in no particular order. */
export function draftsAbout(deps: Pick<Deps, 'drafts'>, candidateIds: readonly string[]): Promise<Draft[]> {
  return deps.drafts.about(candidateIds);
}

/**
 * Removes every draft for somebody, with the messages in Slack in which they stand. What waits is never sent.
 * @returns false when one is being sent at this moment: it is tried again when that has ended
 */
export async function eraseDrafts(deps: Deps, candidateIds: readonly string[]): Promise<boolean> {
  const drafts = await deps.drafts.about(candidateIds);
  for (const { message } of drafts) if (message) await deps.removeMessage(message);
  await deps.drafts.forget(candidateIds);
  return !drafts.some(({ state }) => state === 'sending');
}
