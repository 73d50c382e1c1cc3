import type { RolesDeps } from './deps.ts';
import type { Place } from './post.ts';
import { workOffPosts } from './post-matches.ts';

/**
 * An erased person goes out of every list, and the messages about them go; which ids were ranked stays.
 * @throws an error when Slack didn't take it: it is tried again
 */
export async function eraseFromRoles(
  deps: RolesDeps & { removeMessage: (message: Place) => Promise<void> },
  candidateIds: readonly string[],
): Promise<void> {
  for (const { manager } of await deps.matches.about(candidateIds))
    for (const message of manager?.messages ?? []) await deps.removeMessage(message);
  const ids = await deps.posts.leaveOut(candidateIds, deps.clock.now());
  for (const id of ids) {
    await workOffPosts(deps, id);
    if ((await deps.posts.byId(id))?.due) throw new Error('a list of matches still names somebody');
  }
  await deps.posts.forgetPeople(ids, candidateIds);
  await deps.matches.forget(candidateIds);
}
