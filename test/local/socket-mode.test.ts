import type { App } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalWorkspace } from '#local/workspace.ts';
import { person, until } from '../support/person.ts';
import { listen } from './small-app.ts';
import { socketApp, testWorkspace } from './workspace.ts';

let workspace: Awaited<ReturnType<typeof testWorkspace>>;
let app: App;
const heard: Record<string, unknown>[] = [];
const riley = () => person(workspace.url, 'riley');

beforeAll(async () => {
  workspace = await testWorkspace({ ackTimeoutMs: 300, eventRetriesMs: [50, 50, 50] });
  app = socketApp(workspace);
  listen(app, heard);
  await app.start();
});
afterAll(async () => {
  await app.stop();
  await workspace.remove();
});

describe('commands', () => {
  it('carry mentions and links as Slack escapes them, and answers reach only the person', async () => {
    const answer = await riley().command(
      '/small say hi ana@example.com <b> @harper https://example.com/x',
      '#hiring',
    );
    expect(answer).toEqual({ ok: true });
    const message = await riley().lastMessage('hi ');
    expect(message.text).toBe(
      'hi <mailto:ana@example.com|ana@example.com> &lt;b&gt; <@U0HARPER|harper> <https://example.com/x>',
    );
    expect(message.ephemeral).toBe(true);
    expect(await person(workspace.url, 'harper').messages('hiring')).toEqual([]);
  });

  it('that nobody acknowledges are reported to the person', async () => {
    const answer = await riley().command('/deaf now');
    expect(answer).toEqual({ ok: false, error: '/deaf failed with the error “operation timed out”' });
    expect((await riley().lastMessage('/deaf')).name).toBe('Slackbot');
  });

  it('that the app does not have are refused', async () => {
    expect((await riley().command('/unknown')).error).toMatch(/\/unknown is not a valid command/);
  });
});

describe('buttons', () => {
  it('send a whole block_actions payload and can replace their message', async () => {
    await riley().command('/small buttons');
    const { channel, ts } = await riley().lastMessage('Buttons');
    await riley().click('Press', { within: 'Buttons' });
    const replaced = await riley().lastMessage('Pressed');
    expect(replaced.ts).toBe(ts);
    const body = heard.findLast((it) => it['type'] === 'block_actions') ?? {};
    expect(body).toMatchObject({
      user: { id: 'U0RILEY', username: 'riley' },
      channel: { id: channel },
      container: { type: 'message', message_ts: ts, is_ephemeral: false },
      message: { ts, text: 'Buttons' },
      actions: [{ action_id: 'press', value: 'v1', type: 'button', action_ts: expect.any(String) }],
      response_url: expect.stringContaining('/actions/'),
      trigger_id: expect.any(String),
    });
  });

  it('of an overflow menu are found by what they read', async () => {
    await riley().command('/small buttons');
    await riley().lastMessage('Buttons');
    await riley().click('Erase');
    await until('the choice', async () => heard.some((it) => it['type'] === 'overflow'));
    expect(heard.findLast((it) => it['type'] === 'overflow')).toMatchObject({
      selected_option: { value: 'erase' },
    });
  });

  it('that are not there are answered with those that are', async () => {
    await riley().command('/small buttons');
    await riley().lastMessage('Buttons');
    await expect(riley().click('Explode')).rejects.toThrow(/sees no “Explode”.*Press/);
  });
});

