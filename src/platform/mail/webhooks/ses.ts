import { createVerify } from 'node:crypto';
import { z } from 'zod';
import { asAddress, asMessageId, REFUSED, type WebhookFormat } from './format.ts';

/** docs.aws.amazon.com/sns, “Verifying the signatures of Amazon SNS messages”. */
const envelopeSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.string(),
  Subject: z.string().nullish(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Sns = z.infer<typeof envelopeSchema>;

const headersSchema = z.object({ 'message-id': z.string().optional() });
/** docs.aws.amazon.com/ses, “Amazon SNS notification contents”; identities and event publishing name it differently. */
const noticeSchema = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  content: z.string().optional(),
  receipt: z.object({ action: z.object({ encoding: z.string().optional() }).optional() }).optional(),
  mail: z
    .object({
      commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    })
    .optional(),
  bounce: z
    .object({
      bounceType: z.string(),
      bouncedRecipients: z.array(z.object({ emailAddress: z.string(), status: z.string().optional() })),
    })
    .optional(),
  complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: z.string() })) }).optional(),
});

/** SNS carries 256 kB, and an envelope around it. */
const NOTICE_BYTES = 1_000_000;
/** Longest time between Amazon's clock and ours. */
const WINDOW_MS = 3_600_000;
const AMAZON = /^sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;

/**
 * Amazon SES by SNS: signed with a certificate that lies at Amazon, for our topic only. Written by hand since the
 * libraries fetch certificates by themselves, which no test can stand in for.
 * @param fetchText gets a certificate, and visits the address that confirms a subscription
 */
export function ses(
  topicArn: string,
  fetchText: (url: string) => Promise<string> = async (url) => (await fetch(url)).text(),
): WebhookFormat {
  const certificates = new Map<string, string>();
  const parse = (body: Buffer): Sns => envelopeSchema.parse(JSON.parse(body.toString('utf8')));
  return {
    name: 'ses',
    mostBytes: NOTICE_BYTES,
    // The signature stands in the body.
    refuse: () => null,
    async check({ body }, now) {
      const sns = parse(body);
      if (sns.TopicArn !== topicArn) return REFUSED('It is another topic’s than SES_TOPIC_ARN.');
      if (!(Math.abs(now.getTime() - Date.parse(sns.Timestamp)) <= WINDOW_MS))
        return REFUSED('It is older than an hour.');
      const url = URL.canParse(sns.SigningCertURL) ? new URL(sns.SigningCertURL) : null;
      if (url?.protocol !== 'https:' || !AMAZON.test(url.hostname) || !url.pathname.endsWith('.pem'))
        return REFUSED('The certificate isn’t Amazon’s.');
      const certificate = certificates.get(url.href) ?? (await fetchText(url.href));
      const right = createVerify(sns.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
        .update(signedText(sns), 'utf8')
        .verify(certificate, sns.Signature, 'base64');
      if (!right) return REFUSED('The signature is wrong.');
      // Only what has proved right is kept: not a page that says “busy”, and nothing that strangers name.
      certificates.set(url.href, certificate);
      return { refused: null, delivery: sns.MessageId };
    },
    async read({ body }) {
      const sns = parse(body);
      if (sns.Type === 'SubscriptionConfirmation') {
        const url = sns.SubscribeURL && URL.canParse(sns.SubscribeURL) ? new URL(sns.SubscribeURL) : null;
        if (url?.protocol === 'https:' && AMAZON.test(url.hostname)) await fetchText(url.href);
        return [];
      }
      if (sns.Type !== 'Notification') return [];
      return handedIn(noticeSchema.parse(JSON.parse(sns.Message)));
    },
  };
}

function handedIn(notice: z.infer<typeof noticeSchema>) {
  const kind = notice.notificationType ?? notice.eventType;
  const header = notice.mail?.headers?.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  const messageId = asMessageId(
    header ?? headersSchema.safeParse(notice.mail?.commonHeaders).data?.['message-id'],
  );
  if (kind === 'Received' && notice.content) {
    const encoding = notice.receipt?.action?.encoding === 'BASE64' ? 'base64' : 'utf8';
    return [{ kind: 'message' as const, raw: Buffer.from(notice.content, encoding) }];
  }
  const failed = (notice.bounce?.bouncedRecipients ?? []).map(({ emailAddress, status = null }) => ({
    kind: 'failed' as const,
    recipient: asAddress(emailAddress),
    messageId,
    status,
    permanent: notice.bounce?.bounceType === 'Permanent' && (status === null || status.startsWith('5.1.')),
  }));
  const complaints = (notice.complaint?.complainedRecipients ?? []).map(({ emailAddress }) => ({
    kind: 'complaint' as const,
    recipient: asAddress(emailAddress),
    messageId,
    status: null,
    permanent: false,
  }));
  return [...failed, ...complaints];
}

/** The fields that are signed, by kind, each name and value on a line of its own. */
function signedText(sns: Sns): string {
  const names =
    sns.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  return names
    .filter((name) => sns[name] !== undefined && sns[name] !== null)
    .map((name) => `${name}\n${sns[name]}\n`)
    .join('');
}
