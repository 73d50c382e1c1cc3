import type { Buffer } from 'node:buffer';

/** What somebody hands in: a mail as it came, or what became of one that we sent. */
export type HandedIn =
  | { kind: 'message'; raw: Uint8Array }
  | {
      kind: 'failed' | 'complaint';
      /** In lower case; null when it doesn't say. */
      recipient: string | null;
      /** Of our message, with angle brackets. */
      messageId: string | null;
      /** RFC 3463, e.g. `5.1.1`. */
      status: string | null;
      /** Whether the address itself doesn't work. */
      permanent: boolean;
    };

export interface WebhookRequest {
  body: Buffer;
  contentType: string;
  header(name: string): string | undefined;
}

export interface Checked {
  /** Null: whoever sends this has the secret. Otherwise why not, for the log. */
  refused: string | null;
  /** Names this very delivery, so that the same one handed in again changes nothing; null: its content tells. */
  delivery: string | null;
}

/** How one provider hands mail in; one file each in this folder. */
export interface WebhookFormat {
  /** Its address is `/mail/inbound/NAME`. */
  name: string;
  /** Most bytes that the provider hands in at once. */
  mostBytes: number;
  /** What can be refused by its headers alone, before anything is read. @returns why, or null */
  refuse(header: WebhookRequest['header'], now: Date): string | null;
  check(request: WebhookRequest, now: Date): Promise<Checked>;
  /** @throws when it isn't what the provider sends */
  read(request: WebhookRequest): Promise<HandedIn[]>;
}

/** Mail servers take about 25 MB with attachments, and JSON writes them down a third longer; more is nobody's answer. */
export const MAIL_BYTES = 36_000_000;

export const REFUSED = (why: string): Checked => ({ refused: why, delivery: null });

/** `a@b.c` in brackets or bare, as a Message-ID. */
export function asMessageId(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const bare = value.trim().replace(/^<|>$/g, '');
  return /^[^<>\s@]+@[^<>\s@]+$/.test(bare) ? `<${bare}>` : null;
}

/** Lower case, trimmed; null for what can be none. */
export function asAddress(value: unknown): string | null {
  return typeof value === 'string' && value.includes('@') ? value.trim().toLowerCase() : null;
}
