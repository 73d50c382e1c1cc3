import type { MatchStore } from '../match-store.ts';
import type { Criteria, Role } from '../role.ts';
import type { RoleStore } from '../store.ts';
import { titleWords } from './wanted.ts';

/** Of skills and of title words: from here on two roles are alike. */
const ALIKE = 0.4;
const LOOKED_THROUGH = 300;
const MEDALISTS = 500;

/** Whether two roles ask for much the same: share of common must-haves or of common words of the title (Jaccard). */
export function areSimilar(
  one: Pick<Criteria, 'title' | 'mustHave'>,
  other: Pick<Criteria, 'title' | 'mustHave'>,
): boolean {
  return (
    jaccard(one.mustHave, other.mustHave) >= ALIKE ||
    jaccard(titleWords(one.title), titleWords(other.title)) > ALIKE
  );
}

function jaccard(one: readonly string[], other: readonly string[]): number {
  const all = new Set([...one, ...other]);
  if (all.size === 0) return 0;
  const both = one.filter((word) => other.includes(word)).length;
  return both / all.size;
}

/** Ids of the runners-up of closed roles that are like this one. */
export async function medalistsFor(
  deps: { roles: RoleStore; matches: MatchStore },
  role: Role,
): Promise<Set<string>> {
  const closed = await deps.roles.inStates(['closed'], LOOKED_THROUGH);
  const alike = closed.filter((one) => one._id !== role._id && areSimilar(one, role));
  if (alike.length === 0) return new Set();
  const medalists = await deps.matches.medalists(
    alike.map(({ _id }) => _id),
    MEDALISTS,
  );
  return new Set(medalists.map(({ candidateId }) => candidateId));
}
