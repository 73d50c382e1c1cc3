import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signInbound } from '#platform/mail/signature.ts';
import { generic } from '#platform/mail/webhooks/generic.ts';
import { mailgun } from '#platform/mail/webhooks/mailgun.ts';
import { postmark } from '#platform/mail/webhooks/postmark.ts';
import { ANSWER, check, mailOf, request, SECONDS, SECRET } from './handed.ts';

describe('our own', () => {
  const format = generic(SECRET);
  const signed = (body: string, contentType: string, at = SECONDS) =>
    request(body, contentType, {
      'X-Rekindle-Timestamp': String(at),
      'X-Rekindle-Signature': signInbound(SECRET, at, Buffer.from(body)),
    });
  const mail = JSON.stringify({
    from: 'Ana López <ana@example.com>',
    to: 'talent@acme.example',
    subject: ANSWER.subject,
    text: `${ANSWER.text}\n\nOn Friday, Riley wrote:\n> Hello`,
    messageId: ANSWER.messageId,
    inReplyTo: ANSWER.inReplyTo[0],
    references: ANSWER.references,
    headers: { 'Auto-Submitted': 'no', Received: 'from elsewhere' },
  });

  test('JSON', async () => {
    const asked = signed(mail, 'application/json');
    expect(await check(format, asked)).toBeNull();
    expect(await mailOf((await format.read(asked))[0])).toMatchObject(ANSWER);
  });

  test('an event', async () => {
    const event = {
      event: 'failed',
      recipient: 'Ana@Example.com',
      messageId: 'draft-1@acme.example',
      status: '5.1.1',
      permanent: true,
    };
    expect(await format.read(signed(JSON.stringify(event), 'application/json'))).toEqual([
      {
        kind: 'failed',
        recipient: 'ana@example.com',
        messageId: '<draft-1@acme.example>',
        status: '5.1.1',
        permanent: true,
      },
    ]);
  });

  test('without a Message-ID the same mail makes the same one', async () => {
    const { messageId: _left, ...rest } = JSON.parse(mail) as Record<string, unknown>;
    const ids = await Promise.all(
      [1, 2].map(
        async () =>
          (await mailOf((await format.read(signed(JSON.stringify(rest), 'application/json')))[0])).messageId,
      ),
    );
    expect(ids[0]).toBe(ids[1]);
  });

  test('a header can’t be smuggled in by a line break', async () => {
    const asked = signed(
      JSON.stringify({
        from: 'a@b.example',
        to: 'c@d.example',
        subject: 'x\r\nBcc: evil@evil.example',
        headers: { 'Auto-Submitted': 'no\r\nX-Evil: 1' },
      }),
      'application/json',
    );
    const [handed] = await format.read(asked);
    const raw = handed?.kind === 'message' ? Buffer.from(handed.raw).toString() : '';
    expect(raw).not.toMatch(/^(?:Bcc|X-Evil):/im);
  });

  test('forged, old, changed', async () => {
    expect(await check(format, request(mail, 'application/json'))).toContain('missing');
    expect(await check(format, signed(mail, 'application/json', SECONDS - 301))).toContain(
      'older than 5 minutes',
    );
    const changed = signed(mail, 'application/json');
    expect(await check(format, { ...changed, body: Buffer.from(`${mail} `) })).toContain('wrong');
  });
});

