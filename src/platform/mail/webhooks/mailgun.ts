import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isSameSecret } from '#platform/same-secret.ts';
import { composeParts } from './compose.ts';
import {
  asAddress,
  asMessageId,
  type Checked,
  MAIL_BYTES,
  REFUSED,
  type WebhookFormat,
  type WebhookRequest,
} from './format.ts';

/** Seconds that a signature may be old; Mailgun retries with a new one. */
const WINDOW_SECONDS = 300;

const signatureSchema = z.object({ timestamp: z.string(), token: z.string().min(1), signature: z.string() });
/** documentation.mailgun.com, “Webhooks”: what became of a message. */
const eventSchema = z.object({
  signature: signatureSchema,
  'event-data': z.object({
    event: z.string(),
    severity: z.string().optional(),
    recipient: z.string().optional(),
    'delivery-status': z
      .object({ code: z.number().optional(), 'enhanced-code': z.string().nullish() })
      .optional(),
    message: z.object({ headers: z.object({ 'message-id': z.string().optional() }).optional() }).optional(),
  }),
});

/** Mailgun's routes (forms, with the raw mail when the address ends in `mime`) and its webhooks (JSON). */
export function mailgun(signingKey: string): WebhookFormat {
  return {
    name: 'mailgun',
    mostBytes: MAIL_BYTES,
    // The signature stands in the body.
    refuse: () => null,
    async check(request, now) {
      const given = signatureSchema.safeParse(
        request.contentType === 'application/json'
          ? (JSON.parse(request.body.toString('utf8')) as { signature?: unknown }).signature
          : Object.fromEntries(await fieldsOf(request)),
      );
      return given.success ? checked(signingKey, given.data, now) : REFUSED('The signature is missing.');
    },
    async read(request) {
      if (request.contentType === 'application/json') return readEvent(request);
      const fields = await fieldsOf(request);
      const raw = fields.get('body-mime');
      if (raw) return [{ kind: 'message', raw: Buffer.from(raw, 'utf8') }];
      const headers = z
        .array(z.tuple([z.string(), z.string()]))
        .parse(JSON.parse(fields.get('message-headers') ?? '[]'));
      const header = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1] ?? null;
      return [
        {
          kind: 'message',
          raw: await composeParts({
            from: fields.get('from') ?? fields.get('sender') ?? '',
            to: fields.get('recipient') ?? '',
            subject: fields.get('subject') ?? '',
            text: fields.get('body-plain') ?? '',
            html: fields.get('body-html') ?? null,
            messageId: header('message-id'),
            inReplyTo: header('in-reply-to'),
            references: header('references')?.split(/\s+/) ?? [],
            headers: headers.map(([name, value]) => ({ name, value })),
          }),
        },
      ];
    },
  };
}

function checked(key: string, given: z.infer<typeof signatureSchema>, now: Date): Checked {
  const { timestamp, token, signature } = given;
  const age = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!(age <= WINDOW_SECONDS)) return REFUSED('The signature is older than 5 minutes.');
  const right = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  return isSameSecret(right, signature)
    ? { refused: null, delivery: token }
    : REFUSED('The signature is wrong.');
}

function readEvent({ body }: WebhookRequest) {
  const { 'event-data': data } = eventSchema.parse(JSON.parse(body.toString('utf8')));
  if (data.event !== 'failed' && data.event !== 'complained') return [];
  const status = data['delivery-status'];
  const enhanced = status?.['enhanced-code'] ?? null;
  return [
    {
      kind: data.event === 'failed' ? ('failed' as const) : ('complaint' as const),
      recipient: asAddress(data.recipient),
      messageId: asMessageId(data.message?.headers?.['message-id']),
      status: enhanced,
      // “Permanent” is also said of policies and full mailboxes: only what is about the address counts.
      permanent:
        data.severity === 'permanent' &&
        (enhanced ? enhanced.startsWith('5.1.') : [550, 551, 553].includes(status?.code ?? 0)),
    },
  ];
}

/** Forms of both kinds are read by the platform's own reader. Files are attachments, and not looked at. */
async function fieldsOf({ body, header }: WebhookRequest): Promise<Map<string, string>> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': header('Content-Type') ?? '' },
  }).formData();
  return new Map([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
