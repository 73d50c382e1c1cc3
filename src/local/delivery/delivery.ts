/** Something that happens in the workspace and is told to the app. */
export interface Outgoing {
  kind: 'slash_commands' | 'interactive' | 'events_api';
  /** For the traffic list: the command, the action id, the event's type. */
  name: string;
  payload: Record<string, unknown>;
}

/** What came back for a command or an interaction. */
export type Ack =
  /** `payload` is what the app answered with; an empty object or string when it only acknowledged. */
  { ok: true; payload: unknown } | { ok: false; reason: 'timeout' | 'not connected' | 'refused' };

/** How payloads reach the app: Socket Mode or signed HTTP. */
export interface Delivery {
  /** Sends a command or an interaction and waits for its acknowledgement, `ackTimeoutMs` at most. */
  send(outgoing: Outgoing): Promise<Ack>;
  /** Sends an event; it is sent again until it is acknowledged, three times at most. */
  tell(event: Outgoing): void;
  connected(): boolean;
  close(): Promise<void>;
}

/** Milliseconds before the first, second and third repetition of an event, as docs.slack.dev/apis/events-api says. */
export const EVENT_RETRIES_MS: readonly number[] = [1_000, 60_000, 300_000];
