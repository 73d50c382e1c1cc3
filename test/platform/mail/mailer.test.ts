import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { createMailer, type OutgoingMail, type SendResult } from '#platform/mail/mailer.ts';
import { type SmtpBehaviour, startSmtp, type TestSmtp } from '../../support/smtp.ts';

let smtp: TestSmtp;
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(() => smtp.close());

const MAIL: OutgoingMail = {
  from: { name: 'Park, Riley', address: 'talent@acme.example' },
  to: { name: 'Ana <b>, "López"', address: 'ana@example.com' },
  subject: 'Hello',
  text: 'Hello Ana',
  html: '<p>Hello Ana</p>',
  messageId: '<draft-1@acme.example>',
  inReplyTo: '<draft-0@acme.example>',
  references: ['<draft-0@acme.example>'],
  headers: { 'List-Unsubscribe': '<https://x.example/u/1>, <mailto:a@b.example>' },
};

function mailer(deadlineMs = 5_000, smtpUrl = smtp.url) {
  return createMailer({ smtpUrl, logger: createLogger('silent'), deadlineMs });
}

test('accepted: one message, to one person, with its headers', async () => {
  expect(await mailer().send(MAIL)).toMatchObject({
    outcome: 'accepted',
    response: expect.stringMatching(/^250/),
  });
  expect(smtp.taken).toHaveLength(1);
  const raw = smtp.taken[0]?.replace(/\r\n[ \t]+/g, ' ');
  expect(raw).toContain('Message-ID: <draft-1@acme.example>');
  expect(raw).toContain('In-Reply-To: <draft-0@acme.example>');
  expect(raw).toContain('References: <draft-0@acme.example>');
  expect(raw).toContain('List-Unsubscribe: <https://x.example/u/1>, <mailto:a@b.example>');
  expect(raw).toContain('From: "Park, Riley" <talent@acme.example>');
  expect(raw?.match(/^To: .*$/m)?.[0]).toMatch(/<ana@example\.com>$/);
});

test.each<[SmtpBehaviour, Partial<SendResult>]>([
  ['refuse for good', { outcome: 'refused', code: 550, permanent: true }],
  ['refuse for now', { outcome: 'refused', code: 451, permanent: false }],
  ['refuse receiver', { outcome: 'refused', code: 550, permanent: true }],
  ['drop at MAIL FROM', { outcome: 'unclear' }],
])('%s', async (behaviour, expected) => {
  smtp.behave(behaviour);
  expect(await mailer().send(MAIL)).toMatchObject(expected);
  expect(smtp.taken).toHaveLength(0);
});

test('a log-in that is refused for the moment may pass; a wrong password does not', async () => {
  const loggingIn = mailer(5_000, smtp.url.replace('://', '://user:password@'));
  expect(await loggingIn.send(MAIL)).toMatchObject({
    outcome: 'not sent',
    mayPass: false,
    reason: expect.stringContaining('SMTP_URL'),
  });
  smtp.behave('no log-in for now');
  expect(await loggingIn.send(MAIL)).toMatchObject({ outcome: 'not sent', mayPass: true });
  expect(smtp.taken).toHaveLength(0);
});

test('a server that breaks off after each message never sees more than five connections at a time', async () => {
  smtp.behave('drop after the answer');
  const { send } = mailer(20_000);
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, i) => send({ ...MAIL, messageId: `<draft-${i}@acme.example>` })),
  );
  expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(40);
  expect(smtp.taken).toHaveLength(40);
  expect(smtp.mostConnections()).toBe(5);
});

test('a connection lost after the message is unclear, and nothing is sent a second time by itself', async () => {
  smtp.behave('drop after DATA');
  expect(await mailer().send(MAIL)).toMatchObject({ outcome: 'unclear' });
  expect(smtp.taken).toHaveLength(1);
});

test('no answer in time is unclear; the answer still comes, late', async () => {
  smtp.behave('slow');
  const late = vi.fn();
  expect(await mailer(2_000).send(MAIL, late)).toMatchObject({ outcome: 'unclear' });
  expect(late).not.toHaveBeenCalled();
  smtp.release();
  await vi.waitFor(() => expect(late).toHaveBeenCalledWith(expect.objectContaining({ outcome: 'accepted' })));
});

test('nobody listens, or no such host: certainly not sent', async () => {
  const gone = await startSmtp();
  await gone.close();
  expect(await mailer(5_000, gone.url).send(MAIL)).toMatchObject({ outcome: 'not sent' });
  expect(await mailer(5_000, 'smtp://nowhere.invalid:25').send(MAIL)).toMatchObject({ outcome: 'not sent' });
});

test('what waited for a connection until it was too late is not sent, and never later', async () => {
  smtp.behave('slow');
  const { send } = mailer(1_000);
  const late: SendResult[] = [];
  const results = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      send({ ...MAIL, messageId: `<draft-${i}@acme.example>` }, (result) => late.push(result)),
    ),
  );
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['not sent', ...Array(5).fill('unclear')]);
  smtp.release();
  await vi.waitFor(() => expect(late).toHaveLength(6), { timeout: 20_000 });
  expect(late.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(5);
  expect(smtp.taken).toHaveLength(5);
}, 30_000);
