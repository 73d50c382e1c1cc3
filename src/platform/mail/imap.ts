import { setTimeout } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { Logger } from '#platform/logger.ts';

/** How far a folder has been read; UIDs hold as long as UIDVALIDITY does (RFC 9051, section 2.3.1.1). */
export interface Position {
  uidValidity: string;
  lastUid: number;
}

export interface ImapReader {
  /** Whether it is connected at the moment. */
  connected(): boolean;
  close(): Promise<void>;
}

/** Bytes of a message that are read; the rest is attachments, which nobody looks at. */
const LONGEST = 26_000_000;
/** A server that knows no IDLE, or has forgotten us, is asked again after so long. */
const ASK_EVERY_MS = 60_000;
const LONGEST_WAIT_MS = 60_000;
/** For a server that takes the connection and then says nothing. */
const PATIENCE_MS = 15_000;

/**
 * Reads what comes into a folder, at once where the server has IDLE (RFC 2177), and never marks, moves or deletes
 * anything. What could not be taken in is read again after the next connection: the position moves behind it only
 * then. What is there at the very first connection is old and left alone.
 * @param options.url `imaps://user:password@host:993/INBOX`; without a folder, INBOX
 * @param options.take keeps one message; throws to be asked again
 * @param options.patienceMs how long a connection may take to be made and greeted
 */
export function readImap(options: {
  url: string;
  logger: Logger;
  position: () => Promise<Position | null>;
  keepPosition: (position: Position) => Promise<void>;
  take: (raw: Uint8Array) => Promise<void>;
  patienceMs?: number;
}): ImapReader {
  const { logger, patienceMs = PATIENCE_MS } = options;
  const url = new URL(options.url);
  const folder = decodeURIComponent(url.pathname.slice(1)) || 'INBOX';
  const closing = new AbortController();
  let client: ImapFlow | null = null;

  async function readNew(imap: ImapFlow): Promise<void> {
    const box = imap.mailbox;
    if (!box) throw new Error('The folder is not open.');
    const uidValidity = String(box.uidValidity);
    const kept = await options.position();
    let lastUid = kept?.uidValidity === uidValidity ? kept.lastUid : null;
    if (lastUid === null) {
      lastUid = box.uidNext - 1;
      await options.keepPosition({ uidValidity, lastUid });
    }
    const uids = (await imap.search({ uid: `${lastUid + 1}:*` }, { uid: true })) || [];
    // “5:*” also gives the last message when its UID is below 5.
    for (const uid of uids.filter((one) => one > lastUid).toSorted((a, b) => a - b)) {
      const message = await imap.fetchOne(String(uid), { source: { maxLength: LONGEST } }, { uid: true });
      if (message && message.source) await options.take(message.source);
      await options.keepPosition({ uidValidity, lastUid: uid });
    }
  }

  async function stay(): Promise<void> {
    const imap = new ImapFlow({
      host: url.hostname,
      port: Number(url.port) || (url.protocol === 'imaps:' ? 993 : 143),
      secure: url.protocol === 'imaps:',
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      logger: false,
      maxIdleTime: ASK_EVERY_MS,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      // Idling is the longest that nothing is said.
      socketTimeout: ASK_EVERY_MS + patienceMs,
    });
    let news = Promise.withResolvers<void>();
    imap.on('exists', () => news.resolve());
    imap.on('error', () => news.resolve());
    imap.on('close', () => news.resolve());
    try {
      await imap.connect();
      await imap.mailboxOpen(folder, { readOnly: true });
      client = imap;
      logger.info('the mailbox is open');
      while (!closing.signal.aborted && imap.usable) {
        news = Promise.withResolvers<void>();
        await readNew(imap);
        // The next command ends it; where the server has no IDLE, imapflow asks again from time to time.
        const idling = imap.idle().catch(() => undefined);
        await Promise.race([
          news.promise,
          idling,
          setTimeout(ASK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined),
        ]);
        if (imap.usable) await imap.noop();
        await idling;
      }
    } finally {
      client = null;
      imap.close();
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      const began = performance.now();
      try {
        await stay();
      } catch (error) {
        if (!closing.signal.aborted) logger.warn({ err: error }, 'the mailbox (IMAP_URL) could not be read');
      }
      failures = performance.now() - began > LONGEST_WAIT_MS ? 0 : failures + 1;
      const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);
      await setTimeout(wait, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }
  const running = run();
  return {
    connected: () => client?.usable ?? false,
    async close() {
      closing.abort();
      client?.close();
      await running;
    },
  };
}
