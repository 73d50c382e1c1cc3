import { type ChangeDeps, changeCandidate } from './change.ts';

/** Says who looks after somebody. @param owner Slack user id @returns whether it was somebody else, or nobody */
export async function setOwner(
  deps: ChangeDeps,
  change: { id: string; owner: string; by: string; surface: string; chain: readonly string[] },
): Promise<boolean> {
  const { id, owner, ...entry } = change;
  const { changed } = await changeCandidate(deps, id, { ...entry, action: 'candidate owner set' }, () => ({
    owner,
  }));
  return changed;
}
