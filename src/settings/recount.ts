/** Counting everybody's temperature anew, after its settings have changed. */
export interface Recount {
  _id: 'temperature';
  /** Another one for each change of the settings: what worked for an earlier one stops. */
  run: string;
  state: 'running' | 'done';
  /** Id of the last candidate who was counted. */
  after: string | null;
  counted: number;
  total: number;
  /** Slack user id of who changed the settings, and where the progress stands. */
  by: string;
  message: { channel: string; ts: string } | null;
  lease: { by: string; until: Date } | null;
  at: Date;
}
