import hoodiecrow from 'hoodiecrow-imap';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { type ImapReader, type Position, readImap } from '#platform/mail/imap.ts';

/** A real IMAP server with IDLE, by the author of nodemailer. */
let server: ReturnType<typeof hoodiecrow>;
let port: number;
let reader: ImapReader | null = null;
let position: Position | null;
let taken: string[];

const mail = (subject: string) => `From: ana@example.com\r\nSubject: ${subject}\r\n\r\n${subject}\r\n`;
const arrive = (subject: string) => server.appendMessage('INBOX', [], false, mail(subject));

beforeEach(async () => {
  position = null;
  taken = [];
  server = hoodiecrow({
    plugins: ['IDLE', 'UIDPLUS', 'ENABLE'],
    storage: { INBOX: { messages: [{ raw: mail('old') }] } },
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = server.server.address().port;
});
afterEach(async () => {
  await reader?.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

function open(take: (raw: string) => void = (raw) => taken.push(raw)): void {
  reader = readImap({
    url: `imap://testuser:testpass@127.0.0.1:${port}/INBOX`,
    logger: createLogger('silent'),
    position: async () => position,
    keepPosition: async (kept) => {
      position = kept;
    },
    take: async (raw) => take(Buffer.from(raw).toString()),
  });
}
const subjects = () => taken.map((raw) => /Subject: (.*)\r/.exec(raw)?.[1]);
const connected = () => vi.waitFor(() => expect(position).not.toBeNull(), { timeout: 5_000 });

test('what comes in is told at once (IDLE), in order; what was there before is left alone', async () => {
  open();
  await connected();
  expect(reader?.connected()).toBe(true);
  arrive('one');
  await vi.waitFor(() => expect(subjects()).toEqual(['one']), { timeout: 5_000 });
  arrive('two');
  arrive('three');
  await vi.waitFor(() => expect(subjects()).toEqual(['one', 'two', 'three']), { timeout: 5_000 });
});

test('what came while nobody read is read afterwards, once', async () => {
  open();
  await connected();
  await reader?.close();
  arrive('meanwhile');
  open();
  await vi.waitFor(() => expect(subjects()).toEqual(['meanwhile']), { timeout: 5_000 });
  await reader?.close();
  open();
  arrive('later');
  await vi.waitFor(() => expect(subjects()).toEqual(['meanwhile', 'later']), { timeout: 5_000 });
});

test('what could not be taken in is read again, and nothing is skipped', async () => {
  let failures = 2;
  open((raw) => {
    if (failures-- > 0) throw new Error('the database is away');
    taken.push(raw);
  });
  await connected();
  arrive('first');
  arrive('second');
  await vi.waitFor(() => expect(subjects()).toEqual(['first', 'second']), { timeout: 9_000 });
});
