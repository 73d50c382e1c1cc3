import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Email } from 'postal-mime';
import type { Mail } from '../state/model.ts';

/** Mails that a receiver, their mail program or their mail server sends back. */

/** An answer that stays in the thread and quotes what it answers. */
export function answerAs(
  mail: Mail,
  parsed: Email,
  answer: { text: string; automatic: boolean; at: Date },
): Promise<Buffer> {
  const references = [parsed.references, mail.messageId]
    .filter((it) => typeof it === 'string' && it !== '')
    .join(' ');
  const subject = answer.automatic
    ? `Automatic reply: ${mail.subject}`
    : /^re:/i.test(mail.subject)
      ? mail.subject
      : `Re: ${mail.subject}`;
  const quoted = (parsed.text ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  const wrote = `On ${answer.at.toUTCString()}, ${parsed.from?.name || mail.from} wrote:`;
  const to = parsed.replyTo?.[0]?.address ?? mail.from;
  return new MailComposer({
    from: receiverOf(mail),
    to,
    subject,
    date: answer.at,
    messageId: newMessageId(receiverOf(mail)),
    ...(mail.messageId ? { inReplyTo: mail.messageId, references } : {}),
    text: answer.automatic ? answer.text : `${answer.text}\n\n${wrote}\n\n${quoted}\n`,
    ...(answer.automatic
      ? {
          headers: {
            'Auto-Submitted': 'auto-replied',
            'X-Auto-Response-Suppress': 'All',
            Precedence: 'auto_reply',
          },
        }
      : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** The mail that a `mailto:` address of List-Unsubscribe asks for. */
export function mailToUnsubscribe(mail: Mail, mailto: string, at: Date): Promise<Buffer> {
  const url = new URL(mailto);
  return new MailComposer({
    from: receiverOf(mail),
    to: decodeURIComponent(url.pathname),
    subject: url.searchParams.get('subject') ?? 'unsubscribe',
    text: url.searchParams.get('body') ?? 'unsubscribe',
    date: at,
    messageId: newMessageId(receiverOf(mail)),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/**
 * A delivery status notification, RFC 3464: what people read, what programs read, and the headers of the mail that
 * came back. Written out by hand since a `multipart/report` is nothing that a mail library composes.
 */
export function bounceOf(mail: Mail, raw: Buffer, permanent: boolean, at: Date): Buffer {
  const boundary = `report-${randomBytes(8).toString('hex')}`;
  const receiver = receiverOf(mail);
  const domain = receiver.split('@')[1] ?? 'localhost';
  const why = permanent ? 'User unknown' : 'Mailbox full';
  const [status, code] = permanent ? ['5.1.1', '550 5.1.1'] : ['4.2.2', '452 4.2.2'];
  const headers = raw.toString('latin1').split(/\r?\n\r?\n/)[0] ?? '';
  const lines = [
    `From: Mail Delivery Subsystem <mailer-daemon@${domain}>`,
    `To: <${mail.from}>`,
    `Subject: ${permanent ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}`,
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${newMessageId(`mailer-daemon@${domain}`)}`,
    ...(mail.messageId ? [`In-Reply-To: ${mail.messageId}`, `References: ${mail.messageId}`] : []),
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    permanent
      ? `Your message to <${receiver}> could not be delivered: ${why}.`
      : `Your message to <${receiver}> has not been delivered yet: ${why}. It will be tried again.`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; mx.${domain}`,
    `Arrival-Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    '',
    `Original-Recipient: rfc822; ${receiver}`,
    `Final-Recipient: rfc822; ${receiver}`,
    `Action: ${permanent ? 'failed' : 'delayed'}`,
    `Status: ${status}`,
    `Remote-MTA: dns; mx.${domain}`,
    `Diagnostic-Code: smtp; ${code} <${receiver}>: ${why}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function receiverOf(mail: Mail): string {
  return mail.to[0] ?? 'nobody@localhost';
}

function newMessageId(address: string): string {
  return `<${randomBytes(12).toString('hex')}@${address.split('@')[1] ?? 'localhost'}>`;
}
