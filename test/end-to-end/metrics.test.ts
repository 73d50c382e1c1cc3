import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { readMetrics } from '../support/metrics.ts';
import { callControl, person, until } from '../support/person.ts';
import { startRekindle } from '../support/rekindle.ts';
import { sendFromCard } from '../support/send-from-card.ts';

/** What an operator sees of real work, and of a database that goes away. */
const database = testDatabase();
let app: Awaited<ReturnType<typeof startRekindle>>;
let way: Awaited<ReturnType<typeof wayToDatabase>>;
beforeAll(async () => {
  const [host] = database.database().client.options.hosts;
  way = await wayToDatabase(host?.socketPath ?? '');
  app = await startRekindle({
    MONGODB_URI: `mongodb://127.0.0.1:${way.port}/${database.db().databaseName}?directConnection=true`,
    SLACK_BOT_TOKEN: '',
    LOG_LEVEL: 'silent',
  });
}, 60_000);
afterAll(async () => {
  await app?.remove();
  way?.close();
});

async function scrape(): Promise<{ text: string; read: Map<string, number> }> {
  const answer = await fetch(`http://127.0.0.1:${app.port}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  return { text, read: readMetrics(text) };
}

it('values move after real work, and name nobody', async () => {
  const riley = person(app.localUrl ?? '', 'riley');
  const morgan = person(app.localUrl ?? '', 'morgan');
  await morgan.command('/candidate find x', 'hiring');
  await riley.command('/candidate add Zed Quist zed@example.com', 'hiring');
  await riley.modal('Add candidate');
  await riley.submit({ Location: 'Austin, United States' });
  const card = await riley.lastMessage(/Zed Quist[\s\S]*Draft outreach/, 'hiring');
  await sendFromCard(riley, card.ts);
  const [mail] = await callControl<{ id: string }[]>(app.localUrl ?? '', 'mails');
  await callControl(app.localUrl ?? '', `mails/${mail?.id}/answer`, { text: 'Gladly, when?' });
  await riley.lastMessage('answered', '@rekindle');
  await app.runJobs();

  const { text, read } = await scrape();
  expect(read.get('rekindle_up')).toBe(1);
  for (const part of ['Slack', 'Database', 'E-mail out', 'E-mail in'])
    expect(read.get(`rekindle_part_connected{part="${part}"}`)).toBe(1);
  expect(read.get('rekindle_slack_deliveries_total{kind="command",outcome="handled"}')).toBe(1);
  expect(read.get('rekindle_slack_deliveries_total{kind="command",outcome="refused"}')).toBe(1);
  expect(read.get('rekindle_slack_deliveries_total{kind="view",outcome="handled"}')).toBe(2);
  for (const [kind, count] of Object.entries({ command: 2, action: 2, view: 2 })) {
    expect(read.get(`rekindle_slack_acknowledgement_seconds_count{kind="${kind}"}`)).toBeGreaterThanOrEqual(
      count,
    );
    expect(read.get(`rekindle_slack_acknowledgement_seconds_sum{kind="${kind}"}`)).toBeGreaterThan(0);
  }
  expect(read.get('rekindle_mails_total{outcome="accepted"}')).toBe(1);
  expect(read.get('rekindle_inbound_mails_total{outcome="reply"}')).toBe(1);
  expect(read.get('rekindle_job_duration_seconds_count{job="sweep enrolments"}')).toBeGreaterThanOrEqual(1);
  expect(read.get('rekindle_backlog{queue="drafts waiting"}')).toBe(0);
  expect([...read.keys()].filter((name) => name.startsWith('rekindle_backlog{'))).toHaveLength(9);
  expect(text).not.toMatch(/zed|quist|example\.com|[UC]0[A-Z]{2,}/i);
}, 60_000);

it('with the database away it answers, and shows no queues from before', async () => {
  way.close();
  const { text, read } = await until('the database is known to be away', async () => {
    const scraped = await scrape();
    return scraped.read.get('rekindle_part_connected{part="Database"}') === 0 ? scraped : null;
  });
  expect(read.get('rekindle_up')).toBe(1);
  expect(text).not.toContain('rekindle_backlog{');
  await way.open();
  await until('the database is back', async () => {
    const back = await scrape();
    return back.read.get('rekindle_part_connected{part="Database"}') === 1 || null;
  });
}, 60_000);

/** A way to the engine's socket that can be cut. */
async function wayToDatabase(path: string) {
  const sockets = new Set<Socket>();
  const forward = (from: Socket) => {
    const to = connect(path);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => {}).once('close', () => void sockets.delete(socket));
    }
    from.pipe(to).pipe(from);
  };
  let server = createServer(forward);
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server = createServer(forward).listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: () => listen(port),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
