import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, movableClock, systemClock } from '#platform/clock.ts';
import { type Part, PortInUseError } from '#platform/http/server.ts';
import type { Logger } from '#platform/logger.ts';
import type { Dkim } from '#platform/mail/mailer.ts';
import type { Config, SlackTransport } from './config.ts';
import type { LocalWorkspace } from './local/workspace.ts';
import type { Secrets } from './secrets.ts';

/** Where the app finds everything outside of it, whether it is real or runs embedded. */
export interface Connections {
  clock: Clock;
  /** Calls back after each move of a clock that can be moved; never for the machine's own. */
  onClockMove(listener: () => Promise<void>): void;
  slack: { botToken: string; apiUrl: string | null; transport: SlackTransport };
  smtpUrl: string;
  mailFrom: string;
  postalAddress: string | null;
  /** Null: nobody outside can reach us. */
  publicUrl: string | null;
  /** Null: no mail is taken in. */
  inboundSecret: string | null;
  secretKey: string;
  /** Null when every part that it stands in for is real. */
  local: LocalWorkspace | null;
}

const EMBEDDED_FROM = 'Rekindle <talent@rekindle.example>';
const EMBEDDED_POSTAL_ADDRESS = 'Rekindle (local workspace), 1 Example Street, Springfield';

/**
 * Connects each part to what the configuration names, and to its embedded default where it names nothing. The local
 * workspace is started when Slack or e-mail needs it, and never otherwise.
 * @param port where this app listens: links in mails of the embedded mailbox lead there
 */
export async function connect(
  config: Config,
  options: { port: number; logger: Logger; secrets: Secrets },
): Promise<Connections> {
  const { port, logger, secrets } = options;
  const here = `http://127.0.0.1:${port}`;
  const mailIsEmbedded = config.mail.kind === 'embedded';
  const inboundSecret =
    config.inbound.kind === 'real'
      ? config.inbound.secret
      : config.inbound.kind === 'embedded' && mailIsEmbedded
        ? secrets.inboundSecret
        : null;
  const needsLocal = config.slack.kind === 'embedded' || mailIsEmbedded;
  const clock = needsLocal ? movableClock() : null;
  const local = clock
    ? await startLocal(config, {
        clock,
        logger,
        inbound: inboundSecret ? { url: `${here}/mail/inbound`, secret: inboundSecret } : null,
      })
    : null;
  return {
    clock: clock ?? systemClock,
    onClockMove: (listener) => clock?.onMove(listener),
    slack: slackConnection(config, local),
    smtpUrl: config.mail.kind === 'real' ? config.mail.smtpUrl : (local?.smtpUrl ?? ''),
    mailFrom: config.mail.kind === 'real' ? config.mail.from : EMBEDDED_FROM,
    postalAddress: config.mail.kind === 'real' ? config.mail.postalAddress : EMBEDDED_POSTAL_ADDRESS,
    publicUrl:
      config.publicUrl.kind === 'real'
        ? config.publicUrl.url
        : config.publicUrl.kind === 'embedded' && mailIsEmbedded
          ? here
          : null,
    inboundSecret,
    secretKey: config.secretKey ?? secrets.secretKey,
    local,
  };
}

/**
 * The key that signs outgoing mail, for the domain of MAIL_FROM.
 * @throws in words when DKIM_KEY_FILE can't be read or is no private key
 */
export async function dkimKey(
  { dkim }: Pick<Config, 'dkim'>,
  { mailFrom }: Pick<Connections, 'mailFrom'>,
): Promise<Dkim | null> {
  if (!dkim) return null;
  const refuse = (what: string) => new Error(`DKIM_KEY_FILE (${dkim.keyFile}) ${what}`);
  const privateKey = await readFile(dkim.keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw refuse(`can’t be read: ${error.code ?? error.message}.`);
  });
  try {
    createPrivateKey(privateKey);
  } catch {
    throw refuse('is not a private key in PEM format.');
  }
  const domainName = mailFrom.replace(/>\s*$/, '').split('@').at(-1) ?? '';
  return { domainName, keySelector: dkim.selector, privateKey };
}

