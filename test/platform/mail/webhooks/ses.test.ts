import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WebhookRequest } from '#platform/mail/webhooks/format.ts';
import { ses } from '#platform/mail/webhooks/ses.ts';
import { ANSWER, check, mailOf, NOW, request } from './handed.ts';

describe('Amazon SES', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:mail';
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const fetched: string[] = [];
  const format = ses(TOPIC, async (url) => {
    fetched.push(url);
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  });
  function sns(message: object | string, change: Record<string, string> = {}): WebhookRequest {
    const envelope: Record<string, string> = {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: TOPIC,
      Message: typeof message === 'string' ? message : JSON.stringify(message),
      Timestamp: NOW.toISOString(),
      SignatureVersion: '2',
      SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      ...change,
    };
    const names =
      envelope['Type'] === 'Notification'
        ? ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type']
        : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
    const text = names.map((name) => `${name}\n${envelope[name]}\n`).join('');
    const signature = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
    return request(JSON.stringify({ Signature: signature, ...envelope }), 'text/plain; charset=UTF-8');
  }
  const raw = [
    'From: =?utf-8?q?Ana_L=C3=B3pez?= <ana@example.com>',
    'To: talent@acme.example',
    `Subject: ${ANSWER.subject}`,
    `Message-ID: ${ANSWER.messageId}`,
    `In-Reply-To: ${ANSWER.inReplyTo[0]}`,
    `References: ${ANSWER.references.join(' ')}`,
    '',
    ANSWER.text,
  ].join('\r\n');

  test('an answer, plain and in Base64', async () => {
    const plain = sns({ notificationType: 'Received', content: raw });
    expect(await check(format, plain)).toBeNull();
    expect(await mailOf((await format.read(plain))[0])).toMatchObject(ANSWER);
    const base64 = {
      notificationType: 'Received',
      receipt: { action: { encoding: 'BASE64' } },
      content: Buffer.from(raw).toString('base64'),
    };
    expect(await mailOf((await format.read(sns(base64)))[0])).toMatchObject(ANSWER);
  });

  test('a bounce, a full mailbox, a complaint', async () => {
    const bounce = (bounceType: string, status: string) => ({
      eventType: 'Bounce',
      mail: { headers: [{ name: 'Message-ID', value: '<draft-1@acme.example>' }] },
      bounce: { bounceType, bouncedRecipients: [{ emailAddress: 'ana@example.com', status }] },
    });
    expect(await format.read(sns(bounce('Permanent', '5.1.1')))).toEqual([
      {
        kind: 'failed',
        recipient: 'ana@example.com',
        messageId: '<draft-1@acme.example>',
        status: '5.1.1',
        permanent: true,
      },
    ]);
    expect(await format.read(sns(bounce('Transient', '5.2.2')))).toMatchObject([{ permanent: false }]);
    const complaint = {
      notificationType: 'Complaint',
      complaint: { complainedRecipients: [{ emailAddress: 'ana@example.com' }] },
    };
    expect(await format.read(sns(complaint))).toMatchObject([
      { kind: 'complaint', recipient: 'ana@example.com' },
    ]);
  });

  test('a subscription is confirmed at Amazon and nowhere else', async () => {
    const confirm = (SubscribeURL: string) =>
      sns('You have chosen to subscribe', { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL });
    fetched.length = 0;
    expect(
      await format.read(confirm('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription')),
    ).toEqual([]);
    expect(await format.read(confirm('https://evil.example/?Action=ConfirmSubscription'))).toEqual([]);
    expect(fetched).toEqual(['https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription']);
  });

  test('forged, another topic, old, another’s certificate', async () => {
    const bounce = { notificationType: 'Received', content: raw };
    expect(await check(format, sns(bounce, { Signature: Buffer.alloc(256).toString('base64') }))).toContain(
      'wrong',
    );
    expect(await check(format, sns(bounce, { TopicArn: `${TOPIC}2` }))).toContain('topic');
    expect(await check(format, sns(bounce), new Date(NOW.getTime() + 3_700_000))).toContain('older');
    expect(await check(format, sns(bounce, { SigningCertURL: 'https://sns.evil.example/x.pem' }))).toContain(
      'Amazon',
    );
    expect(
      await check(
        format,
        sns(bounce, { SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem' }),
      ),
    ).toContain('Amazon');
  });

  test('a certificate that could not be fetched once is fetched again', async () => {
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const answers = ['<html>503 Service Unavailable</html>', pem];
    const unlucky = ses(TOPIC, async () => answers.shift() ?? pem);
    const signed = sns({ notificationType: 'Received', content: raw });
    await expect(check(unlucky, signed)).rejects.toThrow();
    expect(await check(unlucky, signed)).toBeNull();
  });
});
