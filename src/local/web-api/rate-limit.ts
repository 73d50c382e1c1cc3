/** Messages that a channel takes at once before the limit of one a second is felt. */
const BURST = 10;
const PER_SECOND = 1;

/**
 * Slack takes about one message a second in a channel and lets short bursts pass
 * (docs.slack.dev/apis/web-api/rate-limits). Time is the machine's.
 * @returns seconds to wait, or null when the message may go
 */
export function messageRateLimit(): (channel: string) => number | null {
  const channels = new Map<string, { left: number; at: number }>();
  return (channel) => {
    const now = performance.now() / 1000;
    const known = channels.get(channel) ?? { left: BURST, at: now };
    const left = Math.min(BURST, known.left + (now - known.at) * PER_SECOND);
    const allowed = left >= 1;
    channels.set(channel, { left: allowed ? left - 1 : left, at: now });
    return allowed ? null : Math.ceil((1 - left) / PER_SECOND);
  };
}
