import { createTransport } from 'nodemailer';
import type { Logger } from '#platform/logger.ts';
import { smtpConnections, smtpOptions } from './smtp-connections.ts';

export interface MailAddress {
  name: string;
  address: string;
}

export interface OutgoingMail {
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets. */
  messageId: string;
  inReplyTo: string | null;
  /** Oldest first, with angle brackets. */
  references: string[];
  /** Further headers by name. */
  headers: Record<string, string>;
}

/** What is known after an attempt. Only `unclear` leaves open whether the message is on its way. */
export type SendResult =
  | { outcome: 'accepted'; response: string }
  /** The server said no, with a code: it is certain that it did not take the message. */
  | {
      outcome: 'refused';
      code: number;
      permanent: boolean;
      reason: string;
      /** Whether it was the receiver's address that was refused (RCPT TO), by RFC 3463 for good. */
      aboutReceiver: boolean;
    }
  /** It never came so far that the message could have been taken. */
  | {
      outcome: 'not sent';
      reason: string;
      /** It may well work in a while: nobody has to mend a setting. */
      mayPass: boolean;
    }
  | { outcome: 'unclear'; reason: string };

export interface Mailer {
  /**
   * Sends one message; never throws, and answers within the deadline.
   * @param late called when the server's answer comes after the deadline has made the send unclear
   */
  send(mail: OutgoingMail, late?: (result: SendResult) => void): Promise<SendResult>;
  /** True when the server answers and takes our credentials. */
  ping(): Promise<boolean>;
  close(): void;
}

const DEADLINE_MS = 60_000;

/** Connections to the mail server at a time; more than a handful looks like an attack to many. */
const CONNECTIONS = 5;

/** Signs what goes out (RFC 6376). */
export interface Dkim {
  domainName: string;
  keySelector: string;
  /** PEM. */
  privateKey: string;
}

/** RFC 8058 section 4 wants both headers of one-click unsubscribing signed; nodemailer leaves the second one out. */
const SIGNED_HEADERS =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:List-Unsubscribe:List-Unsubscribe-Post';

/**
 * Sends mail over SMTP, on connections that are kept for a few seconds (smtp-connections.ts).
 * @param options.smtpUrl e.g. `smtps://user:password@smtp.example.com:465`
 * @param options.deadlineMs for one message as a whole
 */
export function createMailer(options: {
  smtpUrl: string;
  logger: Logger;
  dkim?: Dkim | null;
  deadlineMs?: number;
}): Mailer {
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const smtp = {
    ...smtpOptions(options.smtpUrl),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    dnsTimeout: 15_000,
    // Beyond the deadline, so that a late answer can still be heard.
    socketTimeout: deadlineMs * 2,
  };
  const connections = smtpConnections(smtp, CONNECTIONS);
  const verifier = createTransport(smtp);
  const transport = createTransport(
    {
      name: 'rekindle',
      version: '1',
      send(mail, done: (error: Error | null, info?: { response: string }) => void) {
        const { from, to } = mail.message.getEnvelope();
        const { begin } = mail.data as { begin?: () => void };
        connections.send({ from, to }, mail.message.createReadStream(), begin).then(
          (info) => done(null, { response: info.response }),
          (error: Error) => done(error),
        );
      },
    },
    { disableFileAccess: true, disableUrlAccess: true },
  );

  /** @param way.begin called before the message is handed over; throws when that must not happen any more */
  async function attempt(mail: OutgoingMail, way: { begin: () => void }): Promise<SendResult> {
    let begun = false;
    const begin = () => {
      way.begin();
      begun = true;
    };
    try {
      const info = await transport.sendMail({
        from: mail.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
        ...(mail.references.length > 0 && { references: mail.references }),
        headers: mail.headers,
        ...{ begin },
        ...(options.dkim && { dkim: { ...options.dkim, headerFieldNames: SIGNED_HEADERS } }),
      });
      return { outcome: 'accepted', response: info.response };
    } catch (error) {
      const result = classifySmtpError(error);
      // Without a connection nothing of it can have been handed over, whatever broke.
      return result.outcome === 'unclear' && !begun ? NO_CONNECTION : result;
    }
  }

  return {
    async send(mail, late) {
      let overdue = false;
      let begun = false;
      const begin = () => {
        if (overdue) throw Object.assign(new Error('It waited too long.'), { code: 'EWAITED' });
        begun = true;
      };
      const deadline = Promise.withResolvers<SendResult>();
      const timer = setTimeout(() => {
        overdue = true;
        deadline.resolve(
          begun
            ? { outcome: 'unclear', reason: 'The mail server did not answer in time.' }
            : { outcome: 'not sent', reason: WAITED, mayPass: true },
        );
      }, deadlineMs);
      const answered = attempt(mail, { begin });
      void answered.then((result) => {
        if (overdue && result.outcome !== 'unclear') late?.(result);
      });
      try {
        const result = await Promise.race([answered, deadline.promise]);
        if (result.outcome !== 'accepted')
          options.logger.warn({ outcome: result.outcome }, 'mail not accepted');
        return result;
      } finally {
        clearTimeout(timer);
      }
    },
    ping: () =>
      verifier.verify().then(
        () => true,
        () => false,
      ),
    close() {
      connections.close();
      verifier.close();
    },
  };
}

