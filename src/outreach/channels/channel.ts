import type { Candidate } from '#candidates/candidate.ts';
import type { Reason } from '../permission/reason.ts';

/** A way in which a message reaches somebody; one file each in this folder. */
export interface Channel {
  id: 'email' | 'linkedin' | 'phone';
  label: string;
  /** Whether we send it ourselves once it is approved, or a person copies the text and says when it is sent. */
  goesOut: 'by us' | 'by hand';
  needsSubject: boolean;
  /** Characters of the longest text. */
  longest: number;
  /** Whether the hour where they are matters: a mail rings at night, a text to copy is sent by whoever copies it. */
  asksHours: boolean;
  /** Where it reaches them; null when the card doesn't say. */
  addressOf(candidate: Pick<Candidate, 'emails' | 'phones' | 'links'>): string | null;
  /** Reasons against writing that only this channel has. @param postalAddress MAIL_POSTAL_ADDRESS */
  hardReasons(candidate: Candidate, postalAddress: string | null): Reason[];
}
