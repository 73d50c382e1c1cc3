import {
  CHANNEL_IDS,
  type DraftRequest,
  type Fact,
  PURPOSES,
  type Purpose,
  TONES,
  type Tone,
} from '#outreach/draft.ts';
import { buildFacts } from '#outreach/drafting/facts.ts';
import { samplePeople } from '#sample/generate.ts';
import { SAMPLE_PEOPLE, type SamplePerson } from '#sample/people.ts';

/** A draft that a prompt is judged by. */
export interface EvalCase {
  name: string;
  request: DraftRequest;
  facts: Fact[];
}

const CASES = 30;
const NOW = new Date('2026-11-20T15:00:00Z');
const ROLES = ['', 'Staff Backend Engineer, Ledger', '', 'Data Scientist, Risk'];
const MENTIONS = ['', 'the talk at GopherCon', '', 'that we are opening an office in Lisbon'];
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Thirty cases over purposes, tones and channels, with people from the seed; the same ones every time. */
export function evalCases(): EvalCase[] {
  const people = [...SAMPLE_PEOPLE, ...samplePeople()].slice(0, CASES);
  return people.map((person, index) => {
    const request: DraftRequest = {
      purpose: at(Object.keys(PURPOSES) as Purpose[], index),
      role: at(ROLES, index),
      tone: at(Object.keys(TONES) as Tone[], index),
      mention: at(MENTIONS, Math.floor(index / 2)),
      channel: index % 5 === 4 ? at(CHANNEL_IDS, index) : 'email',
    };
    return {
      name: `${index + 1} ${request.purpose}, ${request.channel}`,
      request,
      facts: factsOf(person, request),
    };
  });
}

function factsOf(person: SamplePerson, request: DraftRequest): Fact[] {
  return buildFacts({
    candidate: {
      name: person.name,
      headline: person.headline,
      company: person.company,
      location: person.location,
      seniority: person.seniority,
      skills: person.skills,
      interests: (person.interests ?? []).map(([what, days, how]) => ({ what, at: daysAgo(days), how })),
      source: {
        kind: person.source,
        detail: person.sourceDetail ?? null,
        at: daysAgo(person.knownForDays),
        by: 'riley',
      },
    },
    touchpoints: person.history
      .toSorted((a, b) => a.daysAgo - b.daysAgo)
      .map((one, index) => ({
        _id: String(index),
        kind: one.kind,
        direction:
          one.kind === 'replied' || one.kind === 'inbound message' ? ('in' as const) : ('out' as const),
        by: one.kind === 'replied' || one.kind === 'inbound message' ? 'candidate' : 'riley',
        at: daysAgo(one.daysAgo),
        sentiment: one.sentiment ?? null,
        note: one.note,
      })),
    requesterName: 'Riley Park',
    request,
    instructions: [],
    aboutUs: 'Acme moves money for small shops. Careers: https://acme.example/careers',
    now: NOW,
  });
}
