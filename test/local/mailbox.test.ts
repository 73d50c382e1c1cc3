import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTransport, type SendMailOptions } from 'nodemailer';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callControl } from '../support/person.ts';
import { testWorkspace } from './workspace.ts';

interface Taken {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Seen {
  id: string;
  from: string;
  to: string[];
  subject: string;
  opened: boolean;
  answered: boolean;
  messageId: string;
  text: string;
  html: string | null;
  links: string[];
}

let workspace: Awaited<ReturnType<typeof testWorkspace>>;
let web: Server;
let webUrl = '';
const taken: Taken[] = [];

beforeAll(async () => {
  web = createServer((request, response) => {
    void text(request).then((body) => {
      taken.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  workspace = await testWorkspace({ mail: { inbound: { url: `${webUrl}/inbound`, secret: 'secret' } } });
});
afterAll(async () => {
  await workspace.remove();
  await new Promise((resolve) => web.close(resolve));
});
beforeEach(async () => {
  taken.length = 0;
  await callControl(workspace.url, 'mail-behaviour', { mode: 'accept' });
});

const send = (more: SendMailOptions = {}) =>
  createTransport(workspace.smtpUrl ?? '').sendMail({
    from: { name: 'Riley', address: 'riley@rekindle.example' },
    to: 'ana@example.com',
    subject: 'Hello Ana',
    messageId: '<draft-1@rekindle.example>',
    text: `Look: ${webUrl}/text`,
    html: `<p>Look: <a href="${webUrl}/html?a=1&amp;b=2">here</a><img src="${webUrl}/pixel.png"></p>`,
    ...more,
  });
const newest = async () => {
  const [mail] = await callControl<Seen[]>(workspace.url, 'mails');
  return callControl<Seen>(workspace.url, `mails/${mail?.id}`);
};
const does = async (verb: string, body: object = {}) =>
  callControl<{ ok: boolean; detail: string }>(workspace.url, `mails/${(await newest()).id}/${verb}`, body);

describe('a mail', () => {
  it('arrives, and its receiver opens it and clicks', async () => {
    await send();
    const mail = await newest();
    expect(mail).toMatchObject({
      from: 'riley@rekindle.example',
      to: ['ana@example.com'],
      subject: 'Hello Ana',
      messageId: '<draft-1@rekindle.example>',
      opened: false,
      links: [`${webUrl}/html?a=1&b=2`, `${webUrl}/text`],
    });
    expect(await does('open')).toMatchObject({ ok: true });
    expect(await does('click', { url: mail.links[0] })).toMatchObject({ ok: true });
    expect(taken.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /pixel.png',
      'GET /html?a=1&b=2',
    ]);
    expect((await newest()).opened).toBe(true);
  });

  it('is answered in its thread, signed', async () => {
    await send();
    expect(await does('answer', { text: 'Tell me more' })).toEqual({ ok: true, detail: 'Handed in.' });
    const [answer] = taken;
    const { 'x-rekindle-timestamp': timestamp, 'x-rekindle-signature': signature } = answer?.headers ?? {};
    const expected = createHmac('sha256', 'secret').update(`v1:${timestamp}:${answer?.body}`).digest('hex');
    expect(signature).toBe(`v1=${expected}`);
    expect(answer?.headers['content-type']).toBe('message/rfc822');
    const parsed = await PostalMime.parse(answer?.body ?? '');
    expect(parsed).toMatchObject({
      from: { address: 'ana@example.com' },
      to: [{ address: 'riley@rekindle.example' }],
      subject: 'Re: Hello Ana',
      inReplyTo: '<draft-1@rekindle.example>',
      references: '<draft-1@rekindle.example>',
    });
    expect(parsed.text).toMatch(/^Tell me more\n\nOn .* wrote:\n\n> Look/);
    expect((await newest()).answered).toBe(true);
  });

  it('is answered by a machine that says so', async () => {
    await send();
    await does('answer', { text: 'I am away', automatic: true });
    const parsed = await PostalMime.parse(taken[0]?.body ?? '');
    expect(parsed.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }),
    );
  });

  it('is unsubscribed from with one click, else by mail', async () => {
    const list = { unsubscribe: { url: `${webUrl}/out/1`, comment: 'x' } };
    await send({ list, headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } });
    expect(await does('unsubscribe')).toMatchObject({ ok: true });
    expect(taken).toMatchObject([{ method: 'POST', path: '/out/1', body: 'List-Unsubscribe=One-Click' }]);

    taken.length = 0;
    await send({ headers: { 'List-Unsubscribe': '<mailto:out@rekindle.example?subject=leave-7>' } });
    expect(await does('unsubscribe')).toMatchObject({ ok: true });
    const parsed = await PostalMime.parse(taken[0]?.body ?? '');
    expect(parsed).toMatchObject({ subject: 'leave-7', to: [{ address: 'out@rekindle.example' }] });

    await send();
    expect(await does('unsubscribe')).toMatchObject({ ok: false });
  });

  it('bounces for good or for now, as RFC 3464 says', async () => {
    for (const [permanent, action] of [
      [true, 'Action: failed'],
      [false, 'Action: delayed'],
    ] as const) {
      taken.length = 0;
      await send();
      await does('bounce', { permanent });
      const body = taken[0]?.body ?? '';
      expect(body).toContain('Content-Type: multipart/report; report-type=delivery-status');
      expect(body).toContain(action);
      expect(body).toContain('Final-Recipient: rfc822; ana@example.com');
      expect(body).toContain('Message-ID: <draft-1@rekindle.example>');
    }
  });
});

describe('the mail server', () => {
  const behave = (mode: string) => callControl(workspace.url, 'mail-behaviour', { mode });
  const count = async () => (await callControl<unknown[]>(workspace.url, 'mails')).length;

  it.each([
    ['refuse', { responseCode: 550 }],
    ['later', { responseCode: 451 }],
  ])('can %s, and keeps nothing then', async (mode, error) => {
    const before = await count();
    await behave(mode);
    await expect(send()).rejects.toMatchObject(error);
    expect(await count()).toBe(before);
  });

  it('can drop the connection after a message that did arrive', async () => {
    const before = await count();
    await behave('drop after data');
    const error = await send().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toHaveProperty('responseCode');
    expect(await count()).toBe(before + 1);
  });
});
