/** A method's `ok: false`, with Slack's code for it. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  /** Seconds to wait, for HTTP 429; else null. */
  readonly retryAfter: number | null;

  constructor(code: string, details: Record<string, unknown> = {}, retryAfter: number | null = null) {
    super(code);
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

/** Slack's answer to arguments that don't fit, one line for each. */
export function badArguments(code: 'invalid_blocks' | 'invalid_arguments', messages: string[]): Refusal {
  return new Refusal(code, { response_metadata: { messages } });
}
