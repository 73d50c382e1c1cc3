import { once } from 'node:events';
import { expect, it } from 'vitest';
import { restartMonitor, watchHeartbeats } from '../../../src/platform/database/heartbeat-watch.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();

it('finds the driver’s monitor where it looks for it, and it looks for the server again', async () => {
  const { client } = database.database();
  const [{ connectionId }] = (await once(client, 'serverHeartbeatStarted')) as [{ connectionId: string }];
  await once(client, 'serverHeartbeatSucceeded');
  // A monitor that has just been started connects anew; one that goes on uses the connection that it has.
  let connections = 0;
  client.on('serverHeartbeatStarted', () => {
    connections += 1;
  });
  // Another version of the driver may have its insides elsewhere: then this is the place to hear of it.
  expect(restartMonitor(client, connectionId)).toBe(true);
  // At once, and not only with the next beat in 2 seconds.
  await expect.poll(() => connections, { timeout: 1_000 }).toBeGreaterThan(0);
  expect(await database.database().ping()).toBe(true);
});

it('a server that hangs is noticed while another one beats', async () => {
  const { client } = database.database();
  const lines: string[] = [];
  const logger = createLogger('warn', { write: (line: string) => lines.push(line) });
  // Longer than the two seconds between the beats of the server that is there.
  const end = watchHeartbeats(client, logger, 3_000);
  // Only one server can be had here; this is what the driver says when it turns to another.
  client.emit('serverHeartbeatStarted', { connectionId: 'hangs.example:27017', awaited: true } as never);
  await expect.poll(() => lines.join(''), { timeout: 10_000 }).toContain('hangs.example:27017');
  expect(lines).toHaveLength(1);
  end();
});
