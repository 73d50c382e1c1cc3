import { checkDraft } from '../checks/check-draft.ts';
import type { OutreachDeps } from '../deps.ts';
import { type Draft, type DraftRequest, draftTouchpoint, type Fact } from '../draft.ts';
import { buildFacts } from './facts.ts';
import { newDraft } from './new-draft.ts';

/**
 * Puts a text down as a draft that is written already: a template's, filled in. It waits for its sender's approval, or is
 * approved by whoever answers for the template; that only if the checks have nothing to say.
 * @param placed.id the same one a second time changes nothing
 * @returns the draft as it is now
 */
export async function placeDraft(
  deps: Pick<OutreachDeps, 'drafts' | 'people' | 'clock' | 'sender' | 'messages'>,
  placed: {
    id: string;
    candidateId: string;
    requester: Draft['requester'];
    request: DraftRequest;
    text: { subject: string; body: string };
    /** What its author wrote, before it was filled in: it may be said. */
    template: string;
    approvedBy: string | null;
    sequence: NonNullable<Draft['sequence']>;
    note: string;
  },
): Promise<Draft | null> {
  const { id, candidateId, requester, request, text, sequence, note } = placed;
  const candidate = await deps.people.byId(candidateId);
  if (!candidate) return null;
  const at = deps.clock.now();
  const known = buildFacts({
    candidate,
    touchpoints: [],
    requesterName: requester.name,
    request,
    instructions: [],
    aboutUs: deps.messages.aboutUs,
    now: at,
  });
  const facts: Fact[] = [
    ...known,
    { number: known.length + 1, text: placed.template, untrusted: true, from: 'asked' },
  ];
  const findings = checkDraft(text, facts, { channel: request.channel, language: deps.messages.language });
  const approvedBy = findings.length === 0 ? placed.approvedBy : null;
  const draft: Draft = {
    ...newDraft(deps, { id, candidateId, requester, request, sequence }),
    state: approvedBy ? 'approved' : 'waiting',
    version: 1,
    versions: [
      {
        number: 1,
        ...text,
        facts,
        factsUsed: [],
        findings,
        origin: 'template',
        by: requester.id,
        at,
        promptVersion: null,
        model: null,
        instruction: null,
        note,
      },
    ],
    approval: approvedBy ? { by: approvedBy, at, version: 1, confirmed: [], byItself: true } : null,
  };
  if (approvedBy)
    draft.unrecorded = [
      draftTouchpoint(draft, 'v1:approved:0', {
        kind: 'decision',
        by: approvedBy,
        at,
        note: 'Goes out without approval: the author of the sequence answers for this template',
      }),
    ];
  await deps.drafts.insert(draft);
  return deps.drafts.byId(id);
}
