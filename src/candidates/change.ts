import { type AuditDeps, recordAudit } from '#audit/record.ts';
import type { Candidate } from './candidate.ts';
import { identityKeys } from './identity.ts';
import { searchWords } from './search-words.ts';
import type { CandidateStore } from './store.ts';

/** What every verb that changes a candidate works with. */
export interface ChangeDeps extends AuditDeps {
  candidates: CandidateStore;
}

/** The parts of a record that a person's change may touch; keys, words and revision follow from them. */
export type Change = Partial<
  Pick<
    Candidate,
    | 'name'
    | 'emails'
    | 'phones'
    | 'links'
    | 'headline'
    | 'company'
    | 'location'
    | 'seniority'
    | 'skills'
    | 'interests'
    | 'tags'
    | 'owner'
    | 'stage'
    | 'suppressions'
  >
>;

/** Who changes something, under what name it stands in the audit log, and through what. */
export interface Trace {
  by: string;
  action: string;
  surface: string;
}

export type Changed =
  | { outcome: 'changed' | 'unchanged'; candidate: Candidate }
  | { outcome: 'gone' }
  /** An address, number or link belongs to these other people. */
  | { outcome: 'key taken'; others: Candidate[] };

/** Two people who change one record in the same moment; the second reads again. More rounds are a fault. */
const ROUNDS = 20;

/**
 * Changes one record: `decide` sees it as it is now and says what becomes different, again if somebody came first,
 * so that nobody's change is written over unseen. What changed stands in the audit log, before and after.
 * @throws Error when the record kept changing
 */
export async function changeCandidate(
  deps: ChangeDeps,
  candidateId: string,
  trace: Trace,
  decide: (candidate: Candidate) => Change | Promise<Change>,
): Promise<Changed> {
  for (let round = 0; round < ROUNDS; round++) {
    const candidate = await deps.candidates.byId(candidateId);
    if (!candidate) return { outcome: 'gone' };
    const change = onlyDifferent(candidate, await decide(candidate));
    if (Object.keys(change).length === 0) return { outcome: 'unchanged', candidate };
    const next = { ...candidate, ...change };
    const keys = identityKeys(next);
    const written = await deps.candidates.update(candidateId, candidate.revision, {
      ...change,
      keys,
      words: searchWords(next),
      updatedAt: deps.clock.now(),
    });
    if (written === 'changed meanwhile') continue;
    if (written === 'key taken') {
      const holders = await deps.candidates.byKeys(keys);
      return { outcome: 'key taken', others: holders.filter(({ _id }) => _id !== candidateId) };
    }
    await recordAudit(deps, {
      ...trace,
      subject: `candidate:${candidateId}`,
      before: { revision: candidate.revision, ...pick(candidate, Object.keys(change)) },
      after: { revision: written.revision, ...change },
    });
    return { outcome: 'changed', candidate: written };
  }
  throw new Error(`candidate ${candidateId} kept changing`);
}

function onlyDifferent(candidate: Candidate, change: Change): Change {
  return Object.fromEntries(
    Object.entries(change).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(candidate[field as keyof Change]),
    ),
  );
}

function pick(candidate: Candidate, names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, candidate[name as keyof Candidate]]));
}
