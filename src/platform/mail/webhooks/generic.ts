import { z } from 'zod';
import { isFresh, isSignedInbound } from '../signature.ts';
import { composeParts } from './compose.ts';
import { asAddress, asMessageId, MAIL_BYTES, REFUSED, type WebhookFormat } from './format.ts';

const line = z.string().max(2_000);
const mailSchema = z.object({
  from: line,
  to: line,
  subject: line.default(''),
  text: z.string().default(''),
  html: z.string().nullable().default(null),
  messageId: line.nullable().default(null),
  inReplyTo: line.nullable().default(null),
  references: z.array(line).max(200).default([]),
  headers: z.record(line, z.string().max(10_000)).default({}),
});
const eventSchema = z.object({
  event: z.enum(['failed', 'complaint']),
  recipient: line.nullable().default(null),
  messageId: line.nullable().default(null),
  status: z
    .string()
    .regex(/^[245]\.\d{1,3}\.\d{1,3}$/)
    .nullable()
    .default(null),
  permanent: z.boolean().default(false),
});

const WRONG = 'The signature is missing, wrong, or older than 5 minutes.';

/** Our own format, signed with INBOUND_SECRET: the raw message, or JSON for who can't get at it. */
export function generic(secret: string): WebhookFormat {
  return {
    name: 'generic',
    mostBytes: MAIL_BYTES,
    refuse(header, now) {
      const isShaped = /^v1=[0-9a-f]{64}$/.test(header('X-Rekindle-Signature') ?? '');
      return isShaped && isFresh(header('X-Rekindle-Timestamp'), now) ? null : WRONG;
    },
    async check({ body, header }, now) {
      const signature = header('X-Rekindle-Signature');
      const request = { timestamp: header('X-Rekindle-Timestamp'), signature, body };
      return isSignedInbound(secret, request, now)
        ? { refused: null, delivery: signature ?? null }
        : REFUSED(WRONG);
    },
    async read({ body, contentType }) {
      if (contentType === 'message/rfc822') return [{ kind: 'message', raw: body }];
      const handed: unknown = JSON.parse(body.toString('utf8'));
      const event = eventSchema.safeParse(handed);
      if (event.success) {
        const { event: kind, recipient, messageId, status, permanent } = event.data;
        return [
          { kind, recipient: asAddress(recipient), messageId: asMessageId(messageId), status, permanent },
        ];
      }
      const mail = mailSchema.parse(handed);
      const headers = Object.entries(mail.headers).map(([name, value]) => ({ name, value }));
      return [{ kind: 'message', raw: await composeParts({ ...mail, headers }) }];
    },
  };
}
