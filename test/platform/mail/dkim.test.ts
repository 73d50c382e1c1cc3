import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { startSmtp, type TestSmtp } from '../../support/smtp.ts';

let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp.close());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

test('what goes out is signed, one-click unsubscribing included (RFC 8058, section 4)', async () => {
  const mailer = createMailer({
    smtpUrl: smtp.url,
    logger: createLogger('silent'),
    dkim: {
      domainName: 'acme.example',
      keySelector: 'k1',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
  const sent = await mailer.send({
    from: { name: 'Riley Park', address: 'talent@acme.example' },
    to: { name: 'Ana', address: 'ana@example.com' },
    subject: 'Shall we talk?',
    text: 'Hello',
    html: '<p>Hello</p>',
    messageId: '<draft-1@acme.example>',
    inReplyTo: null,
    references: [],
    headers: {
      'List-Unsubscribe': '<https://crm.example/u/token>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  mailer.close();
  expect(sent.outcome).toBe('accepted');
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  const verify = (raw: string) =>
    dkimVerify(Buffer.from(raw), {
      resolver: async (name: string, type: string) => {
        if (name === 'k1._domainkey.acme.example' && type === 'TXT') return [[record]];
        throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      },
    });
  const raw = smtp.taken[0] ?? '';
  const [result] = (await verify(raw)).results;
  expect(result).toMatchObject({ status: { result: 'pass' }, signingDomain: 'acme.example' });
  expect(raw.replace(/\r\n\s+/g, '')).toMatch(/h=[^;]*List-Unsubscribe:List-Unsubscribe-Post/i);
  const [changed] = (await verify(raw.replace('One-Click', 'Two-Click'))).results;
  expect(changed?.status.result).not.toBe('pass');
});
