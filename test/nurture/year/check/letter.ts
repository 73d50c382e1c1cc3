/** Reads a raw message by the standards (RFC 5322, 2045), without the app's own reader. */

export interface Letter {
  /** By name in lower case, folded lines joined. */
  headers: Map<string, string>;
  /** The text part, decoded. */
  text: string;
}

function headersOf(block: string): Map<string, string> {
  const lines = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

function split(raw: string): { headers: Map<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  return { headers: headersOf(raw.slice(0, end)), body: raw.slice(end + 4) };
}

function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

export function readLetter(raw: string): Letter {
  const { headers, body } = split(Buffer.from(raw, 'utf8').toString('latin1'));
  const boundary = /boundary="?([^";]+)"?/i.exec(headers.get('content-type') ?? '')?.[1];
  const parts = boundary ? body.split(`--${boundary}`).map(split) : [{ headers, body }];
  const plain = parts.find((part) => /text\/plain/i.test(part.headers.get('content-type') ?? ''));
  return {
    headers,
    text: plain ? decoded(plain.body, plain.headers.get('content-transfer-encoding') ?? '') : '',
  };
}
