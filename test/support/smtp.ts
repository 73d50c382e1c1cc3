import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** What the server does with the next message. */
export type SmtpBehaviour =
  | 'accept'
  | 'refuse for good' // 550 at the end of DATA
  | 'refuse for now' // 451
  | 'refuse receiver' // 550 at RCPT TO
  | 'no log-in for now' // 454 at AUTH, which is refused for good otherwise
  | 'drop after DATA' // takes the message and breaks the connection without an answer
  | 'drop after the answer'
  | 'drop at MAIL FROM'
  | 'slow'; // answers DATA only when release() is called

export interface TestSmtp {
  url: string;
  /** Raw messages that were taken, whether or not the answer got through. */
  taken: string[];
  behave(behaviour: SmtpBehaviour): void;
  /** Open at the same time, so far. */
  mostConnections(): number;
  /** Answers everything that “slow” holds back. */
  release(): void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback. @param options.delayMs before it says that it took a message */
export async function startSmtp(options: { delayMs?: number } = {}): Promise<TestSmtp> {
  let behaviour: SmtpBehaviour = 'accept';
  const taken: string[] = [];
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const refuse = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const hangUp = (port: number) => {
    const socket = [...sockets].find(({ remotePort }) => remotePort === port);
    if (!socket) return;
    socket.end();
    sockets.delete(socket);
  };
  let most = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth(_auth, _session, callback) {
      const isForNow = behaviour === 'no log-in for now';
      callback(
        isForNow
          ? refuse(454, '4.7.0 too many login attempts')
          : refuse(535, '5.7.8 wrong user name or password'),
      );
    },
    disableReverseLookup: true,
    onMailFrom(_address, _session, callback) {
      if (behaviour === 'drop at MAIL FROM') dropAll();
      else callback();
    },
    onRcptTo(_address, _session, callback) {
      if (behaviour === 'refuse receiver') callback(refuse(550, '5.1.1 no such mailbox'));
      else callback();
    },
    onData(stream, session, callback) {
      // A sender that dies in the middle has handed over nothing.
      const whole = buffer(stream);
      whole.catch(() => undefined);
      void whole.then((raw) => {
        if (behaviour === 'refuse for good') return callback(refuse(550, '5.7.1 not here'));
        if (behaviour === 'refuse for now') return callback(refuse(451, '4.3.0 come back later'));
        taken.push(raw.toString());
        if (behaviour === 'drop after DATA') return dropAll();
        if (behaviour === 'slow') return void held.push(() => callback());
        if (behaviour === 'drop after the answer') {
          callback();
          return hangUp(session.remotePort);
        }
        if (options.delayMs) return void setTimeout(callback, options.delayMs);
        return callback();
      }, callback);
    },
  });
  const listening = await listenOnLoopback(server, sockets);
  server.server.on('connection', () => {
    most = Math.max(most, sockets.size);
  });
  return {
    ...listening,
    taken,
    behave(next) {
      behaviour = next;
    },
    mostConnections: () => most,
    release() {
      for (const answer of held.splice(0)) answer();
    },
  };
}

/**
 * Lets an SMTP server listen on a free port.
 * @param sockets holds its open connections from now on
 * @returns its address, and how it is closed at once, whoever is connected
 */
export async function listenOnLoopback(
  server: SMTPServer,
  sockets: Set<Socket>,
): Promise<{ url: string; close(): Promise<void> }> {
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
