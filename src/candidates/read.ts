import type { Candidate } from './candidate.ts';
import type { CandidateStore } from './store.ts';

type Deps = { candidates: CandidateStore };

/** Null when there is no such candidate, or none any more. */
export function candidateById(deps: Deps, id: string): Promise<Candidate | null> {
  return deps.candidates.byId(id);
}

/** @param address an e-mail address in any case */
export async function candidateByEmail(deps: Deps, address: string): Promise<Candidate | null> {
  const [candidate] = await deps.candidates.byKeys([`email:${address.toLowerCase()}`]);
  return candidate ?? null;
}
