import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import { KINDS, type Kind, type Touchpoint } from '#engagement/touchpoint.ts';
import { type DraftRequest, type Fact, PURPOSES } from '../draft.ts';

export interface FactSources {
  candidate: Candidate;
  /** Newest first. */
  touchpoints: readonly Touchpoint[];
  requesterName: string;
  request: DraftRequest;
  /** What the recruiter asked to be changed, oldest first: what stands there may be said. */
  instructions: readonly string[];
  now: Date;
}

const HISTORY_LENGTH = 8;
const NOTE_LENGTH = 500;

/**
 * Everything that a draft may rest on, numbered from 1. A model gets this and nothing else of the database, and
 * the checks hold a draft against it.
 */
export function buildFacts(sources: FactSources): Fact[] {
  const { candidate, request } = sources;
  const entries: (readonly [text: string, untrusted: boolean] | null)[] = [
    [`The candidate is ${candidate.name}.`, false],
    about('Their headline', candidate.headline),
    about('They work at', candidate.company),
    about('They are in', candidate.location),
    about('Their seniority', candidate.seniority),
    about('Their skills', candidate.skills.join(', ')),
    ...candidate.interests.map(
      ({ what, at, how }) =>
        [`Interested in ${what}: ${oneLine(how)}, ${when(at, sources.now)}.`, true] as const,
    ),
    [`We know them through: ${source(candidate)}, since ${month(candidate.source.at)}.`, true],
    ...history(sources),
    [`The message is from ${sources.requesterName}.`, false],
    [`Its purpose: ${PURPOSES[request.purpose]}.`, false],
    about('The role', request.role),
    about('To be mentioned', request.mention),
    ...sources.instructions.map((text) => about('The recruiter asked', text)),
  ];
  return entries
    .filter((entry) => entry !== null)
    .map(([text, untrusted], index) => ({ number: index + 1, text, untrusted }));
}

/** Facts as lines for the model; untrusted ones are fenced, and cannot close their fence. */
export function factsForModel(facts: readonly Fact[]): string {
  return facts
    .map(({ number, text, untrusted }) =>
      untrusted ? `[${number}] <untrusted>${text.replace(/[<>]/g, ' ')}</untrusted>` : `[${number}] ${text}`,
    )
    .join('\n');
}

/** What the record says was typed by somebody, and so is material and not an instruction. */
function about(label: string, value: string | null): readonly [string, boolean] | null {
  const text = oneLine(value ?? '');
  return text ? [`${label}: ${text}`, true] : null;
}

function source(candidate: Candidate): string {
  const { kind, detail } = candidate.source;
  return detail ? `${kind} (${oneLine(detail)})` : kind;
}

const NOT_TOLD: Kind[] = ['decision', 'status', 'opened'];

function history(sources: FactSources): (readonly [string, boolean])[] {
  return sources.touchpoints
    .filter(({ kind }) => !NOT_TOLD.includes(kind))
    .slice(0, HISTORY_LENGTH)
    .map((touchpoint) => {
      const who = touchpoint.direction === 'in' ? 'from them' : 'from us';
      const sentiment = touchpoint.sentiment ? `, ${touchpoint.sentiment}` : '';
      const note = touchpoint.note ? `: “${oneLine(touchpoint.note).slice(0, NOTE_LENGTH)}”` : '';
      return [
        `${KINDS[touchpoint.kind]} (${who}${sentiment}), ${when(touchpoint.at, sources.now)}${note}`,
        true,
      ] as const;
    });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function month(at: Date): string {
  return DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en').toFormat('LLLL yyyy');
}

function when(at: Date, now: Date): string {
  return `${DateTime.fromJSDate(at, { zone: 'utc' }).setLocale('en').toFormat('d LLLL yyyy')} (${ago(at, now)})`;
}

/** How long ago in words that fit into a letter: `today`, `12 days ago`, `8 months ago`. */
export function ago(at: Date, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 86_400_000));
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 60) return `${days} days ago`;
  const months = Math.round(days / 30.44);
  return months < 24 ? `${months} months ago` : `${Math.round(months / 12)} years ago`;
}
