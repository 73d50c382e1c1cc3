import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openDatabase } from '#platform/database/database.ts';
import { ensureIndexes } from '#platform/database/indexes.ts';
import { type Health, type Part, startHttpServer } from '#platform/http/server.ts';
import { createJobs } from '#platform/jobs/jobs.ts';
import { createLogger } from '#platform/logger.ts';
import { createMailer, type Mailer } from '#platform/mail/mailer.ts';
import { atMostEvery } from '#platform/metrics/at-most-every.ts';
import { metricsRouter, type Readers } from '#platform/metrics/http.ts';
import { measuredJobs, measuredMailer } from '#platform/metrics/measured.ts';
import { createMetrics, type Standing } from '#platform/metrics/metrics.ts';
import { createRunning } from '#platform/running.ts';
import { createSlack, slackClient } from '#platform/slack/create-slack.ts';
import { deliveries } from '#platform/slack/deliveries.ts';
import type { Registration } from '#platform/slack/surface.ts';
import { seedSampleData } from '#sample/seed.ts';
import packageFile from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { connect, describeParts, dkimKey } from './connections.ts';
import { buildFeatures, type Features } from './features.ts';
import { INDEXES } from './indexes.ts';
import { loadSecrets } from './secrets.ts';

/** A running Rekindle. */
export interface App {
  /** Where /health and the unsubscribe pages are. */
  port: number;
  /** The local workspace's page, or null when everything it stands in for is real. */
  localUrl: string | null;
  parts: Part[];
  /** All that the app listens to in Slack, with the permission that each needs. */
  registered: readonly Registration[];
  /** Runs every recurring job once, now. */
  runJobs(): Promise<void>;
  /** Takes nothing new, finishes what runs within so many milliseconds, lets go of everything. */
  stop(withinMs: number): Promise<void>;
}

/** How long a good answer of the mail server is believed, in milliseconds. */
const MAIL_CHECK_MS = 30_000;

/**
 * Constructs every part and connects them: the only place that knows them all. The health page answers 503 until
 * this resolves.
 * @throws an error in words for whatever an operator can mend; what had been started is stopped again
 */
