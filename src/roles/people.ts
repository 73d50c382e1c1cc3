import type { QueryDeps } from '#candidates/search.ts';
import { nearestRole, roleNamed } from './find.ts';
import type { MatchStore } from './match-store.ts';
import { peopleById } from './post-matches.ts';
import type { RoleStore } from './store.ts';

/** People of one role that a query asks for. */
const MOST = 1_000;

/**
 * What `role:` in a query means (candidates/query/values.ts): who is on the shortlist, was hired, is a silver medalist,
 * or was referred for it. Roles that are closed are found by their title, too, the newest of them.
 */
export function roleLookup(
  deps: { roles: RoleStore; matches: MatchStore } & Pick<QueryDeps, 'candidates'>,
): QueryDeps['peopleOfRole'] {
  return async (typed) => {
    const role = (await roleNamed(deps, typed)) ?? (await deps.roles.lastClosed(typed));
    if (!role) {
      const near = await nearestRole(deps, typed);
      return {
        word: typed,
        message: `There is no role called “${typed}”.${near ? ` Did you mean \`role:"${near}"\`?` : ''}`,
      };
    }
    const [decided, others] = await Promise.all([
      deps.matches.ofRole(role._id, ['shortlisted', 'hired', 'silver medalist'], MOST),
      deps.matches.ofRole(role._id, ['proposed'], MOST),
    ]);
    const referred = others.filter(({ origin }) => origin === 'referral');
    const ids = [...decided, ...referred].slice(0, MOST).map(({ candidateId }) => candidateId);
    const people = await peopleById(deps, ids);
    return { ids: [...new Set([...people.values()].map(({ _id }) => _id))] };
  };
}
