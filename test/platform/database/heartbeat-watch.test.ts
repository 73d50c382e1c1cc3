import { expect, it } from 'vitest';
import { restartMonitors } from '../../../src/platform/database/heartbeat-watch.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();

it('finds the driver’s monitors where it looks for them, and they look for the server again', async () => {
  const { client } = database.database();
  // A monitor that has just been started connects anew; one that goes on uses the connection that it has.
  let connections = 0;
  client.on('serverHeartbeatStarted', () => {
    connections += 1;
  });
  // Another version of the driver may have its insides elsewhere: then this is the place to hear of it.
  expect(restartMonitors(client)).toBe(1);
  // At once, and not only with the next beat in 2 seconds.
  await expect.poll(() => connections, { timeout: 1_000 }).toBeGreaterThan(0);
  expect(await database.database().ping()).toBe(true);
});
