import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdSerializers } from 'pino';

export type Logger = PinoLogger;

/**
 * An e-mail address anywhere in a line: after `@` or the `%40` of a link, in a quoted name, with letters of any
 * script, at a domain or an IP in brackets. A version such as `mongodb@7.8.0` is none, nor is `/@slack/bolt`.
 */
const ADDRESS =
  /(?:\\"[^"\\@]{1,64}\\"|[\p{L}\p{M}\p{N}.!#$&'*+=?^_`{|}~-]+)(?:@|%40)(?:\[[\p{N}a-f:.]+\]|(?:[\p{L}\p{M}\p{N}-]+\.)*[\p{L}][\p{L}\p{M}\p{N}-]*)/giu;

/** What a line of the log says instead of an e-mail address. */
export const MASK = '(address)';

/** Replaces every e-mail address in a text: errors of mail servers and of the database carry them. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, MASK);
}

/**
 * Writes one JSON object a line to standard output. Callers log ids, never names, addresses or texts; addresses that
 * come in by other ways (an error's message) are masked in whatever key they stand.
 * @param level `trace` … `fatal`, or `silent`
 * @param stream where lines go; standard output unless a test says otherwise
 */
export function createLogger(
  level: string,
  stream: DestinationStream = destination({ dest: 1, sync: true }),
): Logger {
  return pino(
    { level, base: null, serializers: { err: stdSerializers.err, error: stdSerializers.err } },
    { write: (line) => stream.write(maskAddresses(line)) },
  );
}
