import { isAscii, isUtf8 } from 'node:buffer';
import { PersonError } from '#platform/person-error.ts';
import type { Encoding } from './style.ts';

const SAVE_AS = 'Please save the table as .xlsx or .csv and upload that.';

/** First bytes (as Latin-1) of files that are no text, with what to say about them. */
// oxlint-disable no-control-regex -- the first bytes of binary files are control characters
const OTHER_FILES: readonly [start: RegExp, sentence: string][] = [
  [
    /^\xd0\xcf\x11\xe0/,
    'This is an old Excel file (.xls), or one that a password protects. Please save it as .xlsx without a password, or as .csv.',
  ],
  [/^%PDF/, `This is a PDF, not a table. ${SAVE_AS}`],
  [/^(\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|RIFF.{4}WEBP)/s, `This is a picture, not a table. ${SAVE_AS}`],
  [
    /^(\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ)/,
    'This is an archive. Please unpack it and upload the table inside.',
  ],
  [/^\{\\rtf/, `This is a text document, not a table. ${SAVE_AS}`],
  [/^(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|svg)/i, `This is a web page, not a table. ${SAVE_AS}`],
];
// oxlint-enable no-control-regex
const NO_TABLE = `This file is neither a CSV nor an Excel (.xlsx) table. ${SAVE_AS}`;
/** Of the bytes that are looked at, what share of control characters is no text any more. */
const MOST_CONTROLS = 0.02;

/**
 * Tells how a text is written, from its first bytes (some kilobytes are enough).
 * @throws PersonError for what is no text: pictures, archives, PDFs, anything with NUL or many control characters
 */
export function detectEncoding(head: Uint8Array): Encoding {
  const start = Buffer.from(head.subarray(0, 512)).toString('latin1');
  const other = OTHER_FILES.find(([pattern]) => pattern.test(start));
  if (other) throw new PersonError(other[1]);
  if (start.startsWith('\xff\xfe')) return 'utf-16le';
  if (start.startsWith('\xfe\xff')) return 'utf-16be';
  const zeros = [0, 0];
  let controls = 0;
  for (const [at, byte] of head.entries()) {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
    else if (byte < 32 && !(byte >= 9 && byte <= 13)) controls++;
  }
  const [even = 0, odd = 0] = zeros;
  if (controls > head.length * MOST_CONTROLS) throw new PersonError(NO_TABLE);
  if (even + odd === 0) return '8-bit';
  // Western text in UTF-16 has a zero in nearly every other byte, always on the same side.
  if (odd > head.length / 5 && even < odd / 20) return 'utf-16le';
  if (even > head.length / 5 && odd < even / 20) return 'utf-16be';
  throw new PersonError(NO_TABLE);
}

/**
 * Characters of a file, piece by piece, without a byte order mark. What is not UTF-8 is read as Windows-1252, which
 * is what Excel writes into a .csv in Western Europe; broken bytes in UTF-8 become U+FFFD.
 */
export async function* decode(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  // Plain ASCII is the same in both: the first bytes beyond it decide.
  let decoder = encoding === '8-bit' ? null : new TextDecoder(encoding);
  for await (const bytes of source) {
    if (decoder === null && !isAscii(bytes))
      decoder = new TextDecoder(isUtf8(withoutBrokenEnd(bytes)) ? 'utf-8' : 'windows-1252');
    const text = decoder
      ? decoder.decode(bytes, { stream: true })
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** Without the last bytes that may be half a character. */
function withoutBrokenEnd(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}
