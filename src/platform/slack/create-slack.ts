import { App, ExpressReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { type RetryOptions, retryPolicies, WebClient } from '@slack/web-api';
import type { Express } from 'express';
import { limitedRefusals } from '#platform/http/limits.ts';
import type { Logger } from '#platform/logger.ts';
import type { Running } from '#platform/running.ts';
import { timeAcknowledgements } from './acknowledgements.ts';
import type { Deliveries } from './deliveries.ts';
import { type Authorize, type Handling, slackErrorCode } from './handling.ts';
import { createSurface } from './listeners.ts';
import { reconnectAtOnce } from './reconnect-at-once.ts';
import { tellRefusedConnection } from './refused-connection.ts';
import type { Surface } from './surface.ts';

export interface Slack {
  surface: Surface;
  client: WebClient;
  /** Connects; deliveries come in from now on. */
  start(): Promise<void>;
  /** Takes no more deliveries. */
  stop(): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

export type Transport =
  | { mode: 'socket'; appToken: string }
  /** Slack posts to `/slack/events` of this Express app. */
  | { mode: 'http'; signingSecret: string; express: Express };

/** Without it a call that is never answered holds up the sweep behind it for ever. Long enough for a file. */
const PATIENCE_MS = 30_000;
/**
 * For the connection of Socket Mode, which a call opens: when that call gives up, so does @slack/socket-mode 3, and the
 * process ends. After twenty times it is tried every half minute.
 */
const UNTIL_SLACK_IS_BACK: RetryOptions = {
  forever: true,
  retries: 20,
  factor: 1.3,
  maxTimeout: 30_000,
  unref: true,
};
/** Where Slack posts to. */
const EVENTS = '/slack/events';
/** Slack's largest delivery is a view of 250 kB with what was filled in; it is read before its signature is known. */
const BODY_BYTES = 1_000_000;

/** One Bolt app, over Socket Mode or signed HTTP, behind the Surface that features register with. */
export function createSlack(options: {
  botToken: string;
  /** Null: Slack's own. */
  apiUrl: string | null;
  transport: Transport;
  client: WebClient;
  logger: Logger;
  authorize: Authorize;
  deliveries: Deliveries;
  running: Running;
  metrics: Handling['metrics'];
}): Slack {
  const { botToken, apiUrl, transport, client, logger, authorize, deliveries, running, metrics } = options;
  const boltLogger = loggerForSlack(logger);
  // Before the receiver, which adds its own route as it is made.
  if (transport.mode === 'http') transport.express.use(EVENTS, limitedRefusals());
  const receiver =
    transport.mode === 'http'
      ? new ExpressReceiver({
          app: transport.express,
          signingSecret: transport.signingSecret,
          endpoints: EVENTS,
          bodyLimit: BODY_BYTES,
          logger: boltLogger,
        })
      : new SocketModeReceiver({
          appToken: transport.appToken,
          logger: boltLogger,
          installerOptions: { clientOptions: { ...clientOptions(apiUrl), retryConfig: UNTIL_SLACK_IS_BACK } },
        });
  const socket = receiver instanceof SocketModeReceiver ? receiver : null;
  const app = new App({
    token: botToken,
    receiver,
    logger: boltLogger,
    clientOptions: clientOptions(apiUrl),
    deferInitialization: true,
  });
  timeAcknowledgements(app, metrics);
  app.error(async (error) => logger.error({ err: error }, 'Slack delivery failed before it was handled'));

  if (socket) {
    reconnectAtOnce(socket.client as unknown as Parameters<typeof reconnectAtOnce>[0]);
    tellRefusedConnection(socket.client as unknown as Parameters<typeof tellRefusedConnection>[0], logger);
  }
  let connected = false;
  socket?.client.on('connected', () => {
    connected = true;
  });
  for (const away of ['disconnected', 'reconnecting', 'close'])
    socket?.client.on(away, () => {
      connected = false;
    });
  return {
    surface: createSurface(app, { client, deliveries, authorize, running, logger, metrics }),
    client,
    async start() {
      await app.init().catch((error: unknown) => {
        throw refusedBySlack('SLACK_BOT_TOKEN', error);
      });
      // Over HTTP the server that the receiver is mounted on listens already.
      if (socket)
        await app.start().catch((error: unknown) => {
          throw refusedBySlack('SLACK_APP_TOKEN', error);
        });
      connected = true;
    },
    async stop() {
      connected = false;
      if (socket) await app.stop();
    },
    connected: () => connected,
  };
}

/** Slack takes no connection of ours; the message says which setting to look at. */
export class SlackConnectionError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'SlackConnectionError';
  }
}

function refusedBySlack(setting: string, error: unknown): SlackConnectionError {
  const code = slackErrorCode(error);
  return new SlackConnectionError(
    code
      ? `Slack doesn’t accept ${setting} (it says “${code}”). Copy it anew from your app’s page; README.md says where it stands.`
      : `Slack can’t be reached: ${error instanceof Error ? error.message : String(error)}. Check the network, and SLACK_API_URL if it is set.`,
    error,
  );
}

/**
 * A Web API client with retries of our own: Socket Mode would raise the ones of a shared client to 100.
 * @param patienceMs after which a call that is not answered is tried again
 */
export function slackClient(
  botToken: string,
  apiUrl: string | null,
  logger: Logger,
  patienceMs = PATIENCE_MS,
): WebClient {
  return new WebClient(botToken, { ...clientOptions(apiUrl, patienceMs), logger: loggerForSlack(logger) });
}

function clientOptions(apiUrl: string | null, patienceMs = PATIENCE_MS) {
  return {
    ...(apiUrl && { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
    retryConfig: retryPolicies.fiveRetriesInFiveMinutes,
    timeout: patienceMs,
  };
}

/** Slack's libraries log whole payloads at debug level, so only warnings and errors pass. */
function loggerForSlack(logger: Logger) {
  const text = (parts: unknown[]) =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => logger.warn({ from: 'slack' }, text(parts)),
    error: (...parts: unknown[]) => logger.error({ from: 'slack' }, text(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
