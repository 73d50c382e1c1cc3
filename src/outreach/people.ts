import type { Candidate } from '#candidates/candidate.ts';
import type { NewTouchpoint, Sentiment, Touchpoint } from '#engagement/touchpoint.ts';

/**
 * What outreach asks of the other features, as one small slice: who somebody is, what has happened, and the two
 * things that it tells them. app.ts fills it from their verbs.
 */
export interface People {
  /** Null when there is no such candidate, or none any more. */
  byId(candidateId: string): Promise<Candidate | null>;
  /** Several at once; who isn't among them is asked for by `byId`. */
  byIds(candidateIds: readonly string[]): Promise<Candidate[]>;
  /** Address in lower case. */
  byEmail(address: string): Promise<Candidate | null>;
  /** Whom a name, an e-mail address or a link means, best first. */
  search(text: string, limit: number): Promise<Candidate[]>;
  /** Starts a search by the query language. @throws PersonError for one that makes no sense */
  find(
    query: string,
    asker: { id: string; timeZone: string },
  ): Promise<{ searchId: string; text: string; total: number | null }>;
  /** Whom a search finds now, hottest first; null when it is forgotten or somebody else's. */
  found(
    searchId: string,
    asker: { id: string; timeZone: string },
    limit: number,
  ): Promise<{ text: string; total: number | null; ids: string[] } | null>;
  /** How warm the relationship is at the moment. */
  temperature(candidate: Candidate): 'hot' | 'warm' | 'cold';
  /** Newest first. */
  history(candidateId: string, limit: number): Promise<Touchpoint[]>;
  /** Writes to the history; the same id a second time changes nothing and answers false. */
  record(touchpoint: NewTouchpoint): Promise<boolean>;
  /** Puts down how an answer was meant; see engagement/judge.ts. @returns false when somebody has said so already */
  judge(touchpointId: string, sentiment: Sentiment, by: string): Promise<boolean>;
  touchpoint(touchpointId: string): Promise<Touchpoint | null>;
  /** They don't want it: the stage becomes `declined`. */
  decline(candidateId: string, by: string): Promise<void>;
  /** Marks somebody as not to be written to; a second time changes nothing. */
  suppress(candidateId: string, reason: 'opted out' | 'bounced', by: string): Promise<void>;
}
