import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OverHttp, startOverHttp } from '../support/over-http.ts';
import { type PersonClient, person, saying, until } from '../support/person.ts';

let server: OverHttp;
let riley: PersonClient;

beforeAll(async () => {
  server = await startOverHttp();
  riley = person(server.workspace.url, 'riley');
});
afterAll(() => server?.close());

it('does the main job over signed HTTP', async () => {
  await riley.command('/candidate add Ana Petrova ana@example.com', 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  await riley.lastMessage('Ana Petrova', 'hiring');
  await riley.click('Draft outreach', { within: 'Ana Petrova' });
  await riley.modal('Draft outreach');
  expect(await riley.submit()).toMatchObject({ outcome: 'closed' });
  const approval = await riley.lastMessage('Approve & send', '@rekindle');
  await riley.click('Approve & send', { ts: approval.ts, channel: approval.channel });
  await riley.lastMessage('Sent to', '@rekindle');
});

it('shows field errors in the answer to a submission', async () => {
  await riley.command('/candidate add', 'hiring');
  await riley.modal('Add candidate');
  expect(await riley.submit({ 'Full name': 'Only A Name' })).toMatchObject({ outcome: 'errors' });
  await riley.close();
});

interface Posting {
  secret: string;
  at: number;
  trigger?: string;
  responseUrl?: string;
  retry?: number;
}

/** A command as Slack posts it, signed with a secret at a time. */
function post(words: string, options: Posting): Promise<Response> {
  return fetch(server.address, { method: 'POST', ...signed(words, options) });
}

function signed(words: string, options: Posting): { headers: Record<string, string>; body: string } {
  const body = new URLSearchParams({
    command: '/candidate',
    text: words,
    user_id: server.workspace.people.riley,
    channel_id: 'C0HIRING',
    team_id: 'T0LOCAL',
    trigger_id: options.trigger ?? `${options.at}.1.${Math.random()}`,
    response_url: options.responseUrl ?? `${server.workspace.url}/nowhere`,
  }).toString();
  const signature = createHmac('sha256', options.secret).update(`v0:${options.at}:${body}`).digest('hex');
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(options.at),
      'x-slack-signature': `v0=${signature}`,
      ...(options.retry ? { 'x-slack-retry-num': String(options.retry) } : {}),
    },
    body,
  };
}

it('takes a right signature and refuses a wrong or an old one', async () => {
  const now = Math.floor(Date.now() / 1000);
  const right = await post('help', { secret: server.workspace.signingSecret, at: now });
  expect(right.status).toBe(200);
  const wrong = await post('help', { secret: 'another secret', at: now });
  expect(wrong.status).toBe(401);
  const old = await post('help', { secret: server.workspace.signingSecret, at: now - 6 * 60 });
  expect(old.status).toBe(401);
});

it('refuses a member over HTTP as well', async () => {
  const morgan = person(server.workspace.url, 'morgan');
  await morgan.command('/candidate find go', 'general');
  expect(saying(await morgan.lastMessage('Sorry', 'general'))).toContain(server.workspace.people.riley);
});

/** Slack's end of a response_url: what the app answered. */
async function answering() {
  const answers: string[] = [];
  const slack = createServer((request, response) => {
    void text(request).then((body) => {
      answers.push(body);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => {
    slack.listen(0, '127.0.0.1', resolve);
  });
  const responseUrl = `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`;
  return { slack, answers, responseUrl };
}

it('handles a delivery once, however often Slack sends it', async () => {
  const { slack, answers, responseUrl } = await answering();
  const at = Math.floor(Date.now() / 1000);
  const once = { secret: server.workspace.signingSecret, at, trigger: 'the.same.one', responseUrl };
  for (const retry of [0, 1, 2]) expect((await post('help', { ...once, retry })).status).toBe(200);
  // Another one, sent last: when it is answered, the first three have been handled or dropped.
  await post('nonsense-word', { ...once, trigger: 'another.one' });
  await until('both answers', async () => answers.length >= 2);
  expect(answers.filter((answer) => answer.includes('nonsense-word'))).toHaveLength(1);
  expect(answers).toHaveLength(2);
  await new Promise((resolve) => slack.close(resolve));
});

it('does what was coming in when it was stopped, and takes nothing after it', async () => {
  const { slack, answers, responseUrl } = await answering();
  const { headers, body } = signed('nonsense-word', {
    secret: server.workspace.signingSecret,
    at: Math.floor(Date.now() / 1000),
    responseUrl,
  });
  const coming = request(server.address, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length, expect: '100-continue' },
  });
  coming.flushHeaders();
  // It has read the head of the request.
  await once(coming, 'continue');
  coming.write(body.slice(0, 20));
  const stopped = server.app.stop(20_000);
  const health = new URL('/health', server.address);
  await until('closed doors', async () =>
    fetch(health).then(
      () => false,
      () => true,
    ),
  );
  coming.end(body.slice(20));
  const [response] = (await once(coming, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.resume();
  await stopped;
  expect(answers.map((answer) => answer.includes('nonsense-word'))).toEqual([true]);
  await new Promise((resolve) => slack.close(resolve));
});
