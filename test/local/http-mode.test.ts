import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackSignature } from '#local/delivery/http.ts';
import { callControl, person, until } from '../support/person.ts';
import { plain, testWorkspace } from './workspace.ts';

type Workspace = Awaited<ReturnType<typeof testWorkspace>>;

const connected = (url: string) =>
  until('the request URL to be verified', async () => {
    const seen = await callControl<{ app: { connected: boolean } }>(url, 'workspace?as=riley');
    return seen.app.connected;
  });

/** A port for an app that has to be known before the app can be made. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a Bolt app with an HTTP receiver', () => {
  let workspace: Workspace;
  let app: App;
  let address = '';

  beforeAll(async () => {
    const port = await freePort();
    address = `http://127.0.0.1:${port}/slack/events`;
    workspace = await testWorkspace({ slack: { mode: 'http', requestUrl: address }, ackTimeoutMs: 500 });
    app = new App({
      token: workspace.botToken,
      receiver: new HTTPReceiver({ signingSecret: workspace.signingSecret, port, logLevel: LogLevel.ERROR }),
      clientOptions: { slackApiUrl: workspace.apiUrl },
    });
    app.command('/small', async ({ ack, command, client }) => {
      if (command.text === 'ack text') return ack('in the acknowledgement');
      if (command.text === 'public') return ack({ response_type: 'in_channel', text: 'for all' });
      await ack();
      await client.views.open({
        trigger_id: command.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: plain('Form'),
          submit: plain('Save'),
          blocks: [
            {
              type: 'input',
              block_id: 'skill',
              label: plain('Skill'),
              element: { type: 'external_select', action_id: 'skill', min_query_length: 1 },
            },
          ],
        },
      });
    });
    app.options('skill', async ({ ack, payload }) =>
      ack({ options: [{ text: plain(`Word ${payload.value}`), value: payload.value }] }),
    );
    app.view('form', async ({ ack, view }) => {
      const picked = view.state.values['skill']?.['skill']?.selected_option?.value;
      await (picked === 'x' ? ack({ response_action: 'errors', errors: { skill: 'Not x' } }) : ack());
    });
    app.event('app_mention', async ({ event, client }) => {
      await client.chat.postMessage({ channel: event.channel, text: 'heard', thread_ts: event.ts });
    });
    await app.start(port);
    await connected(workspace.url);
  });
  afterAll(async () => {
    await app.stop();
    await workspace.remove();
  });

  it('answers in the body of its acknowledgement', async () => {
    const riley = person(workspace.url, 'riley');
    expect(await riley.command('/small ack text')).toEqual({ ok: true });
    expect((await riley.lastMessage('in the acknowledgement')).ephemeral).toBe(true);
    await riley.command('/small public');
    expect((await person(workspace.url, 'harper').lastMessage('for all')).ephemeral).toBe(false);
  });

  it('gets options, submissions and events, and answers them', async () => {
    const riley = person(workspace.url, 'riley');
    await riley.command('/small form');
    await riley.modal('Form');
    const view = await riley.modal('Form');
    const { options } = await riley.options({
      viewId: view.id,
      blockId: 'skill',
      actionId: 'skill',
      query: 'x',
    });
    expect(options).toEqual([{ text: { ...plain('Word x') }, value: 'x' }]);
    await riley.act({ viewId: view.id, blockId: 'skill', actionId: 'skill', value: 'x' });
    expect(await riley.submit()).toEqual({ outcome: 'errors', errors: { Skill: 'Not x' } });
    await riley.options({ viewId: view.id, blockId: 'skill', actionId: 'skill', query: 'y' });
    await riley.act({ viewId: view.id, blockId: 'skill', actionId: 'skill', value: 'y' });
    expect((await riley.submit()).outcome).toBe('closed');
    const { ts } = await riley.write('<@U0REKINDLE> hi', '#general');
    expect((await riley.lastMessage('heard')).threadTs).toBe(ts);
  });

  it('refuses a wrong signature and an old one, and takes a right one', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'word' });
    const send = async (timestamp: number, signature: string) =>
      (
        await fetch(address, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-slack-request-timestamp': String(timestamp),
            'x-slack-signature': signature,
          },
          body,
        })
      ).status;
    const now = Math.floor(Date.now() / 1000);
    expect(await send(now, slackSignature(workspace.signingSecret, now, body))).toBe(200);
    expect(await send(now, slackSignature('another secret', now, body))).toBe(401);
    expect(await send(now - 600, slackSignature(workspace.signingSecret, now - 600, body))).toBe(401);
  });
});

describe('an app that does not answer', () => {
  let workspace: Workspace;
  let server: Server;
  const events: { headers: IncomingMessage['headers']; body: { event_id: string } }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        // A command gets no answer at all.
        if (request.headers['content-type'] !== 'application/json') return;
        if (body.includes('url_verification')) return response.end(JSON.parse(body).challenge);
        events.push({ headers: request.headers, body: JSON.parse(body) });
        response.statusCode = events.length < 3 ? 500 : 200;
        return response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    workspace = await testWorkspace({
      slack: { mode: 'http', requestUrl },
      ackTimeoutMs: 200,
      eventRetriesMs: [10, 10, 10],
    });
    await connected(workspace.url);
  });
  afterAll(async () => {
    await workspace.remove();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('makes a command time out', async () => {
    const answer = await person(workspace.url, 'riley').command('/small hello');
    expect(answer.error).toBe('/small failed with the error “operation timed out”');
  });

  it('gets an event again, with a count and the reason', async () => {
    await person(workspace.url, 'riley').write('psst');
    await until('the third delivery', async () => events.length === 3);
    expect(new Set(events.map(({ body }) => body.event_id)).size).toBe(1);
    expect(events.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
    expect(events[1]?.headers['x-slack-retry-reason']).toBe('http_error');
  });
});
