import type { App, ReceiverEvent } from '@slack/bolt';
import type { Metrics } from '#platform/metrics/metrics.ts';

/** How Slack names its deliveries, and how we do. */
const KINDS: Record<string, string> = {
  block_actions: 'action',
  view_submission: 'view',
  shortcut: 'shortcut',
  message_action: 'shortcut',
  block_suggestion: 'options',
  event_callback: 'event',
};

/**
 * Tells how long each delivery waits for its acknowledgement, over Socket Mode and HTTP alike: both receivers hand it to
 * the app's processEvent. Call before the app is initialised.
 */
export function timeAcknowledgements(app: App, metrics: Pick<Metrics, 'acknowledged'>): void {
  const process = app.processEvent.bind(app);
  app.processEvent = (event: ReceiverEvent) => {
    const arrived = performance.now();
    const ack: ReceiverEvent['ack'] = async (answer) => {
      await event.ack(answer);
      metrics.acknowledged(kindOf(event.body), (performance.now() - arrived) / 1000);
    };
    return process({ ...event, ack });
  };
}

function kindOf(body: ReceiverEvent['body']): string {
  if (body['command'] !== undefined) return 'command';
  return KINDS[String(body['type'])] ?? 'other';
}
