/** A connection that held so long was a good one. */
const GOOD_AFTER_MS = 1_000;

/** What is used of SocketModeClient and its insides; it offers no public way. Held against the real one by a test. */
interface SocketClient {
  on(event: 'connected' | 'close', listener: () => void): unknown;
  numOfConsecutiveReconnectionFailures?: number;
}

/**
 * Lets a Socket Mode client connect anew at once when a good connection ends, as Slack ends each of them now and then
 * (“refresh_requested”). @slack/socket-mode 3 waits for its ping timeout first, 5 seconds at least, and what people do
 * meanwhile is over after 3. A connection that ends at once, and one that doesn't come about, is waited for as before.
 */
export function reconnectAtOnce(client: SocketClient): void {
  let timer: NodeJS.Timeout | undefined;
  client.on('connected', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // It waits so many times its ping timeout, after adding one.
      client.numOfConsecutiveReconnectionFailures = -1;
    }, GOOD_AFTER_MS).unref();
  });
  client.on('close', () => clearTimeout(timer));
}
