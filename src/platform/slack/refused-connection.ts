import type { Logger } from '#platform/logger.ts';
import { slackErrorCode } from './handling.ts';

/** What is used of SocketModeClient and its insides; it offers no public way. Held against the real one by tests. */
interface SocketClient {
  once(event: 'connected', listener: () => void): unknown;
  start(): Promise<unknown>;
  retrieveWSSURL(): Promise<string>;
  shuttingDown: boolean;
}

/** Never settles: for callers that a stop has left behind. */
const never = () => new Promise<never>(() => {});

/**
 * Says in the log, for an operator, when Slack refuses a connection that it took before. @slack/socket-mode 3 connects
 * anew without a catch: the refusal goes on as an unhandled rejection, with which main.ts stops the process. What a stop
 * itself breaks off, a connection just being made, ends without a word: it would be such a rejection as well.
 */
export function tellRefusedConnection(client: SocketClient, logger: Logger): void {
  let before = false;
  client.once('connected', () => {
    before = true;
  });
  const start = client.start.bind(client);
  client.start = () =>
    start().catch((error: unknown) => {
      if (client.shuttingDown) return never();
      throw error;
    });
  const retrieve = client.retrieveWSSURL.bind(client);
  client.retrieveWSSURL = async () => {
    try {
      const url = await retrieve();
      // Slack was back only after the stop: nothing would be there to handle what it delivers.
      return client.shuttingDown ? await never() : url;
    } catch (error) {
      if (client.shuttingDown) return await never();
      if (before)
        logger.error(
          { err: error, slack: slackErrorCode(error) },
          'Slack takes no connection of ours any more: was SLACK_APP_TOKEN revoked, or the app removed?',
        );
      throw error;
    }
  };
}
