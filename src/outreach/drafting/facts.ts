import { DateTime } from 'luxon';
import type { Candidate } from '#candidates/candidate.ts';
import { KINDS, type Kind, type Touchpoint } from '#engagement/touchpoint.ts';
import { type DraftRequest, type Fact, PURPOSES } from '../draft.ts';

export interface FactSources {
  candidate: Pick<
    Candidate,
    'name' | 'headline' | 'company' | 'location' | 'seniority' | 'skills' | 'interests' | 'source'
  >;
  /** Newest first. */
  touchpoints: readonly Pick<Touchpoint, '_id' | 'kind' | 'direction' | 'by' | 'at' | 'sentiment' | 'note'>[];
  requesterName: string;
  request: DraftRequest;
  /** What the recruiter asked to be changed, oldest first: what stands there may be said. */
  instructions: readonly string[];
  /** What every message may say about us, by an admin's settings; may be empty. */
  aboutUs: string;
  now: Date;
  /** Id of the touchpoint that is answered, if the message answers one. */
  answering?: string | null;
}

const HISTORY_LENGTH = 8;
const NOTE_LENGTH = 500;
/** Of the message that is answered. */
const ANSWERED_LENGTH = 2_500;

/**
 * Everything that a draft may rest on, numbered from 1. A model gets this and nothing else of the database, and
 * the checks hold a draft against it.
 */
export function buildFacts(sources: FactSources): Fact[] {
  const { candidate, request } = sources;
  const entries: (Entry | null)[] = [
    { text: `The candidate is ${oneLine(candidate.name)}.`, from: 'record' },
    about('record', 'Their headline', candidate.headline),
    about('record', 'They work at', candidate.company),
    about('record', 'They are in', candidate.location),
    about('record', 'Their seniority', candidate.seniority),
    about('record', 'Their skills', candidate.skills.join(', ')),
    ...candidate.interests.map(({ what, at, how }) =>
      about('record', `Interested in ${oneLine(what)}`, `${oneLine(how)}, ${when(at, sources.now)}.`),
    ),
    {
      text: `We know them through: ${source(candidate)}, since ${month(candidate.source.at)}.`,
      from: 'record',
    },
    ...history(sources),
    { text: `The message is from ${sources.requesterName}.`, from: 'us' },
    { text: `Its purpose: ${PURPOSES[request.purpose]}.`, from: 'us' },
    about('us', 'About us', sources.aboutUs),
    about('asked', 'The role', request.role),
    about('asked', 'To be mentioned', request.mention),
    ...sources.instructions.map((text) => about('asked', 'The recruiter asked', text)),
  ];
  return entries
    .filter((entry) => entry !== null)
    .map(({ text, from }, index) => ({ number: index + 1, text, untrusted: from !== 'us', from }));
}

interface Entry {
  text: string;
  from: NonNullable<Fact['from']>;
}

/** Facts as lines for the model; untrusted ones are fenced, and cannot close their fence. */
export function factsForModel(facts: readonly Fact[]): string {
  return facts
    .map(({ number, text, untrusted }) =>
      untrusted ? `[${number}] <untrusted>${text.replace(/[<>]/g, ' ')}</untrusted>` : `[${number}] ${text}`,
    )
    .join('\n');
}

/** One that is empty is no fact. */
function about(from: Entry['from'], label: string, value: string | null): Entry | null {
  const text = oneLine(value ?? '');
  return text ? { text: `${label}: ${text}`, from } : null;
}

function source({ source: { kind, detail } }: Pick<Candidate, 'source'>): string {
  return detail ? `${kind} (${oneLine(detail)})` : kind;
}

const NOT_TOLD: Kind[] = ['decision', 'status', 'opened'];

function history(sources: FactSources): Entry[] {
  return sources.touchpoints
    .filter(({ kind }) => !NOT_TOLD.includes(kind))
    .slice(0, HISTORY_LENGTH)
    .map((touchpoint) => {
      const isTheirs = touchpoint.direction === 'in';
      const sentiment = touchpoint.sentiment ? `, ${touchpoint.sentiment}` : '';
      const note = touchpoint.note
        ? `: “${oneLine(touchpoint.note).slice(0, touchpoint._id === sources.answering ? ANSWERED_LENGTH : NOTE_LENGTH)}”`
        : '';
      return {
        text: `${touchpoint._id === sources.answering ? 'What is answered: ' : ''}${KINDS[touchpoint.kind]} (${isTheirs ? 'from them' : 'from us'}${sentiment}), ${when(touchpoint.at, sources.now)}${note}`,
        // Only what they wrote themselves they know already: a note on a call is ours, whoever called.
        from: touchpoint.by === 'candidate' ? ('theirs' as const) : ('ours' as const),
      };
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