describe('Postmark', () => {
  const format = postmark(SECRET);
  const authorized = (body: object, secret = SECRET) =>
    request(JSON.stringify(body), 'application/json', {
      Authorization: `Basic ${Buffer.from(`postmark:${secret}`).toString('base64')}`,
    });
  const inbound = {
    From: 'Ana López <ana@example.com>',
    To: 'talent@acme.example',
    Subject: ANSWER.subject,
    MessageID: '22c74902-a0c1-4511-804f2-341342852c90',
    TextBody: `${ANSWER.text}\n\nOn Friday, Riley wrote:\n> Hello`,
    HtmlBody: '',
    Headers: [
      { Name: 'Message-ID', Value: ANSWER.messageId },
      { Name: 'In-Reply-To', Value: ANSWER.inReplyTo[0] },
      { Name: 'References', Value: ANSWER.references.join(' ') },
    ],
  };

  test('an answer', async () => {
    const asked = authorized(inbound);
    expect(await check(format, asked)).toBeNull();
    expect(await mailOf((await format.read(asked))[0])).toMatchObject(ANSWER);
  });

  test.each([
    ['HardBounce', true],
    ['SoftBounce', false],
    ['SpamNotification', false],
    ['BadEmailAddress', true],
    ['Unknown', false],
  ])('a bounce of type %s', async (Type, permanent) => {
    const bounce = {
      RecordType: 'Bounce',
      Type,
      Email: 'ana@example.com',
      Details: 'smtp;550 5.1.1 The email account does not exist.',
      MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
    };
    expect(await format.read(authorized(bounce))).toMatchObject([
      { kind: 'failed', recipient: 'ana@example.com', status: '5.1.1', permanent },
    ]);
  });

  test('a complaint; and what isn’t for us', async () => {
    const complaint = { RecordType: 'SpamComplaint', Email: 'ana@example.com' };
    expect(await format.read(authorized(complaint))).toMatchObject([{ kind: 'complaint' }]);
    expect(await format.read(authorized({ RecordType: 'Delivery', Recipient: 'ana@example.com' }))).toEqual(
      [],
    );
  });

  test('another password', async () => {
    expect(await check(format, authorized(inbound, 'another secret of this length.....'))).toContain('wrong');
    expect(await check(format, request('{}', 'application/json'))).toContain('missing');
  });
});

describe('Mailgun', () => {
  const KEY = 'key-of-the-mailgun-account';
  const format = mailgun(KEY);
  const sign = (at = SECONDS, token = 'a'.repeat(50)) => ({
    timestamp: String(at),
    token,
    signature: createHmac('sha256', KEY).update(`${at}${token}`).digest('hex'),
  });
  const fields = {
    ...sign(),
    from: 'Ana López <ana@example.com>',
    sender: 'ana@example.com',
    recipient: 'talent@acme.example',
    subject: ANSWER.subject,
    'body-plain': `${ANSWER.text}\n\nOn Friday, Riley wrote:\n> Hello`,
    'message-headers': JSON.stringify([
      ['Message-Id', ANSWER.messageId],
      ['In-Reply-To', ANSWER.inReplyTo[0]],
      ['References', ANSWER.references.join(' ')],
    ]),
  };

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data'])('an answer as %s', async (type) => {
    const form = type.startsWith('multipart')
      ? Object.entries(fields).reduce((all, [name, value]) => (all.append(name, value), all), new FormData())
      : new URLSearchParams(fields);
    const written = new Response(form);
    const body = Buffer.from(await written.arrayBuffer());
    const asked = request(body, written.headers.get('content-type') ?? '');
    expect(await check(format, asked)).toBeNull();
    expect(await mailOf((await format.read(asked))[0])).toMatchObject(ANSWER);
  });

  const event = (signature: object, data: object) =>
    request(JSON.stringify({ signature, 'event-data': data }), 'application/json');
  const failed = {
    event: 'failed',
    severity: 'permanent',
    recipient: 'ana@example.com',
    'delivery-status': { code: 550, 'enhanced-code': '5.1.1' },
    message: { headers: { 'message-id': 'draft-1@acme.example' } },
  };

  test('a bounce, a policy, a complaint, a delivery', async () => {
    expect(await check(format, event(sign(), failed))).toBeNull();
    expect(await format.read(event(sign(), failed))).toEqual([
      {
        kind: 'failed',
        recipient: 'ana@example.com',
        messageId: '<draft-1@acme.example>',
        status: '5.1.1',
        permanent: true,
      },
    ]);
    const policy = { ...failed, 'delivery-status': { code: 550, 'enhanced-code': '5.7.1' } };
    expect(await format.read(event(sign(), policy))).toMatchObject([{ permanent: false }]);
    expect(
      await format.read(event(sign(), { event: 'complained', recipient: 'ana@example.com' })),
    ).toMatchObject([{ kind: 'complaint' }]);
    expect(await format.read(event(sign(), { event: 'delivered', recipient: 'ana@example.com' }))).toEqual(
      [],
    );
  });

  test('forged and old', async () => {
    expect(await check(format, event({ ...sign(), signature: '0'.repeat(64) }, failed))).toContain('wrong');
    expect(await check(format, event(sign(SECONDS - 400), failed))).toContain('older');
    expect(await check(format, event({}, failed))).toContain('missing');
  });
});
