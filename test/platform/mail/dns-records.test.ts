import { expect, test } from 'vitest';
import { checkDkim, checkDmarc, checkSpf } from '#platform/mail/dns-records.ts';

const dns = (records: Record<string, string[]>) => ({ txt: async (name: string) => records[name] ?? [] });

test.each([
  [[], 'bad', 'no SPF record'],
  [['v=spf1 include:_spf.google.com ~all'], 'good', 'google'],
  [['v=spf1 -all', 'v=spf1 ~all'], 'bad', '2 SPF records'],
  [['v=spf1 +all'], 'bad', 'anybody'],
  [['v=spf1 ip4:192.0.2.1'], 'doubtful', 'end with'],
  [[`v=spf1 ${'include:a.example '.repeat(11)}-all`], 'bad', '11 look-ups'],
  [['google-site-verification=x', 'v=spf1 mx -all'], 'good', 'mx'],
])('SPF %j', async (records, verdict, detail) => {
  expect(await checkSpf(dns({ 'acme.example': records }), 'acme.example')).toMatchObject({
    verdict,
    detail: expect.stringContaining(detail),
  });
});

test('DKIM: ours, another one, none, none set', async () => {
  const key = { selector: 'k1', publicKey: 'MIIB' };
  const at = (record: string[]) =>
    checkDkim(dns({ 'k1._domainkey.acme.example': record }), 'acme.example', key);
  expect((await at(['v=DKIM1; k=rsa; p=MIIB'])).verdict).toBe('good');
  expect((await at(['v=DKIM1; p=OTHER'])).detail).toContain('another key');
  expect((await at([])).detail).toContain('v=DKIM1; k=rsa; p=MIIB');
  expect((await checkDkim(dns({}), 'acme.example', null)).verdict).toBe('doubtful');
});

test('DMARC: its own, its parent’s, without a policy, none', async () => {
  const at = (records: Record<string, string[]>) => checkDmarc(dns(records), 'mail.acme.example');
  expect((await at({ '_dmarc.mail.acme.example': ['v=DMARC1; p=reject'] })).verdict).toBe('good');
  expect((await at({ '_dmarc.acme.example': ['v=DMARC1; p=none'] })).verdict).toBe('doubtful');
  expect((await at({ '_dmarc.acme.example': ['v=DMARC1'] })).verdict).toBe('bad');
  expect((await at({})).verdict).toBe('bad');
});
