import type { Candidate } from '#candidates/candidate.ts';
import type { NewTouchpoint, Touchpoint } from '#engagement/touchpoint.ts';

/**
 * What outreach asks of the other features, as one small slice: who somebody is, what has happened, and the two
 * things that it tells them. app.ts fills it from their verbs.
 */
export interface People {
  /** Null when there is no such candidate, or none any more. */
  byId(candidateId: string): Promise<Candidate | null>;
  /** Address in lower case. */
  byEmail(address: string): Promise<Candidate | null>;
  /** Whom a name, an e-mail address or a link means, best first. */
  search(text: string, limit: number): Promise<Candidate[]>;
  /** How warm the relationship is at the moment. */
  temperature(candidate: Candidate): 'hot' | 'warm' | 'cold';
  /** Newest first. */
  history(candidateId: string, limit: number): Promise<Touchpoint[]>;
  /** Writes to the history; the same id a second time changes nothing and answers false. */
  record(touchpoint: NewTouchpoint): Promise<boolean>;
  /** Marks somebody as not to be written to; a second time changes nothing. */
  suppress(candidateId: string, reason: 'opted out' | 'bounced', by: string): Promise<void>;
}
