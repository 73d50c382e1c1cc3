import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import SMTPConnection, {
  type SMTPConnectionOptions,
  type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';

type Options = SMTPConnectionOptions & { auth?: { user?: string; pass?: string } };
export interface Envelope {
  from: string | false;
  to: string[];
}

/** Connections that wait for their next message so long; many servers close theirs after ten seconds. */
const IDLE_MS = 5_000;

/**
 * SMTP connections that are used again. nodemailer's own pool isn't used on purpose: it sends a message again by
 * itself when a connection breaks (`maxRequeues`). Ours never repeats anything: a kept connection is asked (RSET)
 * before a message goes over it, so one that the server has closed meanwhile is noticed while nothing is handed over
 * yet, and is replaced by a new one.
 * @param most connections at a time; who comes when all are in use waits
 */
export function smtpConnections(options: Options, most: number) {
  const idle: { connection: SMTPConnection; timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let open = 0;
  let closed = false;

  async function take(): Promise<SMTPConnection> {
    // Whoever is woken may find that somebody who came in that moment was quicker.
    while (open >= most && idle.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const kept = idle.pop();
    if (kept) {
      clearTimeout(kept.timer);
      if (await isAlive(kept.connection)) return kept.connection;
      // Its place is taken by the one that is opened instead.
      kept.connection.close();
    } else {
      open++;
    }
    try {
      return await connect(options);
    } catch (error) {
      open--;
      waiting.shift()?.();
      throw error;
    }
  }

  function drop(connection: SMTPConnection): void {
    open--;
    connection.close();
    waiting.shift()?.();
  }

  function giveBack(connection: SMTPConnection): void {
    if (closed || connection.destroyed) return drop(connection);
    const entry = {
      connection,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(entry), 1);
        open--;
        connection.quit();
      }, IDLE_MS),
    };
    entry.timer.unref();
    idle.push(entry);
    waiting.shift()?.();
  }

  return {
    /**
     * @param begin called when there is a connection; what it throws keeps the message from being handed over
     * @throws what nodemailer's connection tells; see `classifySmtpError`
     */
    async send(envelope: Envelope, message: Readable, begin?: () => void): Promise<SMTPConnectionSendInfo> {
      const connection = await take();
      try {
        begin?.();
      } catch (error) {
        giveBack(connection);
        throw error;
      }
      let isFine = false;
      try {
        const info = await over(connection, envelope, message);
        isFine = true;
        return info;
      } finally {
        if (isFine) giveBack(connection);
        else drop(connection);
      }
    },

    /** Those in use end with what they are at. */
    close(): void {
      closed = true;
      for (const { connection, timer } of idle.splice(0)) {
        clearTimeout(timer);
        open--;
        connection.quit();
      }
    },
  };
}

/** What a URL of SMTP means, read by nodemailer. */
export function smtpOptions(url: string): Options {
  const { options } = createTransport(url);
  return options as Options;
}

function connect(options: Options): Promise<SMTPConnection> {
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection(options);
    const fail = (error: unknown) => {
      connection.close();
      reject(error instanceof Error ? error : new Error('The connection was closed.'));
    };
    connection.once('error', fail);
    connection.connect((refused) => {
      if (refused) return fail(refused);
      const ready = () => {
        connection.removeListener('error', fail);
        // A kept connection that breaks is noticed when it is used next.
        connection.on('error', () => undefined);
        connection.once('end', () => ended.add(connection));
        resolve(connection);
      };
      const { user, pass } = options.auth ?? {};
      if (!user || !connection.allowsAuth) return ready();
      connection.login({ user, credentials: { user, pass: pass ?? '' } }, (error) =>
        error ? fail(error) : ready(),
      );
    });
  });
}

/** Milliseconds in which a server that is there says “250” to RSET. */
const RESET_MS = 3_000;
/** What has ended never answers again, and nodemailer says so once only. */
const ended = new WeakSet<SMTPConnection>();

function isAlive(connection: SMTPConnection): Promise<boolean> {
  return new Promise((resolve) => {
    if (connection.destroyed || ended.has(connection)) return resolve(false);
    const answer = (alive: boolean) => {
      clearTimeout(timer);
      connection.removeListener('end', gone);
      resolve(alive);
    };
    const gone = () => answer(false);
    const timer = setTimeout(gone, RESET_MS);
    connection.once('end', gone);
    connection.reset((error) => answer(!error));
  });
}

function over(connection: SMTPConnection, envelope: Envelope, message: Readable) {
  return new Promise<SMTPConnectionSendInfo>((resolve, reject) => {
    const settle = (end: () => void) => {
      connection.removeListener('error', broken);
      connection.removeListener('end', closed);
      end();
    };
    const broken = (error: Error) => settle(() => reject(error));
    const closed = () => settle(() => reject(new Error('The connection was closed.')));
    connection.once('error', broken);
    connection.once('end', closed);
    connection.send(envelope, message, (error, info) =>
      settle(() => {
        if (info && !error) resolve(info);
        else reject(error ?? new Error('No answer.'));
      }),
    );
  });
}
