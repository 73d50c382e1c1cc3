import { candidateById } from '#candidates/find.ts';
import type { RuleDeps } from './deps.ts';
import type { Run } from './rule.ts';

export interface HistoryPage {
  runs: { run: Run /** Null for somebody who is not there any more. */; name: string | null; id: string }[];
  /** Behind which run the next page begins; null on the last one. */
  next: { at: Date; id: string } | null;
}

/** What a rule has done, newest first. */
export async function historyOf(
  deps: Pick<RuleDeps, 'runs' | 'candidates'>,
  ruleId: string,
  after: { at: Date; id: string } | null,
  size: number,
): Promise<HistoryPage> {
  const found = await deps.runs.page(ruleId, after, size + 1);
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return {
    runs: await Promise.all(
      shown.map(async (run) => {
        const candidate = await candidateById(deps, run.candidateId);
        return { run, name: candidate?.name ?? null, id: candidate?._id ?? run.candidateId };
      }),
    ),
    next: found.length > size && last ? { at: last.at, id: last._id } : null,
  };
}

/** What a rule is called in the audit log; null for one that never was. */
export async function ruleName(deps: Pick<RuleDeps, 'rules'>, id: string): Promise<string | null> {
  return (await deps.rules.byId(id))?.name ?? null;
}
