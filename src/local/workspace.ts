import type { MovableClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { Workspace } from './context.ts';
import { controlCalls } from './control/control.ts';
import { type Delivery, EVENT_RETRIES_MS } from './delivery/delivery.ts';
import { httpDelivery } from './delivery/http.ts';
import { type SocketDelivery, socketDelivery } from './delivery/socket.ts';
import { traffic } from './delivery/traffic.ts';
import { type Routes, serve } from './http/server.ts';
import { live } from './live.ts';
import { type Inbound, openMailbox } from './mail/mailbox.ts';
import { type ManifestFile, manifestSchema } from './manifest.ts';
import type { Person } from './state/model.ts';
import { APP_ID, BOT_USER_ID, SAMPLE_CHANNELS, SAMPLE_PEOPLE } from './state/sample.ts';
import { openState } from './state/state.ts';
import { triggers } from './state/triggers.ts';
import { webApi } from './web-api/api.ts';

export interface LocalWorkspaceOptions {
  /** 0 picks a free one. */
  port: number;
  /** Where everything is kept, e.g. `data/local`. */
  directory: string;
  /** Shared with the app when both are in one process; put on to where an earlier run had moved it. */
  clock: MovableClock;
  logger: Logger;
  manifest: ManifestFile;
  /** Null when Slack is real: the page then shows the mailbox and the clock only. */
  slack: null | { mode: 'socket' } | { mode: 'http'; requestUrl: string };
  /** Null when e-mail is real. `port` of the mail server; one is picked when it isn't given. */
  mail: null | { inbound: Inbound | null; port?: number };
  people?: readonly Person[];
  channels?: readonly { id: string; name: string }[];
  /** Milliseconds that an app has for its acknowledgement; Slack gives 3,000. */
  ackTimeoutMs?: number;
  /** Milliseconds that a trigger_id lives; Slack gives 3,000. */
  triggerMs?: number;
  /** Milliseconds before each repetition of an event that was not acknowledged. */
  eventRetriesMs?: readonly number[];
}

export interface LocalWorkspace {
  /** `http://127.0.0.1:3300` */
  url: string;
  /** For SLACK_API_URL. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  people: { riley: string; harper: string; morgan: string };
  /** `smtp://127.0.0.1:PORT`, or null when e-mail is real. */
  smtpUrl: string | null;
  /** Forgets everything in which one of these texts stands, on the disk too: for erasing a person. */
  forget(texts: readonly string[]): Promise<void>;
  /** Asks the app to connect anew, as Slack does now and then in Socket Mode. */
  refreshConnections(): void;
  close(): Promise<void>;
}

/**
 * Starts Slack's side of the wire, and a mailbox, for a machine that has neither.
 * @throws with NODE_ENV=production; when the port is taken or the directory can't be written
 */
export async function startLocalWorkspace(options: LocalWorkspaceOptions): Promise<LocalWorkspace> {
  if (process.env['NODE_ENV'] === 'production')
    throw new Error(
      'The local workspace never starts with NODE_ENV=production: it lets anybody on this machine in.',
    );
  const { clock, logger, slack } = options;
  const manifest = manifestSchema.parse(options.manifest);
  const state = await openState({
    directory: options.directory,
    clock,
    botName: manifest.features.bot_user?.display_name ?? manifest.display_information.name,
    people: options.people ?? SAMPLE_PEOPLE,
    channels: options.channels ?? SAMPLE_CHANNELS,
    onWriteError: (err) => logger.error({ err }, 'the local workspace could not write its state'),
  });
  const behind = state.clockOffset() - clock.offset();
  if (behind > 0) await clock.moveTo(new Date(clock.now().getTime() + behind));
  clock.onMove(async () => state.keepClockOffset(clock.offset()));

  const pages = live();
  const seenTraffic = traffic(clock);
  const deliveryOptions = {
    appId: APP_ID,
    signingSecret: state.secrets.signingSecret,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    eventRetriesMs: options.eventRetriesMs ?? EVENT_RETRIES_MS,
    traffic: seenTraffic,
    onConnectionChange: () => pages.tell({ changed: 'workspace' }),
  };
  const socket: SocketDelivery | null = slack?.mode === 'http' ? null : socketDelivery(deliveryOptions);
  const delivery: Delivery =
    slack?.mode === 'http'
      ? httpDelivery({ ...deliveryOptions, requestUrl: slack.requestUrl })
      : (socket ?? socketDelivery(deliveryOptions));

  let url = '';
  const workspace: Workspace = {
    state,
    clock,
    logger,
    manifest,
    delivery,
    traffic: seenTraffic,
    triggers: triggers(options.triggerMs ?? 3_000),
    live: pages,
    offered: new Map(),
    url: () => url,
  };
  const mailbox = options.mail ? await openMailbox(workspace, options.mail) : null;
  const has = { slack: slack !== null, mail: mailbox !== null };
  const openConnection = () => {
    const ticket = socket?.ticket() ?? null;
    return ticket === null ? null : `${url.replace('http:', 'ws:')}/link?ticket=${ticket}`;
  };
  const routes: Routes = {
    api: slack ? webApi(workspace, socket ? openConnection : undefined) : null,
    control: controlCalls(workspace, has),
    mails: mailbox?.call ?? null,
    socket: slack ? socket : null,
  };
  const server = await serve(workspace, () => routes, options.port);
  url = `http://127.0.0.1:${server.port}`;

  return {
    url,
    apiUrl: `${url}/api/`,
    ...state.secrets,
    botUserId: BOT_USER_ID,
    people: { riley: 'U0RILEY', harper: 'U0HARPER', morgan: 'U0MORGAN' },
    smtpUrl: mailbox?.smtpUrl ?? null,
    forget: (texts) => state.forget(texts),
    refreshConnections: () => socket?.refresh('refresh_requested'),
    async close() {
      await mailbox?.close();
      await delivery.close();
      pages.close();
      await server.close();
      await state.close();
    },
  };
}
