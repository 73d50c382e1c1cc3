import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';

/** A mail that a provider has taken apart. */
export interface Parts {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string | null;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  /** Headers that say what kind of mail it is. */
  headers: { name: string; value: string }[];
}

/** Headers by which machines' mails are told from people's; the others aren't looked at. */
const TELLING =
  /^(?:auto-submitted|precedence|x-auto|x-autoreply|x-autorespond|return-path|x-failed-recipients)/i;

/** Puts a mail together again, so that whatever way it came it is read by one and the same reader. */
export function composeParts(parts: Parts): Promise<Buffer> {
  return new MailComposer({
    from: parts.from,
    to: parts.to,
    subject: parts.subject,
    text: parts.text,
    ...(parts.html && { html: parts.html }),
    // The same mail handed in twice is one.
    messageId:
      parts.messageId ??
      `<${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}@handed-in.invalid>`,
    ...(parts.inReplyTo && { inReplyTo: parts.inReplyTo }),
    references: parts.references,
    headers: parts.headers
      .filter(({ name }) => TELLING.test(name))
      .map(({ name, value }) => ({ key: name, value: value.replace(/[\r\n]+/g, ' ') })),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
