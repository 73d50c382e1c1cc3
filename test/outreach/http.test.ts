import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signInbound } from '#platform/mail/signature.ts';
import { generic } from '#platform/mail/webhooks/generic.ts';
import { approve } from '../../src/outreach/deciding/approve.ts';
import { outreachRouter } from '../../src/outreach/http.ts';
import { sendDraft } from '../../src/outreach/sending/send.ts';
import { unsubscribeToken } from '../../src/outreach/unsubscribe.ts';
import { bounce, reply } from '../support/mails.ts';
import { mustBe, RILEY, SECRET_KEY, takingMailer, waitingDraft } from '../support/outreach.ts';
import { clickOn, outreachWorld } from '../support/outreach-world.ts';

const INBOUND_SECRET = 'an inbound secret for tests';
const { ana, deps } = outreachWorld();
const token = unsubscribeToken(SECRET_KEY, ana._id);
let server: Server;
let url = '';

beforeEach(async () => {
  server = createServer(express().use(outreachRouter(deps, [generic(INBOUND_SECRET)])));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
});

const optedOut = () => deps.people.candidates.get(ana._id)?.suppressions.map(({ reason }) => reason);

describe('unsubscribing', () => {
  test('a GET shows a button and changes nothing', async () => {
    const answer = await fetch(`${url}/u/${token}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toContain('<form method="post"><button>Unsubscribe</button></form>');
    expect(optedOut()).toEqual([]);
  });

  test('one click by a mail program, and the button: opted out, once', async () => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(`${url}/u/${token}`, { method: 'POST', body })).status).toBe(200);
    expect((await fetch(`${url}/u/${token}`, { method: 'POST' })).status).toBe(200);
    expect(optedOut()).toEqual(['opted out']);
    expect(deps.answers).toMatchObject([{ kind: 'opt-out', tell: RILEY }]);
  });

  test('a token that is not ours does nothing', async () => {
    const forged = `${ana._id}.${token.slice(-10)}`;
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${url}/u/${forged}`, { method })).status).toBe(404);
    expect(optedOut()).toEqual([]);
  });

  test('somebody who was erased is told the same', async () => {
    deps.people.candidates.delete(ana._id);
    expect((await fetch(`${url}/u/${token}`, { method: 'POST' })).status).toBe(200);
  });
});

async function handIn(body: Buffer, headers: Record<string, string> = {}) {
  const timestamp = Math.floor(Date.now() / 1000);
  return fetch(`${url}/mail/inbound`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      'Content-Type': 'message/rfc822',
      'X-Rekindle-Timestamp': String(timestamp),
      'X-Rekindle-Signature': signInbound(INBOUND_SECRET, timestamp, body),
      ...headers,
    },
  });
}

async function sent() {
  const draft = await waitingDraft(deps, ana._id);
  await approve(deps, clickOn(draft._id));
  await sendDraft(deps, draft._id);
  deps.people.touchpoints.length = 0;
  return mustBe(deps, draft._id);
}

