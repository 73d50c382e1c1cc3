/** A note to oneself about a candidate, that comes back on its day. */
export interface Reminder {
  _id: string;
  /** Slack user id. */
  by: string;
  /** IANA zone of whoever asked, when they asked. */
  timeZone: string;
  candidateId: string;
  note: string;
  dueAt: Date;
  state: 'open' | 'done';
  /** When it was told; null: not yet, or snoozed since. */
  toldAt: Date | null;
  /** Whoever tells it, or could not tell it, has it until then; missing: nobody has. */
  lease?: { until: Date } | null;
  at: Date;
}

export const MAX_NOTE = 500;
