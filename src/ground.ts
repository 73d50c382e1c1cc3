import type { Db } from 'mongodb';
import type { Clock } from '#platform/clock.ts';
import type { Part } from '#platform/http/server.ts';
import type { Logger } from '#platform/logger.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Metrics } from '#platform/metrics/metrics.ts';
import type { Slack } from '#platform/slack/create-slack.ts';
import type { Config } from './config.ts';
import type { Connections } from './connections.ts';

/** What the platform hands to the features. */
export interface Ground {
  db: Db;
  config: Config;
  connections: Connections;
  clock: Clock;
  logger: Logger;
  client: Slack['client'];
  mailer: Mailer;
  metrics: Metrics;
  parts: Part[];
  /** Names this process in leases. */
  processId: string;
}
