import { wordsOf } from '#candidates/search-words.ts';

/** A day on which people are met, in the collection `events`. */
export interface Event {
  _id: string;
  name: string;
  /** The name as it is looked up; unique among those that aren't deleted. */
  key: string;
  /** `2026-11-30`, where it takes place. */
  day: string;
  /** IANA zone of who made it: when its day ends. */
  timeZone: string;
  place: string | null;
  /** What whoever attended gets. */
  tags: string[];
  pool: string | null;
  /** The sequence that begins the day after; null: none. */
  sequence: string | null;
  by: string;
  revision: number;
  createdAt: Date;
  deletedAt: Date | null;
}

export const ATTENDANCE_STATES = {
  registered: 'Registered',
  attended: 'Attended',
  absent: 'Not there',
} as const;
export type AttendanceState = keyof typeof ATTENDANCE_STATES;

/** One person on the list of one event, in the collection `attendances`. */
export interface Attendance {
  /** `EVENT:CANDIDATE`. */
  _id: string;
  event: string;
  candidateId: string;
  /** The name as lists are sorted, when they were put on it. */
  nameKey: string;
  state: AttendanceState;
  by: string;
  at: Date;
  /** Whether touchpoint, tags and pool of somebody who attended are written; `Undo` is possible until then. */
  settled: boolean;
  /** Enrolled, or why not; null: not yet, or there is nothing to enrol in. */
  followUp: { at: Date; result: string } | null;
  /** When the sequence begins that the event has then; null: no longer, or not yet. */
  followUpAt: Date | null;
}

/** Somebody who checks in has so long to say that it was a slip. */
export const UNDO_MS = 600_000;
export const MOST_NAME = 100;

export function attendanceId(event: string, candidateId: string): string {
  return `${event}:${candidateId}`;
}

/**
 * What two names of one event have in common: its words without accents, case and punctuation. Empty for a name
 * without any.
 */
export function eventKey(name: string): string {
  return wordsOf(name).join(' ');
}
