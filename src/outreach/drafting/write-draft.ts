import { z } from 'zod';
import type { Candidate } from '#candidates/candidate.ts';
import type { Touchpoint } from '#engagement/touchpoint.ts';
import { checkDraft, isPoisoned } from '../checks/check-draft.ts';
import { LANGUAGES, type Language } from '../checks/shape.ts';
import type { OutreachDeps } from '../deps.ts';
import {
  type Draft,
  type Fact,
  type Finding,
  newestVersion,
  senderOf,
  TONES,
  type Version,
} from '../draft.ts';
import { MAX_BODY, MAX_SUBJECT } from '../limits.ts';
import { costOf } from '../message-rules.ts';
import { settle } from '../record-changes.ts';
import { buildFacts, factsForModel } from './facts.ts';
import { templateDraft } from './template-draft.ts';

/** Longer than one question to the model may take; renewed before a second one. */
const LEASE_MS = 40_000;
const HISTORY = 30;
/** A person waits: after so long there is a draft, whatever the model does. */
const PATIENCE_MS = 28_000;
/** Less time than this isn't worth a second question. */
const LEAST_MS = 4_000;

const answerSchema = z.object({ subject: z.string(), body: z.string(), factsUsed: z.array(z.number()) });

type Written = Pick<
  Version,
  | 'subject'
  | 'body'
  | 'factsUsed'
  | 'findings'
  | 'origin'
  | 'model'
  | 'promptVersion'
  | 'note'
  | 'usage'
  | 'cost'
>;

/**
 * Writes the next version of a draft, by the model or else by template, and shows it. Safe to call at any time
 * and from several processes: whoever holds the lease writes, the others do nothing.
 */
export async function writeDraft(deps: OutreachDeps, draftId: string): Promise<void> {
  const draft = await lease(deps, draftId);
  if (!draft) return;
  const candidate = await deps.people.byId(draft.candidateId);
  if (!candidate) {
    await discardForMissing(deps, draft);
    return;
  }
  const touchpoints = await deps.people.history(draft.candidateId, HISTORY);
  const now = deps.clock.now();
  const facts = buildFacts({
    candidate,
    touchpoints,
    requesterName: senderOf(draft).name,
    request: draft.request,
    instructions: instructionsOf(draft),
    aboutUs: deps.messages.aboutUs,
    answering: draft.answers?.touchpointId ?? null,
    now,
  });
  const text = await write(deps, draft, { candidate, touchpoints, facts });
  // An answer stays in its thread: mail programs go by the subject, too.
  const written = { ...text, subject: draft.answers?.subject || text.subject };
  const result = await deps.drafts.finishDrafting(draftId, deps.processId, {
    number: draft.version + 1,
    facts,
    by: draft.rewrite?.by ?? draft.requester.id,
    at: deps.clock.now(),
    instruction: draft.rewrite?.instruction ?? null,
    ...written,
  });
  if (result.moved) {
    deps.logger.info({ draftId, origin: written.origin }, 'draft written');
    await settle(deps, result.draft);
  }
}

function instructionsOf(draft: Draft): string[] {
  return [...draft.versions.map(({ instruction }) => instruction), draft.rewrite?.instruction ?? null].filter(
    (instruction) => instruction !== null,
  );
}

function lease(deps: OutreachDeps, draftId: string): Promise<Draft | null> {
  const now = deps.clock.now();
  return deps.drafts.leaseDrafting(draftId, deps.processId, now, new Date(now.getTime() + LEASE_MS));
}

async function discardForMissing(deps: OutreachDeps, draft: Draft): Promise<void> {
  const result = await deps.drafts.discard(draft._id, ['drafting'], null, {
    by: 'rekindle',
    at: deps.clock.now(),
    problem: 'The candidate was deleted in the meantime.',
    touchpoints: [],
  });
  if (result.moved) await deps.show(draft._id);
}

interface Material {
  candidate: Candidate;
  touchpoints: Touchpoint[];
  facts: Fact[];
}

async function write(deps: OutreachDeps, draft: Draft, material: Material): Promise<Written> {
  if (!deps.model) {
    const note = draft.rewrite
      ? 'No model is set up, so the instruction could not be followed; this is a plain draft from a template. Edit it as you like.'
      : draft.answers
        ? 'No model is set up; this is a plain draft from a template that doesn’t know what they wrote.'
        : 'No model is set up; this is a plain draft from a template.';
    return fromTemplate(deps, draft, material, note);
  }
  const until = performance.now() + PATIENCE_MS;
  const first = await ask(deps, draft, material, null, until);
  if ('reason' in first)
    return fromTemplate(deps, draft, material, `${first.reason} This is a plain draft from a template.`);
  const better = first.findings.length > 0 ? await improve(deps, draft, material, first, until) : first;
  if (!better.body)
    return fromTemplate(
      deps,
      draft,
      material,
      'The model’s message was empty; this is a plain draft from a template.',
    );
  if (!isPoisoned(better.findings)) return better;
  deps.logger.warn({ draftId: draft._id }, 'a model’s draft was thrown away: it holds what nobody asked for');
  return fromTemplate(
    deps,
    draft,
    material,
    'The model’s message held something that none of us gave it (a link, a promise, a note, an instruction), so it was thrown away. This is a plain draft from a template.',
  );
}