/**
 * RFC 3463: 5.1.x is about the address; a server without enhanced codes says 550, 551 or 553 to RCPT TO, and then a
 * 5.7 (policy) or 5.2.2 (full) isn't there to tell otherwise.
 */
function isAboutReceiver({ command, response }: SmtpFailure, code: number): boolean {
  const status =
    typeof response === 'string' ? /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined;
  if (status) return /^5\.1\.[1236]$|^5\.2\.1$/.test(status);
  return command === 'RCPT TO' && [550, 551, 553].includes(code);
}

interface SmtpFailure {
  code?: unknown;
  originalCode?: unknown;
  responseCode?: unknown;
  response?: unknown;
  timeoutType?: unknown;
  command?: unknown;
}

const NO_CONNECTION: SendResult = {
  outcome: 'not sent',
  reason: 'The mail server broke off the connection before it could be used.',
  mayPass: true,
};
const WAITED = 'The mail server was too busy to take the message in time.';
/** Nothing of the message had been handed over when these came up. */
const BEFORE_THE_MESSAGE: Record<string, string> = {
  EWAITED: WAITED,
  ECONNREFUSED: 'The mail server refused the connection.',
  EHOSTUNREACH: 'The mail server could not be reached.',
  ENETUNREACH: 'The mail server could not be reached.',
  EDNS: 'The mail server’s name could not be found.',
  ENOTFOUND: 'The mail server’s name could not be found.',
  EAI_AGAIN: 'The mail server’s name could not be looked up.',
  ENOAUTH: 'The mail server wants a user name and a password (SMTP_URL).',
  ETLS: 'No secure connection to the mail server could be made.',
  ECONFIG: 'The mail settings cannot be used (SMTP_URL).',
  EENVELOPE: 'The address of the sender or of the receiver cannot be used.',
  CONNECT_TIMEOUT: 'The mail server did not answer the connection.',
  GREETING_TIMEOUT: 'The mail server did not greet in time.',
};

/** A server or a network that is away for a while; the others are settings or addresses. */
const MAY_PASS = new Set([
  'EWAITED',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
]);

/** 4xx, RFC 4954: too many log-ins, or what checks them is away; it says nothing of the password. */
function withoutLogIn(code: number): SendResult {
  const mayPass = code >= 400 && code < 500;
  const reason = mayPass
    ? 'The mail server takes no log-ins for the moment.'
    : 'The mail server did not accept our user name and password (SMTP_URL).';
  return { outcome: 'not sent', reason, mayPass };
}

/**
 * Sorts a failure of nodemailer: a code from the server is certain, a connection that never came about is
 * certain, and everything else is unclear, because a connection that breaks after the message looks like one
 * that broke before it.
 */
export function classifySmtpError(error: unknown): SendResult {
  const failure: SmtpFailure = typeof error === 'object' && error !== null ? error : {};
  // Credentials are refused with a code as well, but that code is not about this message.
  if (failure.code === 'EAUTH') return withoutLogIn(Number(failure.responseCode));
  if (typeof failure.responseCode === 'number' && failure.responseCode >= 400)
    return {
      outcome: 'refused',
      code: failure.responseCode,
      permanent: failure.responseCode >= 500 && failure.responseCode !== 503,
      reason: typeof failure.response === 'string' ? failure.response.slice(0, 500) : 'No reason was given.',
      aboutReceiver: isAboutReceiver(failure, failure.responseCode),
    };
  for (const code of [failure.timeoutType, failure.originalCode, failure.code]) {
    const reason = typeof code === 'string' ? BEFORE_THE_MESSAGE[code] : undefined;
    if (reason) return { outcome: 'not sent', reason, mayPass: MAY_PASS.has(String(code)) };
  }
  return { outcome: 'unclear', reason: 'The connection to the mail server broke off.' };
}
