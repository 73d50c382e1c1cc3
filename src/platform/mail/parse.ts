import EmailReplyParser from 'email-reply-parser';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';

/** A delivery report (RFC 3464) about something that we sent. */
export interface Bounce {
  /** In lower case; null when the report doesn't say. */
  recipient: string | null;
  /** Enhanced status code, e.g. `5.1.1`. */
  status: string | null;
  permanent: boolean;
  /** Message-ID of what bounced, with angle brackets, when the report quotes it or is an answer to it. */
  originalMessageId: string | null;
}

export interface InboundMail {
  /** Addresses in lower case. */
  from: { name: string; address: string } | null;
  to: string[];
  subject: string;
  /** With angle brackets; null when the message has none. */
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** What the person wrote, without what they quoted. */
  text: string;
  /** Written by a machine: out of office, a receipt. */
  automatic: boolean;
  /** Asks the sender to prove that they are a person before the mail is handed over. */
  challenge: boolean;
  /** From a mail system and no report that a program could read; Message-IDs that it names. */
  notice: { about: string[] } | null;
  bounce: Bounce | null;
}

/**
 * Characters of text that are looked at. Nobody answers with more, and the patterns by which quotes are found take time
 * by the square of the length: whoever writes to us could keep the process busy for a minute with one mail.
 */
const MAX_TEXT = 20_000;

/**
 * Reads a message as it came over the wire.
 * @throws when it is no e-mail message at all, or nested beyond reason
 */
export async function parseInbound(raw: Uint8Array): Promise<InboundMail> {
  const email = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    maxNestingDepth: 20,
    maxHeadersSize: 256 * 1024,
  });
  const from = mailboxes(email.from ? [email.from] : [])[0] ?? null;
  return {
    from: from && { name: from.name, address: from.address.toLowerCase() },
    to: mailboxes([...(email.to ?? []), ...(email.cc ?? [])]).map(({ address }) => address.toLowerCase()),
    subject: email.subject ?? '',
    messageId: messageIds(email.messageId)[0] ?? null,
    inReplyTo: messageIds(email.inReplyTo),
    references: messageIds(email.references),
    text: writtenText(email),
    automatic: isAutomatic(email),
    challenge: isChallenge(email),
    notice: readNotice(email, from?.address.toLowerCase() ?? ''),
    bounce: readBounce(email),
  };
}

function mailboxes(addresses: Address[]): { name: string; address: string }[] {
  return addresses
    .flatMap((entry) => (entry.group ? entry.group : [entry]))
    .filter((entry) => entry.address.includes('@'));
}

function messageIds(header: string | undefined): string[] {
  return header?.match(/<[^<>\s]+>/g) ?? [];
}

function writtenText(email: Email): string {
  const text = withoutEmptyLines((email.text ?? htmlAsText(email.html ?? '')).slice(0, MAX_TEXT));
  const written = new EmailReplyParser().parseReply(text).trim();
  // Somebody who wrote below or between the quotes: better too much than nothing.
  return written || text.trim();
}

/** Many empty lines in a row are one: the reader of quotes takes most time over them. */
function withoutEmptyLines(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n');
}

/**
 * Enough for a message without a text part: it is shown as text and never as HTML. No pattern here looks further than to
 * the next bracket: one that looks for an end that isn't there takes time by the square of the length.
 */
