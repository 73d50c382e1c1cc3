import { expect, test } from 'vitest';
import { parseInbound } from '#platform/mail/parse.ts';

/** What programs send back, in the forms that are seen most; none of it is an answer of a person. */
const OURS = '<draft-1@acme.example>';
const lines = (...text: string[]) => Buffer.from(text.join('\r\n'));

function report(options: {
  from: string;
  subject: string;
  human: string;
  status: string;
  original: string;
  headers?: string[];
}) {
  return lines(
    `From: ${options.from}`,
    'To: talent@acme.example',
    `Subject: ${options.subject}`,
    'Message-ID: <report-1@mx.example.com>',
    ...(options.headers ?? []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
    '',
    '--=_b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    options.human,
    '',
    '--=_b',
    'Content-Type: message/delivery-status',
    '',
    options.status,
    '',
    '--=_b',
    options.original,
    '',
    '--=_b--',
    '',
  );
}

const postfix = report({
  from: 'Mail Delivery System <MAILER-DAEMON@mx.example.com>',
  subject: 'Undelivered Mail Returned to Sender',
  headers: ['Auto-Submitted: auto-replied'],
  human:
    'This is the mail system at host mx.example.com.\r\n\r\n<ana@example.com>: host mail.example.com said: 550 5.1.1 User unknown',
  status:
    'Reporting-MTA: dns; mx.example.com\r\nX-Postfix-Queue-ID: 12345\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nOriginal-Recipient: rfc822;ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown',
  original: `Content-Type: message/rfc822\r\n\r\nFrom: talent@acme.example\r\nMessage-ID: ${OURS}\r\nSubject: Hello\r\n\r\nHello`,
});
const exchange = report({
  from: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>',
  subject: 'Undeliverable: Hello',
  headers: ['Auto-Submitted: auto-replied', 'X-MS-Exchange-Message-Is-Ndr: '],
  human: 'Your message to ana@example.com couldn’t be delivered. ana wasn’t found at example.com.',
  status:
    'Reporting-MTA: dns;AM0PR01.prod.exchangelabs.com\r\nReceived-From-MTA: dns;mail.acme.example\r\nArrival-Date: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\nFinal-Recipient: rfc822;Ana@example.com\r\nAction: failed\r\nStatus: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound',
  original: `Content-Type: text/rfc822-headers\r\n\r\nFrom: talent@acme.example\r\nMessage-ID: ${OURS}`,
});
const gmail = report({
  from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
  subject: 'Delivery Status Notification (Failure)',
  headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${OURS}`, `References: ${OURS}`],
  human: '** Address not found **\r\n\r\nYour message wasn’t delivered to ana@example.com.',
  status:
    'Reporting-MTA: dns; googlemail.com\r\nX-Original-Message-ID: <draft-1@acme.example>\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nLast-Attempt-Date: Fri, 20 Nov 2026 01:00:00 -0800 (PST)',
  original: `Content-Type: message/rfc822\r\n\r\nMessage-ID: ${OURS}\r\nSubject: Hello\r\n\r\nHello`,
});
const full = report({
  from: 'MAILER-DAEMON@mx.example.com',
  subject: 'Delivery failure',
  human: 'The mailbox is full.',
  status:
    'Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.2.2',
  original: `Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${OURS}`,
});
const delayed = report({
  from: 'MAILER-DAEMON@mx.example.com',
  subject: 'Delayed Mail (still being retried)',
  headers: ['Auto-Submitted: auto-replied'],
  human: 'No need to send it again.',
  status:
    'Reporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: delayed\r\nStatus: 4.4.1',
  original: `Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${OURS}`,
});

test.each([
  ['Postfix', postfix, '5.1.1', true],
  ['Exchange', exchange, '5.1.10', true],
  ['Gmail', gmail, '5.1.1', true],
  ['a full mailbox', full, '5.2.2', false],
])('a bounce of %s', async (_name, raw, status, permanent) => {
  const mail = await parseInbound(raw);
  expect(mail.bounce).toEqual({ recipient: 'ana@example.com', status, permanent, originalMessageId: OURS });
  expect(mail.notice).toBeNull();
});

test('a delay is neither a bounce nor for a person', async () => {
  expect(await parseInbound(delayed)).toMatchObject({ bounce: null, notice: null, automatic: true });
});

const plain = (headers: string[], ...body: string[]) =>
  lines(...headers, 'Content-Type: text/plain; charset=utf-8', '', ...body);

test.each([
  [
    'qmail',
    plain(
      ['From: MAILER-DAEMON@mx.example.com', 'To: talent@acme.example', 'Subject: failure notice'],
      'Hi. This is the qmail-send program at mx.example.com.',
      'I’m afraid I wasn’t able to deliver your message to the following addresses.',
      '<ana@example.com>: Sorry, no mailbox here by that name. (#5.1.1)',
      '--- Below this line is a copy of the message.',
      `Message-ID: ${OURS}`,
    ),
  ],
  [
    'Exim',
    plain(
      [
        'From: Mail Delivery System <Mailer-Daemon@mx.example.com>',
        'X-Failed-Recipients: ana@example.com',
        'Auto-Submitted: auto-replied',
        'Subject: Mail delivery failed: returning message to sender',
      ],
      'This message was created automatically by mail delivery software.',
      '  ana@example.com: Unrouteable address',
      `Message-ID: ${OURS}`,
    ),
  ],
])('%s writes to people: a person reads it, and nobody is suppressed by it', async (_name, raw) => {
  expect(await parseInbound(raw)).toMatchObject({ bounce: null, notice: { about: [OURS] } });
});

test.each([
  [
    'Gmail’s vacation',
    [
      'Auto-Submitted: auto-replied',
      'Precedence: bulk',
      'X-Autoreply: yes',
      'Subject: Out of office Re: Hello',
    ],
  ],
  [
    'Outlook',
    ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All', 'Subject: Automatic reply: Hello'],
  ],
  ['only a subject', ['Subject: Out of the office until Monday']],
  ['German', ['Subject: Automatische Antwort: Hello']],
  ['German, absent', ['Subject: Abwesenheitsnotiz: Hello']],
  ['French', ['Subject: Réponse automatique : Hello']],
  ['Spanish', ['Subject: Respuesta automática: Hello']],
  ['Zimbra', ['Auto-Submitted: auto-replied (zimbra; readreceipt)', 'Subject: Hello']],
  ['a receipt', ['X-Autorespond: received', 'Subject: Re: Hello']],
])('an automatic answer: %s', async (_name, headers) => {
  const mail = await parseInbound(
    plain(['From: ana@example.com', 'To: talent@acme.example', ...headers], 'I am away until Monday.'),
  );
  expect(mail).toMatchObject({ automatic: true, challenge: false, bounce: null });
});

test.each([
  [
    'Boxbe',
    ['From: ana@example.com', 'X-Boxbe: challenge', 'Subject: Re: Hello (Action Required)'],
    'Your message is waiting for approval. Boxbe: add yourself to my Guest List.',
  ],
  [
    'TMDA',
    ['From: ana-confirm@example.com', 'Auto-Submitted: auto-replied', 'Subject: Please confirm your message'],
    'To release your message, please reply to this one. (TMDA)',
  ],
  [
    'Spam Arrest',
    ['From: ana@example.com', 'Precedence: bulk', 'Subject: Re: Hello (verification)'],
    'Please verify your email: click the link. Spam Arrest',
  ],
])('a challenge: %s', async (_name, headers, text) => {
  expect(await parseInbound(plain(headers, text))).toMatchObject({ challenge: true });
});

test.each([
  ['says where they are', 'I am out of the office next week; could we talk on the 3rd?'],
  ['confirms', 'I can confirm your message reached me, happy to talk.'],
  ['asks for verification', 'Could you verify that the role is remote?'],
  ['is short', 'Yes.'],
])('an answer of a person that %s', async (_name, text) => {
  const mail = await parseInbound(
    plain(['From: ana@example.com', 'Subject: Re: Hello', `In-Reply-To: ${OURS}`], text),
  );
  expect(mail).toMatchObject({ automatic: false, challenge: false, bounce: null, notice: null, text });
});
