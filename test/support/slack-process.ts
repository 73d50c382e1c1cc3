import type { LocalWorkspace } from '#local/workspace.ts';
import { createLogger } from '#platform/logger.ts';
import { createMetrics } from '#platform/metrics/metrics.ts';
import { createRunning, type Running } from '#platform/running.ts';
import { createSlack, type Slack, slackClient } from '#platform/slack/create-slack.ts';
import type { Deliveries } from '#platform/slack/deliveries.ts';

/** The part of one process that talks to Slack over Socket Mode, without any feature: each test registers its own. */
export function slackProcess(options: {
  workspace: LocalWorkspace;
  deliveries: Deliveries;
  /** Another one than the workspace's own, to put faults between. */
  apiUrl?: string;
}): Slack & { running: Running; log: string[] } {
  const { workspace, deliveries, apiUrl = workspace.apiUrl } = options;
  const log: string[] = [];
  const logger = createLogger('warn', { write: (line) => void log.push(line) });
  const running = createRunning();
  const slack = createSlack({
    botToken: workspace.botToken,
    apiUrl,
    transport: { mode: 'socket', appToken: workspace.appToken },
    client: slackClient(workspace.botToken, apiUrl, logger),
    logger,
    authorize: async (id) => ({ actor: { id, name: id, role: 'recruiter', timeZone: 'UTC' } }),
    deliveries,
    running,
    metrics: createMetrics('0'),
  });
  return { ...slack, running, log };
}