export async function startApp(config: Config): Promise<App> {
  const logger = createLogger(config.logLevel);
  const running = createRunning();
  const opened = new AsyncDisposableStack();
  try {
    let health = async (): Promise<Health> => ({ healthy: false, parts: [] });
    const http = await startHttpServer({
      port: config.port,
      logger,
      health: () => health(),
      trustedProxies: config.trustedProxies,
    });
    opened.defer(() => http.close(0));

    const secrets = await loadSecrets(config.dataDirectory);
    const [connections, database] = await Promise.all([
      connect(config, { port: http.port, logger, secrets }).then((connected) => {
        opened.defer(async () => connected.local?.close());
        return connected;
      }),
      openDatabase({
        uri: config.database.uri,
        directory: join(config.dataDirectory, 'database'),
        logger,
      }).then((db) => {
        opened.defer(() => db.close());
        return db;
      }),
    ]);
    const { clock } = connections;
    await ensureIndexes(database.db, INDEXES);

    const metrics = createMetrics(packageFile.version);
    const mailer = measuredMailer(
      createMailer({ smtpUrl: connections.smtpUrl, logger, dkim: await dkimKey(config, connections) }),
      metrics,
    );
    opened.defer(async () => mailer.close());
    const jobs = measuredJobs(createJobs({ db: database.db, logger }), metrics);
    const parts = describeParts(config, connections, database.kind);
    const client = slackClient(connections.slack.botToken, connections.slack.apiUrl, logger);
    const handled = deliveries(database.db, clock);
    const features = await buildFeatures({
      db: database.db,
      config,
      connections,
      clock,
      logger,
      client,
      mailer,
      metrics,
      parts,
      processId: randomUUID(),
    });
    opened.defer(async () => features.close());
    const { transport } = connections.slack;
    const slack = createSlack({
      ...connections.slack,
      transport: transport.mode === 'http' ? { ...transport, express: http.app } : transport,
      client,
      logger,
      authorize: features.authorize,
      deliveries: handled,
      running,
      metrics,
    });
    features.registerSlack(slack.surface);
    http.mount(features.router);
    features.registerJobs(jobs);
    jobs.every('forget handled deliveries', 3_600, () => handled.purge());

    if (connections.local) {
      if (config.slack.kind === 'embedded') await seedSampleData(features.sample);
      connections.onClockMove(() => jobs.runAll());
    }
    const mailAnswers = mailCheck(mailer);
    const takesMailIn = parts.some(({ name, kind }) => name === 'E-mail in' && kind !== 'off');
    let imapIsOpen = () => takesMailIn;
    await Promise.all([slack.start(), mailAnswers()]);
    if (config.imapUrl) {
      // Loaded only when it is needed: it takes a tenth of a second.
      const { readImap } = await import('#platform/mail/imap.ts');
      const imap = readImap({ url: config.imapUrl, logger, ...features.mailbox });
      opened.defer(() => imap.close());
      imapIsOpen = imap.connected;
    }
    const connectedNow = async () => ({
      Slack: slack.connected(),
      Database: await database.ping(),
      'E-mail out': (await mailAnswers()).now,
      ...(takesMailIn && { 'E-mail in': imapIsOpen() }),
    });
    http.mount(
      metricsRouter({
        metrics,
        readers: readersOf(config),
        standing: standing(connectedNow, features.backlog),
      }),
    );
    // Last: whatever failed before this has nothing running behind it when it is let go.
    await jobs.start();

    health = async () => {
      const [now, mailUp] = await Promise.all([connectedNow(), mailAnswers()]);
      const up: Record<string, boolean> = now;
      return {
        // A mail server that is away for a while stops no one from working; one that never answered is a mistake.
        healthy: now.Database && now.Slack && mailUp.ever,
        parts: parts.map((part) => ({ ...part, connected: up[part.name] ?? part.kind !== 'off' })),
      };
    };

    return {
      port: http.port,
      localUrl: connections.local?.url ?? null,
      parts,
      registered: slack.surface.registered,
      runJobs: () => jobs.runAll(),
      async stop(withinMs) {
        health = async () => ({ healthy: false, parts: [] });
        const deadline = performance.now() + withinMs;
        // All doors first: what came in through them needs everything that is let go of below.
        const answered = http.close(withinMs);
        await slack.stop();
        await jobs.stop();
        await answered;
        await running.settled(Math.max(0, deadline - performance.now()));
        await opened.disposeAsync();
      },
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** How old the queues of the metrics may be, and how long a scrape waits for them, in milliseconds. */
const BACKLOG_MS = { every: 15_000, within: 2_000 };

/** What each scrape of the metrics is told; without the queues while the database is away. */
function standing(
  connected: () => Promise<{ Database: boolean } & Record<string, boolean>>,
  backlog: Features['backlog'],
): () => Promise<Standing> {
  const queues = atMostEvery(backlog, BACKLOG_MS);
  return async () => {
    const [now, waiting] = await Promise.all([connected(), queues()]);
    return { connected: now, backlog: now.Database ? waiting : null };
  };
}

function readersOf({ metricsToken, production }: Config): Readers {
  if (metricsToken) return { token: metricsToken };
  // A proxy on this machine looks like this machine: with one before it, whoever is outside could read.
  return production ? 'nobody' : 'this machine';
}

/** Whether the mail server answers, asked every half minute at most, and whether it ever did. */
function mailCheck(mailer: Mailer): () => Promise<{ now: boolean; ever: boolean }> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<{ now: boolean; ever: boolean }> = Promise.resolve({ now: false, ever: false });
  return () => {
    if (performance.now() - askedAt < MAIL_CHECK_MS) return answer;
    const before = answer;
    askedAt = performance.now();
    answer = Promise.all([mailer.ping(), before]).then(([now, { ever }]) => {
      // A “no” is asked again at the next look: somebody may be watching the health page while mending it.
      if (!now) askedAt = Number.NEGATIVE_INFINITY;
      return { now, ever: ever || now };
    });
    return answer;
  };
}
