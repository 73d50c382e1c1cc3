import { createPublicKey } from 'node:crypto';
import { resolveTxt } from 'node:dns/promises';
import { createLogger } from '#platform/logger.ts';
import { checkDkim, checkDmarc, checkSpf, type DnsLookup, type Finding } from '#platform/mail/dns-records.ts';
import { createMailer } from '#platform/mail/mailer.ts';
import { ConfigError, readConfig } from './config.ts';
import { dkimKey } from './connections.ts';

/** `npm run doctor`: whether mail that goes out of here will be believed. Ends with 1 when something is bad. */
const dns: DnsLookup = {
  txt: async (name) =>
    (
      await resolveTxt(name).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') return [];
        throw error;
      })
    ).map((pieces) => pieces.join('')),
};

const MARKS = { good: 'ok   ', doubtful: '?    ', bad: 'BAD  ' } as const;

async function examine(): Promise<Finding[]> {
  try {
    process.loadEnvFile('.env');
  } catch {
    // Settings may as well come from the environment.
  }
  const config = readConfig(process.env);
  const { mail } = config;
  if (mail.kind === 'embedded')
    return [
      {
        what: 'SMTP',
        verdict: 'doubtful',
        detail: 'SMTP_URL is not set: mail stays in the local mailbox, and there is nothing to examine.',
      },
    ];
  const domain = /@([^\s<>@]+?)>?\s*$/.exec(mail.from)?.[1] ?? '';
  const key = await dkimKey(config, { mailFrom: mail.from });
  const publicKey = key
    ? createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
    : null;
  const mailer = createMailer({ smtpUrl: mail.smtpUrl, logger: createLogger('silent') });
  const answers = await mailer.ping().finally(() => mailer.close());
  return [
    answers
      ? { what: 'SMTP', verdict: 'good', detail: 'The mail server answers and takes our credentials.' }
      : {
          what: 'SMTP',
          verdict: 'bad',
          detail: 'The mail server (SMTP_URL) doesn’t answer, or refuses our credentials.',
        },
    mail.postalAddress
      ? { what: 'Postal address', verdict: 'good', detail: mail.postalAddress }
      : {
          what: 'Postal address',
          verdict: 'bad',
          detail: 'MAIL_POSTAL_ADDRESS is not set: nothing is sent.',
        },
    config.publicUrl.kind === 'real'
      ? { what: 'Unsubscribing', verdict: 'good', detail: `One click, at ${config.publicUrl.url}` }
      : {
          what: 'Unsubscribing',
          verdict: 'doubtful',
          detail: 'Only by mail: without PUBLIC_URL there is no one-click (RFC 8058).',
        },
    await checkSpf(dns, domain),
    await checkDkim(dns, domain, key && publicKey ? { selector: key.keySelector, publicKey } : null),
    await checkDmarc(dns, domain),
  ];
}

try {
  const findings = await examine();
  for (const { what, verdict, detail } of findings) console.log(`${MARKS[verdict]} ${what}: ${detail}`);
  process.exitCode = findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
