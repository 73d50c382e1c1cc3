import type { QueryError } from './query.ts';

/** One condition as it was typed. */
export interface Piece {
  negated: boolean;
  /** What stands before the colon; null for plain words. */
  head: string | null;
  /** Alternatives, without quotation marks. */
  values: string[];
  text: string;
}

/** Quotation marks that phones and Slack put in place of the plain one. */
const QUOTES = /[“”„«»″]/g;

/**
 * Cuts a query into its conditions. Quotation marks keep spaces, commas and colons; a word may have a minus before it
 * and a facet with a colon; commas part alternatives.
 */
export function lex(query: string): Piece[] | QueryError {
  const text = query
    .normalize('NFKC')
    .replace(QUOTES, '"')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const read = readPiece(text, at);
    if ('message' in read) return read;
    at = read.end;
    if (read.piece) pieces.push(read.piece);
  }
  return pieces;
}

function readPiece(text: string, start: number): { piece: Piece | null; end: number } | QueryError {
  const negated = /^[-−–]/.test(text.charAt(start)) && /\S/.test(text.charAt(start + 1));
  let at = negated ? start + 1 : start;
  // An address of the web has a colon too.
  const [matched, head = null] = /^([\p{L}_-]{1,40}):(?!\/\/)/u.exec(text.slice(at, at + 50)) ?? [];
  if (matched) at += matched.length;
  const values: string[] = [];
  let value = '';
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const char = text.charAt(at);
    if (char === ',') {
      values.push(value);
      value = '';
      at++;
    } else if (char === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0)
        return {
          word: text.slice(at, at + 40),
          message: `A quotation mark is opened at “${text.slice(at, at + 40)}” and never closed.`,
        };
      value += text.slice(at + 1, end);
      at = end + 1;
    } else {
      value += char;
      at++;
    }
  }
  values.push(value);
  const given = values.map((one) => one.replace(/\s+/g, ' ').trim()).filter(Boolean);
  const nothing = head === null && given.every((one) => /^[-−–,]*$/.test(one));
  return {
    piece: nothing ? null : { negated, head, values: given, text: text.slice(start, at) },
    end: at,
  };
}