async function startLocal(
  config: Config,
  options: {
    clock: ReturnType<typeof movableClock>;
    logger: Logger;
    inbound: { url: string; secret: string } | null;
  },
): Promise<LocalWorkspace> {
  // Loaded only when it is needed: a production install doesn't carry it into memory.
  const [{ startLocalWorkspace }, manifest] = await Promise.all([
    import('./local/workspace.ts'),
    readFile(join(import.meta.dirname, '..', 'manifest.json'), 'utf8'),
  ]);
  return startLocalWorkspace({
    port: config.localPort,
    directory: join(config.dataDirectory, 'local'),
    clock: options.clock,
    logger: options.logger,
    manifest: JSON.parse(manifest),
    slack: config.slack.kind === 'embedded' ? { mode: 'socket' } : null,
    mail: config.mail.kind === 'embedded' ? { inbound: options.inbound } : null,
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new PortInUseError(config.localPort, 'LOCAL_PORT') : error;
  });
}

function slackConnection(config: Config, local: LocalWorkspace | null): Connections['slack'] {
  if (config.slack.kind === 'real') return config.slack;
  if (!local) throw new Error('Without Slack the local workspace has to run.');
  return {
    botToken: local.botToken,
    apiUrl: local.apiUrl,
    transport: { mode: 'socket', appToken: local.appToken },
  };
}

/** The table of parts: what is real, what runs embedded, and where. Holds no secret. */
export function describeParts(
  config: Config,
  connections: Connections,
  databaseKind: 'real' | 'embedded' | 'memory server',
): Part[] {
  const { local, publicUrl, inboundSecret, postalAddress } = connections;
  const socketMode = connections.slack.transport.mode === 'socket';
  const waysIn = [
    ...(config.imapUrl ? ['IMAP'] : []),
    ...(inboundSecret === null ? [] : ['webhook at /mail/inbound']),
    ...(config.providers.mailgunSigningKey ? ['Mailgun'] : []),
    ...(config.providers.sesTopicArn ? ['Amazon SES'] : []),
  ];
  return [
    config.slack.kind === 'real'
      ? { name: 'Slack', kind: 'real', detail: socketMode ? 'Socket Mode' : 'HTTP at /slack/events' }
      : { name: 'Slack', kind: 'embedded', detail: `local workspace, ${local?.url ?? ''}` },
    databaseKind === 'real'
      ? { name: 'Database', kind: 'real', detail: 'MONGODB_URI' }
      : {
          name: 'Database',
          kind: 'embedded',
          detail: `${databaseKind === 'embedded' ? 'MongoDB’s own engine' : 'mongodb-memory-server'}, files in ${join(config.dataDirectory, 'database')}`,
        },
    config.mail.kind === 'real'
      ? {
          name: 'E-mail out',
          kind: 'real',
          detail: postalAddress
            ? `SMTP, as ${connections.mailFrom}`
            : 'SMTP; nothing is sent until MAIL_POSTAL_ADDRESS is set',
        }
      : { name: 'E-mail out', kind: 'embedded', detail: `the Mailbox tab of ${local?.url ?? ''}` },
    waysIn.length === 0
      ? {
          name: 'E-mail in',
          kind: 'off',
          detail: 'set IMAP_URL or INBOUND_SECRET to take answers and bounces in',
        }
      : config.imapUrl ||
          config.providers.mailgunSigningKey ||
          config.providers.sesTopicArn ||
          config.inbound.kind === 'real'
        ? { name: 'E-mail in', kind: 'real', detail: waysIn.join(', ') }
        : { name: 'E-mail in', kind: 'embedded', detail: 'answers from the Mailbox tab' },
    config.model.kind === 'real'
      ? { name: 'Model', kind: 'real', detail: config.model.name }
      : { name: 'Model', kind: 'embedded', detail: 'drafts come from templates' },
    publicUrl === null
      ? { name: 'Public address', kind: 'off', detail: 'unsubscribing goes by mail; set PUBLIC_URL' }
      : {
          name: 'Public address',
          kind: config.publicUrl.kind === 'real' ? 'real' : 'embedded',
          detail: publicUrl,
        },
  ];
}
