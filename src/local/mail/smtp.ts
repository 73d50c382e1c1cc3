import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';

/** How the mail server answers from now on; tests make refusals and unclear sends with it. */
export const behaviourSchema = z.object({
  mode: z.enum(['accept', 'refuse', 'later', 'drop after data', 'slow']),
  /** Milliseconds before the answer to a message, with `slow`. */
  ms: z.int().min(0).max(120_000).optional(),
});
export type Behaviour = z.output<typeof behaviourSchema>;

/** Bytes of one message; what most providers take. */
const LARGEST_MAIL = 25_000_000;

/**
 * A mail server on loopback that takes everything for everybody.
 * @param keep called with each message; only when it resolves is the message accepted
 * @param port 0 picks a free one
 */
export async function openSmtp(
  keep: (raw: Buffer, from: string, to: string[]) => Promise<void>,
  port: number,
): Promise<{ port: number; behave(behaviour: Behaviour): void; close(): Promise<void> }> {
  let behaviour: Behaviour = { mode: 'accept' };
  const answerLater = new Set<NodeJS.Timeout>();

  const receive = async (
    stream: Readable,
    from: string,
    to: string[],
    hangUp: () => void,
  ): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const { mode, ms } = behaviour;
    if (mode === 'refuse') throw reply(550, 'The mailbox refuses this message.');
    if (mode === 'later') throw reply(451, 'Try again later.');
    if (mode === 'slow') await pause(ms ?? 0, answerLater);
    await keep(Buffer.concat(chunks), from, to);
    if (mode === 'drop after data') hangUp();
    return 'Message accepted';
  };

  const connections = new Map<string, { destroy(): void }>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    size: LARGEST_MAIL,
    closeTimeout: 1_000,
    logger: false,
    onAuth: (_auth, _session, callback) => callback(null, { user: 'anybody' }),
    onData(stream, session, callback) {
      const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const hangUp = () => connections.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy();
      receive(stream, from, to, hangUp).then(
        (message) => callback(null, message),
        (error: Error) => callback(error),
      );
    },
  });
  server.on('error', () => {
    // A connection that broke is the client's affair; it learns of it by itself.
  });
  server.server.on('connection', (socket) => {
    const key = `${socket.remoteAddress}:${socket.remotePort}`;
    connections.set(key, socket);
    socket.on('close', () => connections.delete(key));
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    port: (server.server.address() as AddressInfo).port,
    behave(next) {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of answerLater) clearTimeout(timer);
        for (const socket of connections.values()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function pause(ms: number, timers: Set<NodeJS.Timeout>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      resolve();
    }, ms);
    timers.add(timer);
  });
}
