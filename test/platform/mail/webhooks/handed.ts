import { parseInbound } from '#platform/mail/parse.ts';
import type { HandedIn, WebhookFormat, WebhookRequest } from '#platform/mail/webhooks/format.ts';

export const NOW = new Date('2026-11-20T12:00:00Z');
export const SECONDS = NOW.getTime() / 1000;
export const SECRET = 'a secret of 16 and more characters';

/** As express hands it on. */
export function request(
  body: string | Buffer,
  contentType: string,
  headers: Record<string, string> = {},
): WebhookRequest {
  const all = new Map(
    Object.entries({ 'content-type': contentType, ...headers }).map(([k, v]) => [k.toLowerCase(), v]),
  );
  return {
    body: Buffer.from(body),
    contentType: contentType.split(';')[0] ?? '',
    header: (name) => all.get(name.toLowerCase()),
  };
}

export async function check(format: WebhookFormat, asked: WebhookRequest, now = NOW): Promise<string | null> {
  return (await format.check(asked, now)).refused;
}

export async function mailOf(handed: HandedIn | undefined) {
  if (handed?.kind !== 'message') throw new Error('no message');
  return parseInbound(handed.raw);
}

/** A mail of ours was answered, as each provider tells it. */
export const ANSWER = {
  from: { name: 'Ana López', address: 'ana@example.com' },
  subject: 'Re: Shall we talk?',
  inReplyTo: ['<draft-1@acme.example>'],
  references: ['<draft-0@acme.example>', '<draft-1@acme.example>'],
  messageId: '<answer@example.com>',
  text: 'Yes, gladly.',
};
