import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What became of a delivery from Slack: `handled`, `repeated` (Slack sent it again), `refused` (they may not),
 * `mistake` (told to the person), `expired` (Slack’s 3 seconds for a window were over), `failed` (in the log).
 */
export type DeliveryOutcome = 'handled' | 'repeated' | 'refused' | 'mistake' | 'expired' | 'failed';

/** What is asked anew for each scrape; null: the database doesn't answer. */
export interface Standing {
  /** Whether each part is connected now, by its name. */
  connected: Record<string, boolean>;
  /** How much waits, by what it waits for. */
  backlog: Record<string, number> | null;
}

/** Counts what happens. Labels are words of ours: never a person, an id, an address or a text. */
export interface Metrics {
  /** @param kind `command`, `action`, `view`, `shortcut`, `options` or `event` */
  delivery(kind: string, outcome: DeliveryOutcome): void;
  /** @param seconds from the delivery's arrival to the acknowledgement on the wire */
  acknowledged(kind: string, seconds: number): void;
  job(name: string, seconds: number, failed: boolean): void;
  mail(outcome: string): void;
  /** @param seconds of the whole question, with what was asked twice */
  model(outcome: string, seconds: number, tokens: { input: number; output: number } | null): void;
  inbound(outcome: string): void;
  /** Everything in Prometheus’s text format, version 0.0.4. */
  text(standing: Standing): Promise<string>;
  contentType: string;
}

/** Slack gives an acknowledgement 3 seconds; what lies above that bucket was missed. */
const ACKNOWLEDGED = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
const SWEPT = [0.01, 0.1, 1, 5, 15, 60, 300];
const ANSWERED = [0.5, 1, 2, 5, 10, 15, 20, 25];

/**
 * A registry of its own for one app, with Node’s memory, processor and event loop.
 * @param version of Rekindle
 */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter({ name: `rekindle_${name}_total`, help, labelNames, registers });
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge({ name: `rekindle_${name}`, help, labelNames, registers });
  const histogram = <T extends string>(name: string, help: string, labelNames: T[], buckets: number[]) =>
    new Histogram({ name: `rekindle_${name}_seconds`, help, labelNames, buckets, registers });

  gauge('up', 'The process answers.', []).set(1);
  gauge('info', 'The version that runs.', ['version', 'node']).set({ version, node: process.version }, 1);
  const connected = gauge('part_connected', 'Whether a part answers now.', ['part']);
  const waiting = gauge('backlog', 'What waits now, counted up to 10,000.', ['queue']);
  const deliveries = counter('slack_deliveries', 'Deliveries from Slack.', ['kind', 'outcome']);
  const acknowledged = histogram(
    'slack_acknowledgement',
    'From a delivery’s arrival to its acknowledgement.',
    ['kind'],
    ACKNOWLEDGED,
  );
  const duration = histogram('job_duration', 'Recurring jobs of this process.', ['job'], SWEPT);
  const failures = counter('job_failures', 'Runs of a job that failed.', ['job']);
  const success = gauge('job_last_success_timestamp_seconds', 'When a job last went well here.', ['job']);
  const mails = counter('mails', 'Messages handed to the mail server.', ['outcome']);
  const inbound = counter('inbound_mails', 'Mails and reports that came in.', ['outcome']);
  const asked = histogram('model_answer', 'Questions to the model.', ['outcome'], ANSWERED);
  const tokens = counter('model_tokens', 'Tokens that the model counted.', ['direction']);

  return {
    contentType: registry.contentType,
    delivery: (kind, outcome) => deliveries.inc({ kind, outcome }),
    acknowledged: (kind, seconds) => acknowledged.observe({ kind }, seconds),
    job(job, seconds, failed) {
      duration.observe({ job }, seconds);
      failures.inc({ job }, failed ? 1 : 0);
      // Compared with Prometheus’s own time, so it is the machine’s and not the app’s clock.
      if (!failed) success.set({ job }, Math.floor(Date.now() / 1000));
    },
    mail: (outcome) => mails.inc({ outcome }),
    inbound: (outcome) => inbound.inc({ outcome }),
    model(outcome, seconds, used) {
      asked.observe({ outcome }, seconds);
      tokens.inc({ direction: 'input' }, used?.input ?? 0);
      tokens.inc({ direction: 'output' }, used?.output ?? 0);
    },
    async text(standing) {
      for (const [part, is] of Object.entries(standing.connected)) connected.set({ part }, is ? 1 : 0);
      // A number from before would look as if it were true now.
      waiting.reset();
      for (const [queue, count] of Object.entries(standing.backlog ?? {})) waiting.set({ queue }, count);
      // prom-client writes “Nan” where nothing was measured between two scrapes; the format says “NaN”.
      return (await registry.metrics()).replace(/ Nan$/gm, ' NaN');
    },
  };
}
