import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { isDatabaseAway } from '#platform/database/is-away.ts';
import type { Logger } from '#platform/logger.ts';
import type { DeliveryOutcome, Metrics } from '#platform/metrics/metrics.ts';
import { PersonError } from '#platform/person-error.ts';
import type { Running } from '#platform/running.ts';
import type { Deliveries } from './deliveries.ts';
import type { Actor, Permission } from './surface.ts';

/** Says who somebody is if they may do this, or why not, in words for them. */
export type Authorize = (
  userId: string,
  need: Permission | null,
) => Promise<{ actor: Actor } | { refusal: string }>;

/** Slack lets a window be opened for 3 seconds after a click. */
const EXPIRED = 'expired_trigger_id';
const AWAY =
  'I can’t reach my database at the moment. Please look in a minute or two whether this was done, and do it again if not; what was done before is safe.';

/** What every kind of delivery is handled with. */
export interface Handling {
  client: WebClient;
  deliveries: Deliveries;
  authorize: Authorize;
  running: Running;
  logger: Logger;
  metrics: Pick<Metrics, 'delivery' | 'acknowledged'>;
}

export interface Delivery {
  /** `command`, `action` … and which one, for the log. */
  kind: string;
  name: string;
  /** The same when Slack delivers it again; null when nothing in it tells. */
  key: string | null;
  userId: string;
  need: Permission | null;
  /** Shows a sentence to the person; never rejects. */
  tell(text: string): Promise<void>;
}

export interface Allowed {
  actor: Actor;
  client: WebClient;
  requestId: string;
}

/**
 * Handles one delivery that is already acknowledged: once, only for somebody who may, with every failure told.
 * Never rejects.
 */
export async function handle(
  handling: Handling,
  delivery: Delivery,
  run: (allowed: Allowed) => Promise<void>,
): Promise<void> {
  const requestId = newRequestId();
  // The acknowledgement is on the wire before our own work takes the processor.
  await setImmediate();
  const count = (outcome: DeliveryOutcome) => handling.metrics.delivery(delivery.kind, outcome);
  try {
    if (delivery.key !== null && !(await handling.deliveries.takeUp(delivery.key))) return count('repeated');
    const answer = await handling.authorize(delivery.userId, delivery.need);
    if ('refusal' in answer) {
      count('refused');
      await delivery.tell(answer.refusal);
      return;
    }
    await run({ actor: answer.actor, client: handling.client, requestId });
    count('handled');
  } catch (error) {
    count(outcomeOf(error));
    await delivery.tell(explain(handling.logger, delivery, requestId, error));
  }
}

/** What the metrics say of a failure. */
export function outcomeOf(error: unknown): DeliveryOutcome {
  if (error instanceof PersonError) return 'mistake';
  return slackErrorCode(error) === EXPIRED ? 'expired' : 'failed';
}

/**
 * Logs a failure and puts it in words for the person it happened to: their own mistake as it is, anything else as
 * ours with an id that also stands in the log.
 */
export function explain(
  logger: Logger,
  { kind, name }: Pick<Delivery, 'kind' | 'name'>,
  requestId: string,
  error: unknown,
): string {
  if (error instanceof PersonError) return error.message;
  if (slackErrorCode(error) === EXPIRED)
    return 'That took too long, and Slack no longer lets me open a window for it. Please try again.';
  logger.error({ err: error, kind, name, requestId }, 'a request from Slack failed');
  if (isDatabaseAway(error)) return AWAY;
  return `Something went wrong on our side, and it is in the log. Please try again; if it stays, give an admin this id: ${requestId}`;
}

/** The `error` of a refusal by Slack's Web API, or null. */
export function slackErrorCode(error: unknown): string | null {
  const data = (error as { data?: { error?: unknown } } | null)?.data;
  return typeof data?.error === 'string' ? data.error : null;
}

/** 8 hexadecimal characters: what a person is told, and what stands in the log. */
export function newRequestId(): string {
  return randomBytes(4).toString('hex');
}
