import express from 'express';
import { openDatabase } from '#platform/database/database.ts';
import { createLogger } from '#platform/logger.ts';
import { outreachRouter } from '../../../src/outreach/http.ts';
import { type Act, acts } from './acts.ts';
import { type Addresses, processDeps } from './process-deps.ts';

/** One of the two processes of the year: does what it is told over the channel of its parent, which kills it when it likes. */
export type Order =
  | { id: number; do: 'clock'; now: number }
  | { id: number; do: 'sweep' }
  | { id: number; do: 'act'; act: Act };
export type Report =
  | { ready: number }
  | { told: { person: string; sequence: string; text: string } }
  | { id: number; answer: unknown }
  | { id: number; failed: string };

const addresses = JSON.parse(process.argv[2] ?? '{}') as Addresses;
// Whoever gave the orders may be gone: then nobody wants to know.
const report = (one: Report) => process.send?.(one, undefined, undefined, () => undefined);
process.on('disconnect', () => process.exit());

let now = 0;
const clock = { now: () => new Date(now) };
const database = await openDatabase({
  uri: addresses.database,
  directory: '',
  logger: createLogger('silent'),
});
const deps = await processDeps(
  database.db,
  addresses,
  async ({ candidateId, sequence, text }) => {
    report({ told: { person: candidateId, sequence, text } });
  },
  clock,
);
const app = express().use(outreachRouter(deps.outreach, []));
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  report({ ready: typeof address === 'object' && address ? address.port : 0 });
});

async function carryOut(order: Order): Promise<unknown> {
  if (order.do === 'clock') {
    now = order.now;
    return null;
  }
  return order.do === 'sweep' ? deps.sweepAll() : acts(deps, order.act);
}
process.on('message', (order: Order) => {
  carryOut(order).then(
    (answer) => report({ id: order.id, answer: answer ?? null }),
    (error: unknown) =>
      report({
        id: order.id,
        failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  );
});
