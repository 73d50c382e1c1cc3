import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Random } from '../../../src/sample/random.ts';
import { listenOnLoopback } from '../../support/smtp.ts';
import type { Moment } from './record.ts';

/** How often the server does something else than to take a message. */
const LATER = 0.015;
const CUT = 0.006;
const NO_SUCH_RECEIVER = 0.004;
const SAYS_SO_AFTER_MS = 3;

export interface MailServer {
  url: string;
  /** Resolves when no message is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A real SMTP server on loopback that writes down what it takes before it answers, puts some messages off (451), breaks some
 * connections after DATA without an answer, and refuses some receivers for good.
 */
export async function startMailServer(
  random: Random,
  told: {
    moment(): Moment;
    took(raw: string, begun: Moment): void;
    refusedReceiver(address: string): void;
  },
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const begun = new Map<string, Moment>();
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const refuse = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const ended = () => {
    underWay--;
    if (underWay > 0) return;
    for (const one of waiting) one();
    waiting = [];
  };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    // Whether it may go is decided before this. On a busy machine the message itself may be read much later.
    onMailFrom(_address, session, callback) {
      begun.set(session.id, told.moment());
      callback();
    },
    onRcptTo({ address }, _session, callback) {
      if (!random.chance(NO_SUCH_RECEIVER)) return callback();
      told.refusedReceiver(address);
      return callback(refuse(550, '5.1.1 no such mailbox'));
    },
    onData(stream, session, callback) {
      underWay++;
      const whole = buffer(stream);
      whole.catch(() => undefined);
      void whole
        .then((raw) => {
          if (random.chance(LATER)) return callback(refuse(451, '4.3.0 come back later'));
          told.took(raw.toString(), begun.get(session.id) ?? told.moment());
          if (random.chance(CUT)) {
            for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
            return undefined;
          }
          return void setTimeout(callback, SAYS_SO_AFTER_MS);
        }, callback)
        .finally(ended);
    },
  });
  return {
    ...(await listenOnLoopback(server, sockets)),
    idle: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve))),
  };
}
