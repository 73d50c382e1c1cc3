import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** What the server does with the next message. */
export type SmtpBehaviour =
  | 'accept'
  | 'refuse for good' // 550 at the end of DATA
  | 'refuse for now' // 451
  | 'refuse receiver' // 550 at RCPT TO
  | 'drop after DATA' // takes the message and breaks the connection without an answer
  | 'drop at MAIL FROM'
  | 'slow'; // answers DATA only when release() is called

export interface TestSmtp {
  url: string;
  /** Raw messages that were taken, whether or not the answer got through. */
  taken: string[];
  behave(behaviour: SmtpBehaviour): void;
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
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth(_auth, _session, callback) {
      callback(refuse(535, '5.7.8 wrong user name or password'));
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
    onData(stream, _session, callback) {
      // A sender that dies in the middle has handed over nothing.
      const whole = buffer(stream);
      whole.catch(() => undefined);
      void whole.then((raw) => {
        if (behaviour === 'refuse for good') return callback(refuse(550, '5.7.1 not here'));
        if (behaviour === 'refuse for now') return callback(refuse(451, '4.3.0 come back later'));
        taken.push(raw.toString());
        if (behaviour === 'drop after DATA') return dropAll();
        if (behaviour === 'slow') return void held.push(() => callback());
        if (options.delayMs) return void setTimeout(callback, options.delayMs);
        return callback();
      }, callback);
    },
  });
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
    taken,
    behave(next) {
      behaviour = next;
    },
    release() {
      for (const answer of held.splice(0)) answer();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
  };
}
