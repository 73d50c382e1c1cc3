import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type ModelServer, startModelServer } from './model-server.ts';

/**
 * A model server for a test file: started before the first test, closed after the last, and asked nothing yet when a
 * test begins. Call it at the top of the file, or of a `describe`; its address is there from the first hook or test on.
 */
export function testModelServer(): ModelServer {
  const server = {} as ModelServer;
  beforeAll(async () => {
    Object.assign(server, await startModelServer());
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.questions.length = 0;
  });
  return server;
}
