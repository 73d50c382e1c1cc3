import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../support/person.ts';
import { signature, startWire, type Wire } from '../support/wire.ts';

/** What strangers on the internet can do to the addresses that have to be public. */
let wire: Wire;
let base: string;
beforeAll(async () => {
  wire = await startWire({
    TRUSTED_PROXIES: 'loopback',
    INBOUND_SECRET: 'a-secret-of-16-and-more-characters',
  });
  base = `http://127.0.0.1:${wire.app.port}`;
}, 60_000);
afterAll(() => wire?.close());

const now = () => Math.floor(Date.now() / 1000);
/** As if it came from some address, through the proxy that is trusted. */
const from = (address: string) => ({ 'x-forwarded-for': address });
const command = (text: string, name: string) =>
  new URLSearchParams({
    command: '/rekindle',
    text,
    user_id: wire.workspace.people.riley,
    channel_id: 'C0HIRING',
    team_id: 'T0LOCAL',
    trigger_id: name,
    response_url: wire.responseUrl(name),
  }).toString();
const answers = (name: string) => wire.said.filter(({ body }) => body['name'] === name).length;
const post = (path: string, body: string, headers: Record<string, string>) =>
  fetch(`${base}${path}`, { method: 'POST', body, headers });

it('Slack’s signature: missing, wrong, of another body, or old is refused before anything is done', async () => {
  const body = command('', 'unsigned');
  const signed = signature(wire.workspace.signingSecret, body, now());
  const wrong: Record<string, string>[] = [
    { 'content-type': 'application/x-www-form-urlencoded' },
    { ...signed, 'x-slack-signature': 'v0=00' },
    { ...signed, 'x-slack-signature': 'nonsense' },
    { ...signed, 'x-slack-request-timestamp': String(now() + 1) },
    { ...signed, 'x-slack-request-timestamp': 'soon' },
    signature('another secret', body, now()),
    signature(wire.workspace.signingSecret, `${body}&more=1`, now()),
    signature(wire.workspace.signingSecret, body, now() - 301),
  ];
  for (const headers of wrong)
    expect((await post('/slack/events', body, { ...headers, ...from('198.51.100.1') })).status).toBe(401);
  expect(answers('unsigned')).toBe(0);
});

it('the same delivery again is answered and not done again', async () => {
  const body = command('help', 'replayed');
  const headers = signature(wire.workspace.signingSecret, body, now());
  for (let times = 0; times < 3; times++)
    expect((await post('/slack/events', body, headers)).status).toBe(200);
  const after = command('help', 'after it');
  await post('/slack/events', after, signature(wire.workspace.signingSecret, after, now()));
  const both = ['replayed', 'after it'];
  await until('an answer to each', async () => both.every((name) => answers(name) > 0));
  expect(answers('replayed')).toBe(1);
});

it('an address that is refused again and again is held back, and nobody else', async () => {
  const body = command('help', 'held back');
  const refused: number[] = [];
  for (let times = 0; times < 70; times++)
    refused.push((await post('/slack/events', body, from('198.51.100.3'))).status);
  expect([...new Set(refused)]).toEqual([401, 429]);
  const signed = signature(wire.workspace.signingSecret, body, now());
  expect((await post('/slack/events', body, { ...signed, ...from('198.51.100.4') })).status).toBe(200);
});

it('mail without a plausible signature is refused by its head, and its sender is held back', async () => {
  const statuses: number[] = [];
  for (let times = 0; times < 70; times++)
    statuses.push(
      (await post('/mail/inbound', 'x', { 'content-type': 'message/rfc822', ...from('198.51.100.5') }))
        .status,
    );
  expect([...new Set(statuses)]).toEqual([401, 429]);
});

it('pages for candidates: so many a minute for one address, whatever is asked for', async () => {
  const statuses: number[] = [];
  for (let times = 0; times < 310; times++)
    statuses.push((await fetch(`${base}/u/made-up`, { headers: from('198.51.100.6') })).status);
  expect([...new Set(statuses)]).toEqual([404, 429]);
  expect((await fetch(`${base}/u/made-up`, { headers: from('198.51.100.7') })).status).toBe(404);
});

it('addresses that are no text, and methods that nobody asked for, are told nothing', async () => {
  for (const path of [
    '/u/%E0%A4%A',
    '/self/%',
    '/c/__proto__',
    '/o/constructor',
    '/nothing',
    '/health/../u/x',
    '/self/x.y',
  ]) {
    const answer = await fetch(`${base}${path}`, { headers: from('198.51.100.8') });
    expect([400, 404, 200]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/at .*\(|node_modules|\/src\//);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src '(?:self|none)'/);
    expect(answer.headers.get('x-powered-by')).toBeNull();
  }
  for (const method of ['PUT', 'DELETE', 'PATCH'])
    expect((await fetch(`${base}/u/x`, { method, headers: from('198.51.100.8') })).status).toBe(404);
  expect((await fetch(`${base}/control/clock`, { method: 'POST' })).status).toBe(404);
});

// Last: nothing can be asked over the connection whose body was not read.
it('a body that Slack never sends is not read to its end', async () => {
  const answer = await post('/slack/events', 'x'.repeat(1_100_000), {
    ...signature(wire.workspace.signingSecret, 'x', now()),
    ...from('198.51.100.2'),
  });
  expect(answer.status).toBe(413);
});
