import type { OutgoingMail } from '#platform/mail/mailer.ts';
import type { Sender } from '../deps.ts';
import { unsubscribeToken } from '../unsubscribe.ts';

/**
 * Makes the e-mail of an approved text: the sender's name over our address, threaded under what was sent before,
 * with the postal address and the opt-out line that no model may write, and one-click unsubscribing (RFC 8058)
 * where we can be reached from outside.
 * @param message.threadedUnder Message-IDs of earlier messages to this person, oldest first
 */
export function composeEmail(
  message: {
    messageId: string;
    candidate: { id: string; name: string; address: string };
    requesterName: string;
    subject: string;
    body: string;
    threadedUnder: string[];
  },
  sender: Sender & { postalAddress: string },
): OutgoingMail {
  const token = unsubscribeToken(sender.secretKey, message.candidate.id);
  const mailto = `mailto:${sender.address}?subject=${encodeURIComponent(`unsubscribe ${token}`)}`;
  const link = sender.publicUrl ? `${sender.publicUrl}/u/${token}` : null;
  const threadedUnder = message.threadedUnder.filter((id) => id !== message.messageId);
  return {
    from: { name: message.requesterName, address: sender.address },
    to: { name: message.candidate.name, address: message.candidate.address },
    subject: message.subject,
    text: asText(message.body, sender.postalAddress, link),
    html: asHtml(message.body, sender.postalAddress, link ?? mailto),
    messageId: message.messageId,
    inReplyTo: threadedUnder.at(-1) ?? null,
    references: threadedUnder,
    headers: {
      'List-Unsubscribe': [link, mailto].flatMap((address) => (address ? [`<${address}>`] : [])).join(', '),
      ...(link && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

function asText(body: string, postalAddress: string, link: string | null): string {
  const optOut = link
    ? `If you would rather not hear from us again: ${link}`
    : 'If you would rather not hear from us again, answer with the subject “unsubscribe”.';
  return `${body}\n\n-- \n${optOut}\n${postalAddress}\n`;
}

function asHtml(body: string, postalAddress: string, optOutAddress: string): string {
  const paragraphs = body
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
  return [
    '<!doctype html>',
    '<html><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
    paragraphs,
    '<p style="color: #666; font-size: 85%">',
    `If you would rather not hear from us again, <a href="${escapeHtml(optOutAddress)}">unsubscribe here</a>.<br>`,
    `${escapeHtml(postalAddress).replace(/\n/g, '<br>')}</p>`,
    '</body></html>',
  ].join('\n');
}

/** Escapes text for HTML, also inside attribute values in double quotes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
