import { z } from 'zod';
import { isSameSecret } from '#platform/same-secret.ts';
import { composeParts } from './compose.ts';
import { asAddress, asMessageId, MAIL_BYTES, REFUSED, type WebhookFormat } from './format.ts';

/** postmarkapp.com/developer/webhooks/inbound-webhook: the parts, and the raw mail where that is switched on. */
const inboundSchema = z.object({
  From: z.string(),
  To: z.string().default(''),
  Subject: z.string().default(''),
  TextBody: z.string().default(''),
  HtmlBody: z.string().default(''),
  RawEmail: z.string().optional(),
  Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
/** postmarkapp.com/developer/webhooks/bounce-webhook and spam-complaint-webhook. */
const bounceSchema = z.object({
  RecordType: z.enum(['Bounce', 'SpamComplaint']),
  Type: z.string().default(''),
  Email: z.string(),
  Details: z.string().default(''),
  Metadata: z.record(z.string(), z.string()).default({}),
});

/** Types of Postmark that say that the address doesn't work; the others may pass. */
const FOR_GOOD = ['HardBounce', 'BadEmailAddress', 'AddressChange'];

const WRONG = 'The password in the address is missing or wrong.';

/** Postmark signs nothing: the address given to it carries the secret, `https://postmark:SECRET@host/mail/inbound/postmark`. */
export function postmark(secret: string): WebhookFormat {
  return {
    name: 'postmark',
    mostBytes: MAIL_BYTES,
    refuse: (header) => (hasPassword(secret, header('Authorization')) ? null : WRONG),
    async check({ header }) {
      return hasPassword(secret, header('Authorization'))
        ? { refused: null, delivery: null }
        : REFUSED(WRONG);
    },
    async read({ body }) {
      const handed: unknown = JSON.parse(body.toString('utf8'));
      const bounce = bounceSchema.safeParse(handed);
      if (bounce.success) {
        const { RecordType, Type, Email, Details, Metadata } = bounce.data;
        return [
          {
            kind: RecordType === 'Bounce' ? 'failed' : 'complaint',
            recipient: asAddress(Email),
            messageId: asMessageId(Metadata['message-id']),
            status: /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(Details)?.[1] ?? null,
            permanent: FOR_GOOD.includes(Type),
          },
        ];
      }
      // Opens, clicks and deliveries are theirs to tell; ours come from our own links.
      if (typeof handed === 'object' && handed !== null && 'RecordType' in handed) return [];
      const mail = inboundSchema.parse(handed);
      if (mail.RawEmail) return [{ kind: 'message', raw: Buffer.from(mail.RawEmail, 'utf8') }];
      const header = (name: string) =>
        mail.Headers.find((one) => one.Name.toLowerCase() === name)?.Value ?? null;
      return [
        {
          kind: 'message',
          raw: await composeParts({
            from: mail.From,
            to: mail.To,
            subject: mail.Subject,
            text: mail.TextBody,
            html: mail.HtmlBody || null,
            messageId: header('message-id'),
            inReplyTo: header('in-reply-to'),
            references: header('references')?.split(/\s+/) ?? [],
            headers: mail.Headers.map(({ Name, Value }) => ({ name: Name, value: Value })),
          }),
        },
      ];
    },
  };
}

/** Compares in constant time. */
function hasPassword(secret: string, authorization: string | undefined): boolean {
  const [scheme, given = ''] = (authorization ?? '').split(' ');
  const password = Buffer.from(given, 'base64').toString('utf8').split(':').slice(1).join(':');
  return scheme?.toLowerCase() === 'basic' && isSameSecret(secret, password);
}
