import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callControl, person, until } from '../support/person.ts';
import { api, MANIFEST, plain, socketApp, testWorkspace } from './workspace.ts';

let workspace: Awaited<ReturnType<typeof testWorkspace>>;
const say = (channel: string, args: Record<string, unknown>) =>
  api(workspace, 'chat.postMessage', { channel, ...args });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

beforeAll(async () => {
  workspace = await testWorkspace({ triggerMs: 200 });
});
afterAll(() => workspace.remove());

describe('tokens and scopes', () => {
  it.each([
    ['auth.test', null, 'not_authed'],
    ['auth.test', 'xoxb-wrong', 'invalid_auth'],
    ['no.such.method', 'bot', 'unknown_method'],
    ['reactions.add', 'bot', 'missing_scope'],
    ['conversations.join', 'bot', 'missing_scope'],
    ['apps.connections.open', 'bot', 'not_allowed_token_type'],
  ])('%s with the token %s is refused: %s', async (method, token, error) => {
    const answer = await api(workspace, method, {}, token === 'bot' ? workspace.botToken : token);
    expect(answer).toMatchObject({ status: 200, ok: false, error });
  });

  it('are found in a form as well, and nested values there are JSON', async () => {
    const form = new URLSearchParams({
      token: workspace.botToken,
      channel: 'U0MORGAN',
      text: 'from a form',
      blocks: JSON.stringify([section('nested')]),
    });
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({
      ok: true,
      channel: 'D0MORGAN',
      message: { text: 'from a form' },
    });
  });
});