describe('modals', () => {
  const open = async (callbackId: string) => {
    await riley().command(`/small modal ${callbackId}`);
    return riley().modal();
  };

  it('are filled by label, with options of the app, and close', async () => {
    await open('closes');
    await riley().fill({
      'Full name': 'Ana',
      Kind: 'Meeting',
      Skills: ['PyTorch', 'Rust'],
      Owner: 'Harper Okonkwo',
    });
    expect(await riley().submit()).toEqual({ outcome: 'closed', errors: {} });
    expect(heard.findLast((it) => it['values'])).toMatchObject({
      metadata: 'meta',
      values: {
        name: { name: { type: 'plain_text_input', value: 'Ana' } },
        kind: { kind: { selected_option: { value: 'meeting' } } },
        skills: { skills: { selected_options: [{ value: 'id-PyTorch' }, { value: 'new-Rust' }] } },
        owner: { owner: { selected_user: 'U0HARPER' } },
      },
    });
    expect(await riley().views()).toEqual([]);
  });

  it('that lack a required field are not sent', async () => {
    await open('closes');
    expect(await riley().submit({ 'Full name': '' })).toEqual({
      outcome: 'errors',
      errors: { 'Full name': 'Please complete this required field.' },
    });
    expect((await riley().submit({ 'Full name': 'x'.repeat(21) })).errors).toEqual({
      'Full name': 'Please shorten this to 20 characters or fewer.',
    });
  });

  it('show the errors of the app beside the field', async () => {
    await open('complains');
    expect(await riley().submit({ 'Full name': 'Ana' })).toEqual({
      outcome: 'errors',
      errors: { 'Full name': 'Known already' },
    });
    expect((await riley().modal()).errors).toEqual({ name: 'Known already' });
  });

  it('are updated and keep what was filled in', async () => {
    await open('updates');
    expect((await riley().submit({ 'Full name': 'Ana' })).outcome).toBe('updated');
    const view = await riley().modal('Updated');
    expect(view.values['name']?.['name']?.['value']).toBe('Ana');
  });

  it('are pushed on top of each other, and closing tells the app', async () => {
    await open('pushes');
    expect((await riley().submit({ 'Full name': 'Ana' })).outcome).toBe('pushed');
    expect(await riley().views()).toHaveLength(2);
    await riley().close();
    expect(heard.at(-1)).toEqual({ closed: 'closes' });
    expect(await riley().views()).toHaveLength(1);
  });

  it('stay open with a notice when the answer makes no sense or does not come', async () => {
    for (const callbackId of ['breaks', 'nobody_listens']) {
      await open(callbackId);
      const answer = await riley().submit({ 'Full name': 'Ana' });
      expect(answer).toMatchObject({
        outcome: 'failed',
        message: 'We had some trouble connecting. Try again?',
      });
      expect((await riley().modal()).notice).toBe('We had some trouble connecting. Try again?');
    }
  });

  it('name the labels and options that there are', async () => {
    await open('closes');
    await expect(riley().fill({ Nickname: 'x' })).rejects.toThrow(/Full name, Kind, Skills, Owner/);
    await expect(riley().fill({ Kind: 'Dance' })).rejects.toThrow(/Call, Meeting/);
    await riley().close();
  });
});

describe('shortcuts and events', () => {
  it('open modals from anywhere', async () => {
    expect(await riley().shortcut('anywhere')).toEqual({ ok: true });
    await riley().modal('From shortcut');
    await riley().close();
  });

  it('carry the message on which they were used', async () => {
    const { ts } = await riley().write('Meet Ana', '#general');
    await riley().shortcut('on_message', { channel: '#general', ts });
    expect(heard.at(-1)).toEqual({ shortcut: 'on_message', text: 'Meet Ana' });
  });

  it('tell of the home, of mentions and of direct messages', async () => {
    await riley().openHome();
    const home = await until('a home', () => riley().home());
    expect(JSON.stringify(home.blocks)).toContain('Home of the small app');
    const { ts } = await riley().write('<@U0REKINDLE> hello', '#general');
    const answer = await riley().lastMessage('You called', '#general');
    expect(answer.threadTs).toBe(ts);
    await riley().write('psst');
    await until('the direct message', async () => heard.some((it) => it['direct'] === 'psst'));
  });
});

describe('connections', () => {
  it('that drop have their envelope delivered again over another, with a count', async () => {
    const first = await rawConnection(workspace);
    const second = await rawConnection(workspace);
    await app.stop();
    const answer = riley().command('/small redeliver');
    const early = await Promise.race([first.next('slash_commands'), second.next('slash_commands')]);
    const [dropping, staying] = early.from === first.socket ? [first, second] : [second, first];
    dropping.socket.close();
    const again = await staying.next('slash_commands');
    expect(again.envelope).toMatchObject({
      envelope_id: early.envelope['envelope_id'],
      retry_attempt: Number(early.envelope['retry_attempt'] ?? 0) + 1,
    });
    staying.socket.send(
      JSON.stringify({ envelope_id: again.envelope['envelope_id'], payload: { text: 'late' } }),
    );
    expect(await answer).toEqual({ ok: true });
    await riley().lastMessage('late');
    staying.socket.close();
    app = socketApp(workspace);
    listen(app, heard);
    await app.start();
  });

  it('are asked to be made anew', async () => {
    const connection = await rawConnection(workspace);
    workspace.refreshConnections();
    const { envelope } = await connection.next('disconnect');
    expect(envelope).toMatchObject({ reason: 'refresh_requested' });
    connection.socket.close();
  });
});

/** A Socket Mode connection without a client that acknowledges by itself. */
async function rawConnection(to: LocalWorkspace) {
  const response = await fetch(`${to.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${to.appToken}` },
  });
  const { url } = (await response.json()) as { url: string };
  const socket = new WebSocket(url);
  const received: Record<string, unknown>[] = [];
  socket.addEventListener('message', (event) => void received.push(JSON.parse(String(event.data))));
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  return {
    socket,
    next: (type: string) =>
      until(`an envelope ${type}`, async () => {
        const envelope = received.find((it) => it['type'] === type);
        return envelope ? { envelope, from: socket } : null;
      }),
  };
}