describe('mail that comes in', () => {
  test('an answer: a touchpoint, and the requester hears of it once', async () => {
    const draft = await sent();
    const raw = reply({
      from: 'ana.private@example.org',
      inReplyTo: draft.messageIds[0] ?? '',
      text: 'Yes!\r\n\r\n> Hi Ana',
    });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'reply' });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'reply' });
    expect(deps.people.touchpoints).toMatchObject([
      {
        kind: 'replied',
        direction: 'in',
        by: 'candidate',
        candidateId: ana._id,
        draftId: draft._id,
        note: 'Yes!',
      },
    ]);
    expect(deps.answers).toMatchObject([{ kind: 'reply', tell: RILEY, text: 'Yes!' }]);
  });

  test('without a thread: known by the address, or not kept', async () => {
    const known = reply({ from: 'Ana <ANA@example.com>', text: 'Hello' });
    expect(await (await handIn(known)).json()).toEqual({ received: 'reply' });
    expect(deps.people.touchpoints).toMatchObject([{ kind: 'inbound message' }]);
    const stranger = reply({ from: 'who@example.org', text: 'Hello', messageId: '<2@x.example>' });
    expect(await (await handIn(stranger)).json()).toEqual({ received: 'unmatched' });
    expect(deps.people.touchpoints).toHaveLength(1);
  });

  test('whoever answers an unclear message has got it', async () => {
    const mailer = {
      ...takingMailer(),
      send: async () => ({ outcome: 'unclear', reason: 'broke off' }) as const,
    };
    deps.mailer = mailer;
    const draft = await sent();
    expect(draft.state).toBe('unclear');
    await handIn(reply({ from: 'ana@example.com', inReplyTo: draft.messageIds[0] ?? '', text: 'Yes!' }));
    expect(await mustBe(deps, draft._id)).toMatchObject({ state: 'sent', ended: { by: 'candidate' } });
    expect(deps.people.touchpoints.map(({ kind }) => kind).sort()).toEqual(['message sent', 'replied']);
  });

  test('an automatic answer is a note, and nobody is disturbed', async () => {
    const draft = await sent();
    const raw = reply({
      from: 'ana@example.com',
      inReplyTo: draft.messageIds[0] ?? '',
      text: 'I am away.',
      headers: ['Auto-Submitted: auto-replied'],
    });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'automatic' });
    expect(deps.people.touchpoints).toMatchObject([
      { kind: 'status', note: expect.stringContaining('automatic') },
    ]);
    expect(deps.answers).toEqual([]);
  });

  test.each([
    ['5.1.1', ['bounced'], 'permanent'],
    ['4.2.2', [], 'temporary'],
  ])('a bounce with %s', async (status, reasons, text) => {
    const draft = await sent();
    const raw = bounce({ recipient: 'ana@example.com', status, messageId: draft.messageIds[0] ?? '' });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'bounce' });
    expect(optedOut()).toEqual(reasons);
    expect(deps.people.touchpoints).toMatchObject([{ kind: 'status', draftId: draft._id }]);
    expect(deps.answers).toMatchObject([{ kind: 'bounce', text }]);
  });

  test('unsubscribing by mail, with the token or from the known address', async () => {
    const raw = reply({ from: 'other@example.org', subject: `unsubscribe ${token}`, text: '' });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'opt-out' });
    expect(optedOut()).toEqual(['opted out']);
    deps.people.candidates.set(ana._id, ana);
    const plain = reply({ from: 'ana@example.com', subject: 'Re: unsubscribe', text: '' });
    expect(await (await handIn(plain)).json()).toEqual({ received: 'opt-out' });
    expect(optedOut()).toEqual(['opted out']);
  });

  test('our own copy is no answer', async () => {
    const draft = await sent();
    const raw = reply({ from: 'talent@acme.example', inReplyTo: draft.messageIds[0] ?? '', text: 'Hi Ana' });
    expect(await (await handIn(raw)).json()).toEqual({ received: 'own copy' });
    expect(deps.people.touchpoints).toEqual([]);
  });

  test('unsigned, old, of the wrong type, or huge: refused', async () => {
    const raw = reply({ from: 'ana@example.com', text: 'Hello' });
    expect((await handIn(raw, { 'X-Rekindle-Signature': 'v1=00' })).status).toBe(401);
    expect((await handIn(raw, { 'X-Rekindle-Timestamp': '1700000000' })).status).toBe(401);
    expect((await handIn(raw, { 'Content-Type': 'image/png' })).status).toBe(415);
    expect((await handIn(Buffer.alloc(37 * 1024 * 1024, 'x'))).status).toBe(413);
    expect(await (await handIn(Buffer.from('nonsense'))).json()).toEqual({ received: 'unmatched' });
    expect(deps.people.touchpoints).toEqual([]);
  });
});