describe('messages', () => {
  it.each([
    ['nobody’s channel', 'C0NOWHERE', { text: 'x' }, 'channel_not_found'],
    ['a direct message of two others', 'D0RILEYHARPER', { text: 'x' }, 'channel_not_found'],
    ['nothing to say', 'C0GENERAL', {}, 'no_text'],
    ['40,001 characters', 'C0GENERAL', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    [
      '13,201 characters in blocks',
      'C0HIRING',
      { text: 'x', blocks: [1, 2, 3, 4, 5].map(() => section('x'.repeat(2_641))) },
      'msg_blocks_too_long',
    ],
    [
      '51 blocks',
      'C0HIRING',
      { text: 'x', blocks: Array.from({ length: 51 }, () => section('x')) },
      'invalid_blocks',
    ],
    ['a thread that is none', 'C0HIRING', { text: 'x', thread_ts: '1.1' }, 'thread_not_found'],
  ])('with %s are refused', async (_, channel, args, error) => {
    expect(await say(channel, args)).toMatchObject({ ok: false, error });
  });

  it('name the place that is wrong', async () => {
    const answer = await say('C0REFERRALS', { text: 'x', blocks: [section('x'.repeat(3_001))] });
    expect(answer['response_metadata']).toEqual({
      messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    });
  });

  it('are updated and deleted, by the app only', async () => {
    const { ts } = await say('U0HARPER', { text: 'one' });
    const where = { channel: 'D0HARPER', ts };
    expect(await api(workspace, 'chat.update', { ...where, text: 'x'.repeat(4_001) })).toMatchObject({
      error: 'msg_too_long',
    });
    expect(await api(workspace, 'chat.update', { ...where, text: 'two' })).toMatchObject({
      ok: true,
      text: 'two',
    });
    expect((await person(workspace.url, 'harper').lastMessage('two')).edited).toBe(true);
    expect(await api(workspace, 'chat.delete', where)).toMatchObject({ ok: true });
    expect(await api(workspace, 'chat.update', { ...where, text: 'three' })).toMatchObject({
      error: 'message_not_found',
    });
    const theirs = await person(workspace.url, 'harper').write('mine', '#general');
    expect(
      await api(workspace, 'chat.update', { channel: 'C0GENERAL', ts: theirs.ts, text: 'x' }),
    ).toMatchObject({
      error: 'cant_update_message',
    });
  });

  it('to one channel are limited to a burst and then one a second', async () => {
    const answers = [];
    for (let n = 0; n < 12; n += 1) answers.push(await say('U0RILEY', { text: String(n) }));
    expect(answers.filter((answer) => answer['ok'] === true).length).toBeGreaterThanOrEqual(10);
    expect(answers.at(-1)).toMatchObject({ status: 429, ok: false, error: 'ratelimited' });
    const client = new WebClient(workspace.botToken, {
      slackApiUrl: workspace.apiUrl,
      rejectRateLimitedCalls: true,
    });
    await expect(client.chat.postMessage({ channel: 'U0RILEY', text: 'x' })).rejects.toMatchObject({
      retryAfter: 1,
    });
  });
});

describe('reading', () => {
  it('tells of people: zones, guests and bots, no e-mail without its scope', async () => {
    const { user } = await api(workspace, 'users.info', { user: 'U0GUEST' });
    expect(user).toMatchObject({ is_restricted: true, is_bot: false, tz: 'Europe/Berlin' });
    expect((user as { profile: object }).profile).not.toHaveProperty('email');
    expect(await api(workspace, 'users.info', { user: 'U0NOBODY' })).toMatchObject({
      error: 'user_not_found',
    });
    const { members } = await api(workspace, 'users.list');
    expect((members as { is_bot: boolean }[]).filter((it) => it.is_bot)).toHaveLength(2);
  });

  it('answers with pages', async () => {
    const first = await api(workspace, 'users.list', { limit: 2 });
    const cursor = (first['response_metadata'] as { next_cursor: string }).next_cursor;
    const second = await api(workspace, 'users.list', { limit: 2, cursor });
    expect(second['members']).not.toEqual(first['members']);
    expect(second['members']).toHaveLength(2);
  });

  it('gives history without what only one person sees', async () => {
    const { ts } = await say('C0REFERRALS', { text: 'parent' });
    await say('C0REFERRALS', { text: 'child', thread_ts: ts });
    await api(workspace, 'chat.postEphemeral', { channel: 'C0REFERRALS', user: 'U0RILEY', text: 'secret' });
    const history = await api(workspace, 'conversations.history', { channel: 'C0REFERRALS' });
    expect(history['messages']).toMatchObject([{ text: 'parent', reply_count: 1 }]);
    const replies = await api(workspace, 'conversations.replies', { channel: 'C0REFERRALS', ts });
    expect(replies['messages']).toMatchObject([{ text: 'parent' }, { text: 'child', thread_ts: ts }]);
  });
});

describe('files', () => {
  it('go up as the SDK sends them, and come down only with the token', async () => {
    const client = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
    await client.filesUploadV2({ channel_id: 'D0MORGAN', filename: 'refused.csv', content: 'a,b\n1,2\n' });
    const message = await until('the file', async () =>
      (await person(workspace.url, 'morgan').messages()).find(({ files }) => files.length > 0),
    );
    const [file] = message.files as unknown as { id: string; url: string; url_private: string }[];
    expect(await (await fetch(`${workspace.url}${file?.url}`)).text()).toBe('a,b\n1,2\n');
    const info = await api(workspace, 'files.info', { file: file?.id });
    const address = (info['file'] as { url_private: string }).url_private;
    expect((await fetch(address)).status).toBe(403);
    const allowed = await fetch(address, { headers: { authorization: `Bearer ${workspace.botToken}` } });
    expect(await allowed.text()).toBe('a,b\n1,2\n');
  });
});

describe('triggers, views and response_urls', () => {
  const view = { type: 'modal', title: plain('T'), blocks: [section('x')] };

  it('hold to their limits', async () => {
    const app = socketApp(workspace);
    const got: { trigger_id: string; response_url: string }[] = [];
    app.command('/small', async ({ ack, command }) => {
      await ack();
      got.push(command);
    });
    await app.start();
    const harper = person(workspace.url, 'harper');
    const open = (args: object) => api(workspace, 'views.open', { view, ...args });
    try {
      await harper.command('/small one');
      const trigger_id = got[0]?.trigger_id;
      expect(await open({ trigger_id })).toMatchObject({ ok: true });
      expect(await open({ trigger_id })).toMatchObject({ error: 'exchanged_trigger_id' });
      const opened = (await harper.modal()).id;
      const update = (args: object) => api(workspace, 'views.update', { view, ...args });
      expect(await update({ view_id: opened, hash: 'old' })).toMatchObject({ error: 'hash_conflict' });
      expect(await update({ view_id: 'V0' })).toMatchObject({ error: 'not_found' });
      expect(
        await update({ view_id: opened, view: { ...view, title: plain('x'.repeat(25)) } }),
      ).toMatchObject({
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      });
      for (const error of [undefined, undefined, 'push_limit_reached']) {
        await harper.command('/small push');
        const pushed = await api(workspace, 'views.push', { view, trigger_id: got.at(-1)?.trigger_id });
        expect(pushed['error']).toBe(error);
      }
      await harper.command('/small late');
      const late = got.at(-1)?.trigger_id;
      const since = performance.now();
      await until('the trigger to be 250 milliseconds old', async () => performance.now() > since + 250);
      const expired = await open({ trigger_id: late });
      expect(expired).toMatchObject({ error: 'expired_trigger_id' });

      const answers = [];
      for (let n = 0; n < 6; n += 1)
        answers.push(await respondTo(got.at(-1)?.response_url ?? '', { text: String(n) }));
      expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
      await callControl(workspace.url, 'clock', { minutes: 31 });
      expect(await respondTo(got[0]?.response_url ?? '', { text: 'too late' })).toBe(404);
    } finally {
      await app.stop();
    }
  });

  async function respondTo(url: string, body: object): Promise<number> {
    return (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
  }
});

describe('the door', () => {
  it('is shut for other hosts and origins, and in production', async () => {
    const elsewhere = await fetch(`${workspace.url}/control/workspace`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(elsewhere.status).toBe(403);
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(testWorkspace({ manifest: MANIFEST })).rejects.toThrow(/production/);
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });
});
