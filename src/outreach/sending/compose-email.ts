import type { OutgoingMail } from '#platform/mail/mailer.ts';
import type { Sender } from '../deps.ts';
import { unsubscribeToken } from '../unsubscribe.ts';
import { piecesOf, trackingToken } from './links.ts';

export interface EmailSource {
  messageId: string;
  candidate: { id: string; name: string; address: string };
  senderName: string;
  subject: string;
  body: string;
  /** Message-IDs of what came before, oldest first; the last one is answered. */
  threadedUnder: string[];
  /** Where they may say who they are, for the equal opportunity figures; null: not asked. */
  selfLink: string | null;
  /** What clicks and opens are told by; null: neither is. */
  tracking: { draftId: string; version: number; clicks: boolean; opens: boolean } | null;
}

/**
 * Makes the e-mail of an approved text: the sender's name over our address, threaded under what was sent before,
 * with the postal address and the opt-out line that no model may write, and one-click unsubscribing (RFC 8058)
 * where we can be reached from outside. Text and HTML say the same; links of the text stand as they were written.
 */
export function composeEmail(message: EmailSource, sender: Sender & { postalAddress: string }): OutgoingMail {
  const token = unsubscribeToken(sender.secretKey, message.candidate.id);
  const mailto = `mailto:${sender.address}?subject=${encodeURIComponent(`unsubscribe ${token}`)}`;
  const link = sender.publicUrl ? `${sender.publicUrl}/u/${token}` : null;
  const threadedUnder = message.threadedUnder.filter((id) => id !== message.messageId);
  return {
    from: { name: oneLine(message.senderName), address: sender.address },
    to: { name: oneLine(message.candidate.name), address: message.candidate.address },
    subject: oneLine(message.subject),
    text: asText(message, sender.postalAddress, link),
    html: asHtml(message, sender, link ?? mailto),
    messageId: message.messageId,
    inReplyTo: threadedUnder.at(-1) ?? null,
    references: threadedUnder,
    headers: {
      'List-Unsubscribe': [link, mailto].flatMap((address) => (address ? [`<${address}>`] : [])).join(', '),
      ...(link && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

const ABOUT_SELF = 'Tell us who you are, if you like: voluntary, for equal opportunity figures only';

/** A line break in a name or a subject would begin another header. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029\0]+/g, ' ').trim();
}

function asText({ body, selfLink }: EmailSource, postalAddress: string, link: string | null): string {
  const optOut = link
    ? `If you would rather not hear from us again: ${link}`
    : 'If you would rather not hear from us again, answer with the subject “unsubscribe”.';
  const self = selfLink ? `${ABOUT_SELF}: ${selfLink}\n` : '';
  return `${body}\n\n-- \n${optOut}\n${self}${postalAddress}\n`;
}

function asHtml(
  { body, selfLink, tracking }: EmailSource,
  { postalAddress, publicUrl, secretKey }: Sender & { postalAddress: string },
  optOutAddress: string,
): string {
  const tracked = publicUrl === null ? null : tracking;
  const trackedAddress = (path: string, link: number | null) =>
    tracked &&
    `${publicUrl}/${path}/${trackingToken(secretKey, { draftId: tracked.draftId, version: tracked.version, link })}`;
  const content = piecesOf(body)
    .map(({ text, link }) => {
      if (link === null) return escapeHtml(text);
      const address = tracked?.clicks ? trackedAddress('c', link) : text;
      return `<a href="${escapeHtml(address ?? text)}">${escapeHtml(text)}</a>`;
    })
    .join('');
  const paragraphs = content
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replace(/\n/g, '<br>')}</p>`)
    .join('\n');
  const picture = tracked?.opens
    ? [`<img src="${escapeHtml(`${trackedAddress('o', null)}.gif`)}" width="1" height="1" alt="">`]
    : [];
  return [
    '<!doctype html>',
    '<html><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
    paragraphs,
    '<p style="color: #666; font-size: 85%">',
    `If you would rather not hear from us again, <a href="${escapeHtml(optOutAddress)}">unsubscribe here</a>.<br>`,
    ...(selfLink ? [`<a href="${escapeHtml(selfLink)}">${ABOUT_SELF}</a><br>`] : []),
    `${escapeHtml(postalAddress).replace(/\n/g, '<br>')}</p>`,
    ...picture,
    '</body></html>',
  ].join('\n');
}

/** Escapes text for HTML, also inside attribute values in double quotes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
