import { createHash } from 'node:crypto';
import { candidateById } from '#candidates/find.ts';
import { fitting, seenByRules, waitingForRules } from '#candidates/happenings.ts';
import { chainOfEnrolment } from '#nurture/enrol.ts';
import { PersonError } from '#platform/person-error.ts';
import type { RuleDeps } from './deps.ts';
import { LONGEST_CHAIN, type Rule, type Run, type When } from './rule.ts';

/** One thing that happened, whoever noticed it. */
export interface Fact {
  /** The same however often it is looked at: ids of runs follow from it. */
  id: string;
  when: When;
  candidateId: string;
  at: Date;
  /** Rules whose doing it is. */
  chain: readonly string[];
  /** The draft behind it: if that is a sequence's, the rules that enrolled them are behind it, too. */
  draftId: string | null;
}

/** Looked at at once. */
const PAGE = 200;
export const CHAIN_ENDS = `Held back: ${LONGEST_CHAIN} rules had followed each other, and there it ends.`;

/** Makes the runs that follow from what was marked, and takes the marks away. */
export async function matchMarked(deps: RuleDeps, stopping?: AbortSignal): Promise<void> {
  const rules = await enabledRules(deps);
  while (!stopping?.aborted) {
    const people = await waitingForRules(deps, PAGE);
    await makeRuns(
      deps,
      rules,
      people.flatMap(({ _id, happened }) =>
        happened.map(
          ({ id, what, value, at, chain, draftId }): Fact => ({
            id,
            when: { kind: what, value },
            candidateId: _id,
            at,
            chain,
            draftId,
          }),
        ),
      ),
    );
    await seenByRules(deps, people);
    const touchpoints = await deps.touchpoints.forRules(PAGE);
    await makeRuns(
      deps,
      rules,
      touchpoints.map(
        ({ _id, kind, candidateId, recordedAt, direction, draftId }): Fact => ({
          id: `touchpoint:${_id}`,
          when: { kind: 'touchpoint', value: kind },
          candidateId,
          at: recordedAt,
          chain: [],
          // What they do of their own accord is nobody's doing.
          draftId: direction === 'out' ? draftId : null,
        }),
      ),
    );
    await deps.touchpoints.seenByRules(touchpoints.map(({ _id }) => _id));
    if (people.length < PAGE && touchpoints.length < PAGE) return;
  }
}

export async function enabledRules(deps: Pick<RuleDeps, 'rules'>): Promise<Rule[]> {
  return (await deps.rules.all()).filter(({ enabled }) => enabled);
}

/** Makes the runs of these rules that follow from facts; a second time makes none. */
export async function makeRuns(
  deps: RuleDeps,
  rules: readonly Rule[],
  facts: readonly Fact[],
): Promise<void> {
  for (const rule of rules) {
    const own = facts.filter(
      ({ when, at }) => when.kind === rule.when.kind && when.value === rule.when.value && at >= rule.since,
    );
    if (own.length === 0) continue;
    const runs: Run[] = [];
    for (const fact of own) {
      const chain = await wholeChain(deps, fact);
      // The person may have been merged into another one since.
      const candidate = chain.includes(rule._id) ? null : await candidateById(deps, fact.candidateId);
      if (candidate) runs.push(newRun(deps, rule, fact, candidate._id, chain));
    }
    await deps.runs.insertAll(await thoseWhoFit(deps, rule, runs));
  }
}

/** Rules behind a fact, those behind the enrolment that its draft belongs to among them. */
async function wholeChain(deps: RuleDeps, { chain, draftId }: Fact): Promise<string[]> {
  const draft = draftId === null ? null : await deps.outreach.drafts.byId(draftId);
  const more = draft?.sequence ? await chainOfEnrolment(deps, draft.sequence.enrolment) : [];
  return [...new Set([...chain, ...more])];
}

function newRun(deps: RuleDeps, rule: Rule, fact: Fact, candidateId: string, chain: readonly string[]): Run {
  const now = deps.clock.now();
  const isEnd = chain.length >= LONGEST_CHAIN;
  return {
    _id: createHash('sha256').update(`rule:${rule._id}:${fact.id}`).digest('hex').slice(0, 24),
    rule: rule._id,
    candidateId,
    when: fact.when,
    chain: [...chain, rule._id],
    state: isEnd ? 'done' : 'due',
    dueAt: now,
    attempts: 0,
    lease: null,
    postedAt: null,
    did: [],
    held: isEnd ? CHAIN_ENDS : null,
    at: now,
    endedAt: isEnd ? now : null,
  };
}

/** Runs about people who fit the rule's condition; where it makes no sense any more, all of them, which say so. */
async function thoseWhoFit(deps: RuleDeps, rule: Rule, runs: readonly Run[]): Promise<Run[]> {
  if (rule.only === null) return [...runs];
  const asker = rule.maker;
  try {
    const fit = await fitting(deps, rule.only, asker, [
      ...new Set(runs.map(({ candidateId }) => candidateId)),
    ]);
    return runs.filter(({ candidateId }) => fit.has(candidateId));
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    const held = `Its condition makes no sense any more: ${error.message}`;
    return runs.map((run) => ({ ...run, state: 'done', held, endedAt: run.at }));
  }
}