/** One rewrite when a check failed; what fails again is marked for the person who decides. */
async function improve(
  deps: OutreachDeps,
  draft: Draft,
  material: Material,
  first: Written,
  until: number,
): Promise<Written> {
  if (until - performance.now() < LEAST_MS) return first;
  // The second question needs its time as well; without the lease somebody else is at it already.
  if (!(await lease(deps, draft._id))) return first;
  const second = await ask(deps, draft, material, first, until);
  if ('reason' in second) return first;
  const kept = second.findings.length > first.findings.length && !isPoisoned(first.findings) ? first : second;
  const usage = {
    inputTokens: (first.usage?.inputTokens ?? 0) + (second.usage?.inputTokens ?? 0),
    outputTokens: (first.usage?.outputTokens ?? 0) + (second.usage?.outputTokens ?? 0),
  };
  return { ...kept, usage, cost: costOf(deps.messages, kept.model ?? '', usage) };
}

function fromTemplate(deps: OutreachDeps, draft: Draft, material: Material, note: string): Written {
  const { candidate, touchpoints, facts } = material;
  const textFor = (person: Candidate) => {
    const text = templateDraft({
      candidate: person,
      touchpoints,
      requesterName: senderOf(draft).name,
      request: draft.request,
      isAnswer: draft.answers !== null && draft.answers !== undefined,
    });
    return { text, findings: check(deps, draft, text, facts) };
  };
  const whole = textFor(candidate);
  // A record may hold what an import or a profile brought in: then only what the recruiter asked for is said.
  const { text, findings } = isPoisoned(whole.findings)
    ? textFor({ ...candidate, headline: null, company: null, skills: [], interests: [] })
    : whole;
  return {
    ...text,
    factsUsed: [],
    findings,
    origin: 'template',
    model: null,
    promptVersion: null,
    usage: null,
    cost: null,
    note,
  };
}

async function ask(
  deps: OutreachDeps,
  draft: Draft,
  { facts }: Material,
  failed: Written | null,
  until: number,
): Promise<Written | { reason: string }> {
  const previous = failed ?? newestVersion(draft);
  const prompt = await deps.prompt.render({
    channel: draft.request.channel,
    tone: TONES[draft.request.tone],
    language: LANGUAGES[deps.messages.language as Language]?.name ?? 'English',
    style: deps.messages.style.replace(/\s+/g, ' ').trim(),
    facts: factsForModel(facts),
    previous: previous ? `${previous.subject}\n\n${previous.body}`.trim() : '',
    instruction: draft.rewrite?.instruction ?? '',
    problems: failed ? failed.findings.map(inOneLine).join('\n') : '',
  });
  const answer = await deps.model?.generate({
    prompt: { ...prompt, maxOutputTokens: deps.prompt.maxOutputTokens },
    schema: answerSchema,
    schemaName: 'draft_message',
    signal: AbortSignal.timeout(Math.max(1, Math.round(until - performance.now()))),
  });
  if (!answer) return { reason: 'No model is set up.' };
  if (answer.outcome !== 'ok') return { reason: answer.reason };
  const text = {
    subject: draft.request.channel === 'email' ? answer.value.subject.replace(/\s+/g, ' ').trim() : '',
    body: answer.value.body.trim(),
  };
  return {
    subject: text.subject.slice(0, MAX_SUBJECT),
    body: text.body.slice(0, MAX_BODY),
    factsUsed: answer.value.factsUsed.filter((number) => facts.some((fact) => fact.number === number)),
    findings: check(deps, draft, text, facts),
    origin: 'model',
    model: answer.model,
    promptVersion: deps.prompt.version,
    usage: answer.usage,
    cost: costOf(deps.messages, answer.model, answer.usage),
    note: null,
  };
}

function check(
  deps: Pick<OutreachDeps, 'messages'>,
  draft: Draft,
  text: { subject: string; body: string },
  facts: Fact[],
): Finding[] {
  return checkDraft(text, facts, {
    channel: draft.request.channel,
    language: deps.messages.language,
  });
}

function inOneLine({ sentence, problem }: Finding): string {
  return sentence ? `- “${sentence}”: ${problem}` : `- ${problem}`;
}
