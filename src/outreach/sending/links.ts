import { createHmac } from 'node:crypto';
import { isSameSecret } from '#platform/same-secret.ts';
import type { Draft } from '../draft.ts';

const LINK = /\bhttps?:\/\/[^\s<>"”]+/giu;

/** Where a message's links lead, in order; the punctuation of the sentence is no part of them. */
export function linksOf(body: string): string[] {
  return [...body.matchAll(LINK)].map(([link]) => withoutPunctuation(link));
}

/** The text in pieces, so that links can be made of some. */
export function piecesOf(body: string): { text: string; link: number | null }[] {
  const pieces: { text: string; link: number | null }[] = [];
  let at = 0;
  let count = 0;
  for (const match of body.matchAll(LINK)) {
    const link = withoutPunctuation(match[0]);
    pieces.push({ text: body.slice(at, match.index), link: null }, { text: link, link: count++ });
    at = match.index + link.length;
  }
  return [...pieces, { text: body.slice(at), link: null }];
}

function withoutPunctuation(link: string): string {
  const bare = link.replace(/[.,;:!?'’»]+$/, '');
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}

/** What a tracked link or picture is about. */
export interface Tracked {
  draftId: string;
  version: number;
  /** Which link of the text; null for the picture. */
  link: number | null;
}

/**
 * The token of a tracked link or picture. Where a link leads isn't in it: that is looked up in the message itself, so
 * that nobody can make this server send people anywhere else.
 */
export function trackingToken(secretKey: string, { draftId, version, link }: Tracked): string {
  const what = `${draftId}.${version}.${link ?? 'o'}`;
  return `${what}.${sign(secretKey, what)}`;
}

/** Null when it was not made by us. Compares in constant time. */
export function readTrackingToken(secretKey: string, token: string): Tracked | null {
  const parts = /^([0-9a-f]{24})\.(\d{1,6})\.(\d{1,4}|o)\.([\w-]{43})$/.exec(token);
  if (!parts) return null;
  const [, draftId = '', version = '', link = '', signature = ''] = parts;
  if (!isSameSecret(sign(secretKey, `${draftId}.${version}.${link}`), signature)) return null;
  return { draftId, version: Number(version), link: link === 'o' ? null : Number(link) };
}

function sign(secretKey: string, what: string): string {
  return createHmac('sha256', secretKey).update(`track:${what}`).digest('base64url');
}

/** Where a tracked link leads; null when the message has no such link. */
export function targetOf(draft: Draft, { version, link }: Tracked): string | null {
  const body = draft.versions.find(({ number }) => number === version)?.body;
  return body === undefined || link === null ? null : (linksOf(body)[link] ?? null);
}
