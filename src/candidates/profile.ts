import type { Candidate, Interest, SENIORITIES } from './candidate.ts';

/** What a person can say about a candidate, identity aside; null and empty: not said. */
export interface Profile {
  name: string;
  headline: string | null;
  company: string | null;
  location: string | null;
  seniority: (typeof SENIORITIES)[number] | null;
  skills: string[];
  /** Words only; when and how they were expressed is added where they are kept. */
  interests: string[];
  tags: string[];
  /** Slack user id. */
  owner: string | null;
}

/** How an interest came to be known when a person typed it in. */
const HOW_TYPED = 'noted by a recruiter';

/** Interests as kept: those known already keep their date, new ones are of now. */
export function datedInterests(known: readonly Interest[], words: readonly string[], now: Date): Interest[] {
  return uniqueWords(words).map(
    (what) => known.find((interest) => sameWord(interest.what, what)) ?? { what, at: now, how: HOW_TYPED },
  );
}

/** The words in their order, each once, whatever its case. */
export function uniqueWords(words: readonly string[]): string[] {
  const trimmed = words.map((word) => word.trim()).filter((word) => word !== '');
  return trimmed.filter((word, index) => trimmed.findIndex((other) => sameWord(other, word)) === index);
}

function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The words of two lists, each once: what was known, then what is new. */
export function joinWords(known: readonly string[], added: readonly string[]): string[] {
  return uniqueWords([...known, ...added]);
}

/** What the record says, in the shape in which a person says it. */
export function profileOf(candidate: Candidate): Profile {
  const { name, headline, company, location, seniority, skills, interests, tags, owner } = candidate;
  return {
    name,
    headline,
    company,
    location,
    seniority,
    skills,
    interests: interests.map(({ what }) => what),
    tags,
    owner,
  };
}
