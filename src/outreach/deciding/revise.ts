import { checkDraft } from '../checks/check-draft.ts';
import { draftTouchpoint, type Finding, newestVersion, type Version } from '../draft.ts';
import { MAX_BODY, MAX_SUBJECT } from '../limits.ts';
import {
  type DecideDeps,
  type Decided,
  type DecisionOn,
  DISCARDABLE,
  findFor,
  finishDecision,
} from './decision.ts';

/** Saved as the newest version; or what the checks point out in it, and nothing is saved. */
export type Edited = Decided | { done: false; because: 'findings'; findings: Finding[] };

/**
 * A person's own words become the newest version. They are checked as a machine's are; who wants them all the same
 * says so, and that is kept with the version.
 * @param on.insists the person has read what the checks point out
 */
export async function edit(
  deps: DecideDeps,
  on: DecisionOn & { subject: string; body: string; insists: boolean },
): Promise<Edited> {
  const found = await findFor(deps, on);
  if ('refused' in found) return found.refused;
  const { draft } = found;
  const base = newestVersion(draft);
  if (!base) return { done: false, because: 'changed', found: draft };
  const at = deps.clock.now();
  const subject = on.subject.replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT);
  const body = on.body.trim().slice(0, MAX_BODY);
  const findings = checkDraft({ subject, body }, base.facts, {
    channel: draft.request.channel,
    language: deps.messages.language,
  });
  if (findings.length > 0 && !on.insists) return { done: false, because: 'findings', findings };
  const version: Version = {
    ...base,
    number: base.number + 1,
    subject,
    body,
    findings,
    origin: 'edit',
    by: on.by,
    at,
    instruction: null,
    insisted: findings.length > 0 ? { by: on.by, problems: findings.map(({ problem }) => problem) } : null,
    usage: null,
    cost: null,
    note: null,
  };
  return finishDecision(
    deps,
    { by: on.by, action: 'draft edited', before: draft },
    await deps.drafts.edit(on.draftId, version, [
      draftTouchpoint(draft, `v${version.number}:edited`, {
        kind: 'decision',
        by: on.by,
        at,
        note: version.insisted
          ? `Edited the draft, and insisted on what the checks point out (${version.insisted.problems.length})`
          : 'Edited the draft',
      }),
    ]),
  );
}

/** Asks for another version; whoever calls writes it then (writeDraft). */
export async function rewrite(deps: DecideDeps, on: DecisionOn & { instruction: string }): Promise<Decided> {
  const found = await findFor(deps, on);
  if ('refused' in found) return found.refused;
  const at = deps.clock.now();
  return finishDecision(
    deps,
    { by: on.by, action: 'draft rewrite asked for', before: found.draft },
    await deps.drafts.askRewrite(on.draftId, on.version, {
      by: on.by,
      at,
      instruction: on.instruction.trim().slice(0, 1_000),
      touchpoints: [
        draftTouchpoint(found.draft, `v${on.version}:rewrite`, {
          kind: 'decision',
          by: on.by,
          at,
          note: 'Asked for another version of the draft',
        }),
      ],
    }),
  );
}

/** Ends a draft for good; what is being sent at this moment cannot be taken back. */
export async function discard(deps: DecideDeps, on: DecisionOn): Promise<Decided> {
  const found = await findFor(deps, on);
  if ('refused' in found) return found.refused;
  const at = deps.clock.now();
  return finishDecision(
    deps,
    { by: on.by, action: 'draft discarded', before: found.draft },
    await deps.drafts.discard(on.draftId, DISCARDABLE, on.version, {
      by: on.by,
      at,
      problem: null,
      touchpoints: [
        draftTouchpoint(found.draft, 'discarded', {
          kind: 'decision',
          by: on.by,
          at,
          note: 'Discarded the draft',
        }),
      ],
    }),
  );
}