function htmlAsText(html: string): string {
  const shown = ['style', 'script', 'head'].reduce(withoutElements, html.slice(0, MAX_TEXT * 4));
  return withoutQuotes(shown)
    .replace(/<(br|\/p|\/div|\/li|\/tr)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutElements(html: string, name: string): string {
  const [opening, closing] = [new RegExp(`<${name}\\b`, 'gi'), new RegExp(`</${name}\\s?>`, 'gi')];
  let kept = '';
  let at = 0;
  for (;;) {
    opening.lastIndex = at;
    const start = opening.exec(html);
    closing.lastIndex = start?.index ?? 0;
    const end = start && closing.exec(html);
    if (!end) return kept + html.slice(at);
    kept += html.slice(at, start.index);
    at = closing.lastIndex;
  }
}

/** From the first quote to the end of the last one. */
function withoutQuotes(html: string): string {
  const start = html.search(/<blockquote\b/i);
  const end = [...html.matchAll(/<\/blockquote>/gi)].at(-1);
  return start < 0 || !end || end.index < start
    ? html
    : html.slice(0, start) + html.slice(end.index + end[0].length);
}

function header(email: Email, name: string): string | null {
  return (
    email.headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase() ?? null
  );
}

/** Subjects that programs without any telling header begin their answers with, in the languages seen most. */
const AUTOMATIC_SUBJECT =
  /^\s*(?:(?:re|aw|antw):\s*)?(?:auto(?:matic)?[ -]?(?:reply|response|antwort)|automatische antwort|out of (?:the )?office|ooo\b|abwesen(?:d|heit)|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|risposta automatica|resposta automática|automatisch antwoord|autosvar|frånvaro|i(?:’|'| a)m (?:away|on (?:leave|vacation|holiday)))/iu;

/** RFC 3834 first, then what the programs that don't know it send instead. */
function isAutomatic(email: Email): boolean {
  const submitted = header(email, 'auto-submitted');
  if (submitted) return !submitted.startsWith('no');
  return (
    header(email, 'x-autoreply') !== null ||
    header(email, 'x-autorespond') !== null ||
    header(email, 'x-auto-response-suppress') === 'oof' ||
    header(email, 'x-mailer-autoreply') !== null ||
    /auto.?reply|bulk|junk/.test(header(email, 'precedence') ?? '') ||
    AUTOMATIC_SUBJECT.test(email.subject ?? '')
  );
}

/** Challenge and response (TMDA, Boxbe, Spam Arrest, EarthLink …): there is no standard, so their words are known. */
const CHALLENGE =
  /(?:please )?(?:confirm|verify) (?:that )?(?:your|you(?: are|’re|'re)) (?:message|e-?mail|address|human|a (?:person|human)|sen(?:der|t))|(?:one-time |sender )?verification (?:request|required)|in order to (?:deliver|receive) your (?:message|e-?mail)|(?:boxbe|spam ?arrest|tmda|mailblocks|choicemail|bluebottle)|suspect e-?mail|guest list|has been (?:held|quarantined) (?:until|pending|for)|to (?:release|deliver) (?:it|your message),? (?:please )?(?:click|reply)|waiting for (?:your )?(?:confirmation|approval)/iu;

function isChallenge(email: Email): boolean {
  const text = `${email.subject ?? ''}\n${(email.text ?? htmlAsText(email.html ?? '')).slice(0, 1_500)}`;
  const isMachines = header(email, 'auto-submitted') !== null || header(email, 'precedence') !== null;
  return (
    CHALLENGE.test(text) &&
    (isMachines || header(email, 'x-boxbe') !== null || /confirm|verif|challenge/i.test(email.subject ?? ''))
  );
}

const MAIL_SYSTEM =
  /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|no-?reply-?(?:bounce|dsn)|bounces?)(?:[+-][^@]*)?@/i;

/** qmail and others write to people only: what they say is for a person, and says nothing certain to us. */
function readNotice(email: Email, from: string): InboundMail['notice'] {
  // A report that a program can read, of a delay or a delivery, is none for a person.
  const isReport = email.attachments.some(({ mimeType }) => mimeType === 'message/delivery-status');
  if (isReport || !MAIL_SYSTEM.test(from)) return null;
  const quoted = email.attachments.map((part) =>
    part.mimeType.startsWith('message/') ? contentText(part) : '',
  );
  const text = [email.text ?? '', ...quoted].join('\n').slice(0, MAX_TEXT);
  const named = [...text.matchAll(/^(?:message-id):[ \t]*(<[^<>\s]+>)/gim)].map(([, id]) => id ?? '');
  return { about: [...new Set([...named, ...messageIds(email.inReplyTo), ...messageIds(email.references)])] };
}

function readBounce(email: Email): Bounce | null {
  const report = email.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!report) return null;
  const fields = contentText(report);
  const action = field(fields, 'action');
  // Reports also tell of delays and of success.
  if (action !== 'failed') return null;
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(field(fields, 'status') ?? '')?.[0] ?? null;
  const original = email.attachments.find(
    ({ mimeType }) => mimeType === 'message/rfc822' || mimeType === 'text/rfc822-headers',
  );
  return {
    recipient: recipientOf(fields),
    status,
    permanent: isAboutTheAddress(status),
    originalMessageId:
      (original && messageIds(field(contentText(original), 'message-id') ?? undefined)[0]) ??
      // Some send the report without what it is about, as an answer to it.
      messageIds(email.inReplyTo)[0] ??
      messageIds(email.references).at(-1) ??
      null,
  };
}

/**
 * RFC 3463: class 5 is permanent, but a full mailbox (5.2.2), a message too big (5.3.4) and a policy (5.7.x) say
 * nothing against the address.
 */
function isAboutTheAddress(status: string | null): boolean {
  return status !== null && status.startsWith('5') && !/^5\.(2\.2|3\.4|7\.\d+)$/.test(status);
}

function recipientOf(fields: string): string | null {
  const value = field(fields, 'final-recipient') ?? field(fields, 'original-recipient');
  const address = value?.split(';').at(-1)?.trim().replace(/^<|>$/g, '').toLowerCase();
  return address?.includes('@') ? address : null;
}

function field(text: string, name: string): string | null {
  const line = new RegExp(`^${name}:[ \\t]*(.+(?:\\r?\\n[ \\t]+.+)*)`, 'im').exec(text)?.[1];
  const value = line?.replace(/\s+/g, ' ').trim();
  if (!value) return null;
  return name === 'message-id' ? value : value.toLowerCase();
}

function contentText(attachment: Attachment): string {
  const { content } = attachment;
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
