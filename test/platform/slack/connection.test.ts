import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FaultySlack, type SlackBehaviour, startFaultySlack } from '../../faults/slack-api.ts';
import { testWorkspace } from '../../local/workspace.ts';
import { until } from '../../support/person.ts';
import { slackProcess } from '../../support/slack-process.ts';

/** The connection of Socket Mode while Slack is away for longer than an ordinary call is repeated, and at a stop. */
const OPEN = 'apps.connections.open';
const deliveries = { takeUp: async () => true, purge: async () => undefined };
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);
let workspace: Awaited<ReturnType<typeof testWorkspace>>;
let faulty: FaultySlack;

beforeEach(async () => {
  workspace = await testWorkspace();
  faulty = await startFaultySlack(workspace);
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  process.off('unhandledRejection', note);
  vi.useRealTimers();
  faulty.close();
  await workspace.remove();
});

const opened = () => faulty.called.filter((method) => method === OPEN).length;
const realPause = () =>
  new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      clearInterval(timer);
      resolve();
    }, 4);
  });

it('is made anew however long Slack is away, every half minute at least', { timeout: 60_000 }, async () => {
  const slack = slackProcess({ workspace, deliveries, apiUrl: faulty.apiUrl });
  await slack.start();
  const failures = 18;
  faulty.next(OPEN, ...Array<SlackBehaviour>(failures).fill('server error'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  workspace.refreshConnections();
  // The close handshake is the machine's time; what is waited for after it is the clock's.
  while (slack.connected()) {
    vi.advanceTimersByTime(100);
    await realPause();
  }
  let longest = 0;
  for (let waited = 0; !slack.connected() && waited < 400_000; waited += 500) {
    const before = opened();
    vi.advanceTimersByTime(500);
    await realPause();
    if (opened() > before) waited = 0;
    longest = Math.max(longest, waited);
  }
  expect(unhandled).toEqual([]);
  expect(slack.connected()).toBe(true);
  expect(opened()).toBe(1 + failures + 1);
  expect(longest).toBeLessThanOrEqual(32_000);
  vi.useRealTimers();
  await slack.stop();
});

it('that is just being made ends with a stop, and without an error that nobody waits for', async () => {
  // Takes connections and says nothing: the handshake never ends.
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const slack = slackProcess({ workspace, deliveries, apiUrl: faulty.apiUrl });
  await slack.start();
  faulty.connectTo(port);
  const shaking = once(silent, 'connection');
  workspace.refreshConnections();
  await shaking;
  await slack.stop();
  // The close of a WebSocket that was never open is told some turns of the event loop later.
  for (let turns = 0; turns < 20; turns++) await realPause();
  expect(unhandled).toEqual([]);
  silent.close();
});

it('that Slack refuses after a good one is told in words, and ends the process', async () => {
  const slack = slackProcess({ workspace, deliveries, apiUrl: faulty.apiUrl });
  await slack.start();
  faulty.next(OPEN, 'refused');
  workspace.refreshConnections();
  await until('the refusal', async () => unhandled.length > 0, 20_000);
  expect(slack.log.join('')).toContain('was SLACK_APP_TOKEN revoked, or the app removed?');
  expect(unhandled).toHaveLength(1);
  await slack.stop();
}, 30_000);
