import fc from 'fast-check';
import { expect } from 'vitest';
import { parseInbound } from '../../src/platform/mail/parse.ts';
import { isSignedInbound, signInbound } from '../../src/platform/mail/signature.ts';
import { composeParts } from '../../src/platform/mail/webhooks/compose.ts';
import { generic } from '../../src/platform/mail/webhooks/generic.ts';
import { mailgun } from '../../src/platform/mail/webhooks/mailgun.ts';
import { postmark } from '../../src/platform/mail/webhooks/postmark.ts';
import { ses } from '../../src/platform/mail/webhooks/ses.ts';
import { NOW, request, SECONDS, SECRET } from '../platform/mail/webhooks/handed.ts';
import { bounce, reply } from '../support/mails.ts';
import { fuzz, texts } from './fuzz.ts';

const HEADERS = [
  'From: ',
  'To: ',
  'Subject: ',
  'Message-ID: <a@b.c>',
  'In-Reply-To: ',
  'Content-Type: ',
  'multipart/mixed; boundary="b"',
  'message/rfc822',
  'message/delivery-status',
  'text/html',
  '\r\n',
  '\r\n\r\n',
  '--b',
  '--b--',
  'Content-Transfer-Encoding: base64',
  'quoted-printable',
  '=?utf-8?B?',
  '?=',
  'charset=utf-7',
  '<a@b.c>',
  'Final-Recipient: rfc822;',
  'Action: failed',
  'Status: 5.1.1',
  '> ',
  'On Monday, Ana wrote:',
  '<blockquote>',
  '<style',
  '-----Original Message-----',
];

fuzz('mails: read, or no mail', texts(HEADERS, 60_000), async (text) => {
  const mail = await parseInbound(Buffer.from(text)).catch((error: unknown) => error as Error);
  if (mail instanceof Error) return;
  expect(mail.text.length).toBeLessThanOrEqual(100_000);
  expect([...mail.inReplyTo, ...mail.references].filter((id) => !/^<[^<>\s]+>$/.test(id))).toEqual([]);
});

fuzz(
  'answers and delivery reports with anything in their places',
  fc.record({
    address: texts(['a', '@', 'b.c', '<', '>'], 500),
    status: texts(['5.1.1', '4.2.2', '.'], 50),
    text: texts(HEADERS, 30_000),
  }),
  async ({ address, status, text }) => {
    const oneLine = address.replace(/[\r\n]/g, ' ');
    await parseInbound(
      bounce({ recipient: oneLine, status: status.replace(/[\r\n]/g, ' '), messageId: `<${oneLine}>` }),
    );
    await parseInbound(reply({ from: oneLine, subject: oneLine, inReplyTo: `<${oneLine}>`, text }));
  },
);

fuzz(
  'a mail that was taken apart has no header that nobody gave it',
  fc.record({
    from: texts(['a@b.c', ',', '<', '>'], 300),
    subject: texts(['Bcc: x@y.z', '\r\n'], 300),
    value: texts(['\r\n', 'X-Evil: 1'], 300),
    text: texts([]),
  }),
  async ({ from, subject, value, text }) => {
    const raw = await composeParts({
      from,
      to: 'talent@acme.example',
      subject,
      text,
      html: null,
      messageId: null,
      inReplyTo: subject,
      references: [value],
      headers: [
        { name: 'Auto-Submitted', value },
        { name: 'Bcc', value },
      ],
    });
    const [head = ''] = raw.toString('latin1').split('\r\n\r\n');
    expect(head).not.toMatch(/^(?:Bcc|X-Evil):/im);
    await parseInbound(raw);
  },
);

const JSON_BODY = fc.oneof(
  fc.json({ maxDepth: 4 }),
  texts([
    '{',
    '}',
    '"from"',
    '"to"',
    ':',
    '"event":"failed"',
    '"RecordType":"Bounce"',
    '"signature"',
    '"Type":"Notification"',
    '[',
    ']',
    ',',
    '"a"',
    '"__proto__"',
  ]),
);
const TYPES = fc.constantFrom(
  'application/json',
  'message/rfc822',
  'multipart/form-data; boundary=b',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data',
  '',
);
const FORMATS = [
  generic(SECRET),
  postmark(SECRET),
  mailgun(SECRET),
  ses('arn:aws:sns:eu-west-1:123456789012:rekindle', async () => ''),
];

fuzz(
  'webhooks: nothing unsigned is let through, and reading fails in no other way than by refusing',
  fc.tuple(fc.constantFrom(...FORMATS), JSON_BODY, TYPES),
  async ([format, body, type]) => {
    const asked = request(body, type);
    const checked = await format.check(asked, NOW).catch(() => ({ refused: 'unreadable' }));
    expect(checked.refused).not.toBeNull();
    expect(typeof (format.refuse(asked.header, NOW) ?? '')).toBe('string');
    const handed = await format.read(asked).catch(() => []);
    for (const one of handed) if (one.kind === 'message') await parseInbound(one.raw).catch(() => null);
  },
);

fuzz(
  'signatures: one bit more or less is another body',
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), texts(['v1=', 'a'], 100)),
  ([body, at, forged]) => {
    const signed = { timestamp: String(SECONDS), signature: signInbound(SECRET, SECONDS, body), body };
    expect(isSignedInbound(SECRET, signed, NOW)).toBe(true);
    const changed = Uint8Array.from(body);
    const place = at % body.length;
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(isSignedInbound(SECRET, { ...signed, body: changed }, NOW)).toBe(false);
    expect(isSignedInbound(SECRET, { ...signed, signature: forged }, NOW)).toBe(false);
    expect(isSignedInbound(SECRET, { ...signed, timestamp: forged }, NOW)).toBe(false);
  },
);
